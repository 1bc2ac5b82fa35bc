package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/fault"
	"proceedings/internal/logging"
	"proceedings/internal/makers"
	"proceedings/internal/plan"
	"proceedings/internal/retention"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/tracing"
)

// errBudget means that a step exceeded its time budget.
var errBudget = errors.New("took longer than its budget")

// RunStep runs the step with a key unless it has settled. It returns nil if the step has
// a result or has failed permanently; after any other error the queue must run it again,
// except after [ErrUnknownStep].
func (p *Pipeline) RunStep(ctx context.Context, key string, progress func(float64)) error {
	seen, err := steps.ReadStatus(ctx, p.Store, key)
	if err != nil {
		return fmt.Errorf("step %s: %w", key, err)
	}
	if seen.Failed != "" {
		return nil
	}
	s, err := p.stepOf(ctx, key, seen.Status)
	if err != nil {
		return fmt.Errorf("step %s: %w", key, err)
	}
	if p.Make[s.Kind] == nil { // another worker can; no attempt counts
		return fmt.Errorf("step %s: this worker cannot run steps of kind %s: it is older than the task", key, s.Kind)
	}
	if seen.Starts > 0 { // the queue may deliver a task twice
		_, done, readErr := steps.ReadResult(ctx, p.Store, key)
		if readErr != nil || done {
			return readErr
		}
	}
	refs, err := p.referencesOf(ctx, s, seen.Waiting)
	if err != nil {
		return fmt.Errorf("step %s: %w", key, err)
	}
	if !refs.needed { // earlier attempts must not count for a later meeting
		return steps.Forget(ctx, p.Store, s)
	}
	release, err := p.reserve(ctx, s, refs)
	if err != nil { // no attempt counts
		if _, noRoom := errors.AsType[*makers.NoRoomError](err); noRoom {
			p.attemptEnded(Attempt{Kind: s.Kind, Outcome: Deferred})
		}
		return fmt.Errorf("step %s: %w", key, err)
	}
	defer release()
	run, err := seen.Begin(ctx, p.Store, s)
	if err != nil {
		return fmt.Errorf("step %s: %w", key, err)
	}
	if !run { // the attempts that ended their worker were the last
		p.attemptEnded(Attempt{Kind: s.Kind, Outcome: Attention})
		return nil
	}
	ctx = describe(ctx, s, refs, seen.Starts+1)
	began := time.Now()
	made, outcome, err := p.attempt(ctx, s, refs, seen.Withdrawn != nil, progress)
	p.attemptEnded(Attempt{s.Kind, outcome, time.Since(began), made})
	logging.With(ctx, slog.String(logging.Outcome, string(outcome)))
	return err
}

// attempt makes one attempt at a step and stores how it ended.
func (p *Pipeline) attempt(ctx context.Context, s plan.Step, refs references, withdrawn bool, progress func(float64)) (made Made, _ Outcome, err error) {
	key, restored := s.Key(), false
	if withdrawn {
		restored, err = p.restore(ctx, s, refs)
	}
	if err == nil && !restored {
		made, err = p.runMaker(ctx, s, refs, progress)
	}
	if err == nil {
		return made, Done, nil
	}
	if errors.Is(err, errUnneeded) {
		return made, Released, steps.Release(ctx, p.Store, s)
	}
	counts, err := p.blame(ctx, s.Kind, err)
	// The outcome must be stored even if the context has ended.
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	if !counts {
		return made, Released, errors.Join(fmt.Errorf("step %s: %w", key, err), steps.Release(after, p.Store, s))
	}
	last, failErr := steps.Fail(after, p.Store, s, err)
	if failErr != nil {
		return made, Failed, fmt.Errorf("step %s: %w", key, errors.Join(err, failErr))
	}
	if !last {
		return made, Failed, fmt.Errorf("step %s: %w", key, err)
	}
	level, outcome := slog.LevelWarn, Attention
	if _, refused := fault.Refused(err); refused { // the user sees the reason
		level, outcome = slog.LevelInfo, Refused
	}
	p.Log.Log(ctx, level, "step failed permanently", logging.Outcome, string(outcome), "err", err)
	return made, outcome, nil
}

// ErrUnknownStep means that no meeting requested a step. Its task is garbage or forged.
var ErrUnknownStep = errors.New("no meeting requested it")

// stepOf returns the step with a key, from the storage: Redis is not trusted. A status of
// an earlier version has only the waiting meetings, whose records lead to the step.
func (p *Pipeline) stepOf(ctx context.Context, key string, st steps.Status) (plan.Step, error) {
	if st.Step != nil && st.Step.Key() == key {
		return *st.Step, nil
	}
	for _, id := range st.Waiting {
		m, etag, err := archive.ReadRecord(ctx, p.Store, id)
		if err != nil {
			return plan.Step{}, err
		}
		if etag == "" || m.Withdrawn {
			continue
		}
		items, err := retention.AssessStored(ctx, p.Store, m, nil)
		if err != nil {
			return plan.Step{}, err
		}
		for _, it := range items {
			for _, s := range it.Steps {
				if s.Step.Key() == key {
					return s.Step, steps.Register(ctx, p.Store, s.Step, id)
				}
			}
		}
	}
	return plan.Step{}, ErrUnknownStep
}

// blame reports whether an error counts as an attempt at the step. It does not if the
// worker is stopping, if a service failed, or if this machine is sick. The error of a
// sick machine is marked by [fault.Worker]. A broken tool may refuse a sound file, so
// that refusals also count only after a self-test. A machine that passes it may still be
// unable to run this step, for example if its disk is too small. That counts, so that the
// step does not run for ever.
func (p *Pipeline) blame(ctx context.Context, kind plan.Kind, err error) (counts bool, _ error) {
	if ctx.Err() != nil || errors.Is(err, storage.ErrUnavailable) {
		return false, err
	}
	_, service := errors.AsType[makers.ServiceError](err)
	if service && !fault.IsWorker(err) {
		return false, err
	}
	if p.SelfTest == nil {
		return !fault.IsWorker(err), err
	}
	sick := p.SelfTest(ctx, kind)
	switch {
	case fault.IsWorker(sick):
		// The error of the step is not wrapped, so that it cannot refuse the input.
		return false, fmt.Errorf("%w; the step itself: %v", sick, err) //nolint:errorlint // see above
	case sick != nil: // it was interrupted
		return false, errors.Join(sick, err)
	case fault.IsWorker(err): // not marked: this machine is not sick
		return true, errors.New(err.Error())
	}
	return true, err
}

// runMaker fetches the original, runs the maker, and stores the output: first the
// objects, then the result.
func (p *Pipeline) runMaker(ctx context.Context, s plan.Step, refs references, progress func(float64)) (made Made, err error) {
	if s.Budget > 0 {
		cause := fmt.Errorf("%w of %s", errBudget, s.Budget)
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, s.Budget, cause)
		defer cancel()
		defer func() {
			// The error of a killed tool says nothing about the input. It is not wrapped,
			// so that it cannot refuse the input.
			if err != nil && errors.Is(context.Cause(ctx), errBudget) {
				err = fmt.Errorf("%w: %v", cause, err) //nolint:errorlint // see above
			}
		}()
	}
	began := time.Now()
	t := makers.Task{Step: s, Progress: progress, Open: makers.Opener(p.Store, s)}
	release, err := p.fetch(ctx, &t, refs)
	if err != nil {
		return made, err
	}
	defer release()
	dir, err := os.MkdirTemp(p.Scratch, string(s.Kind)+"-")
	if err != nil {
		return made, fmt.Errorf("make a scratch folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // if this fails, the next worker deletes it

	t.Dir = filepath.Join(dir, "out")
	if err = os.Mkdir(t.Dir, 0o700); err != nil {
		return made, fmt.Errorf("make a scratch folder: %w", err)
	}
	making := time.Now()
	makeCtx, span := tracing.Start(ctx, "make")
	res, err := p.Make[s.Kind](makeCtx, &t)
	span.End(err)
	if err != nil {
		return made, err
	}
	made = Made{Recording: plan.RecordingSeconds(s), Took: time.Since(making)}
	keepCtx, span := tracing.Start(ctx, "keep")
	err = p.storeOutput(keepCtx, s, refs, t.Dir, &res)
	span.End(err)
	if err != nil {
		return made, makers.ServiceError{Err: err}
	}
	for _, o := range res.Objects {
		made.Bytes += o.Size
	}
	p.Log.InfoContext(ctx, "step done", logging.Outcome, string(Done), "took", time.Since(began).Round(time.Millisecond))
	return made, nil
}

// fetch gets the results that a task reads, and the original. Call release when it is not
// needed any more.
func (p *Pipeline) fetch(ctx context.Context, t *makers.Task, refs references) (release func(), err error) {
	ctx, span := tracing.Start(ctx, "fetch")
	defer func() { span.End(err) }()
	if t.Needs, err = p.needs(ctx, t.Step, refs); err != nil {
		return nil, err
	}
	if !t.Step.Kind.Reads() {
		return func() {}, nil
	}
	return makers.Fetch(ctx, p.Sources, t)
}

// restore brings back the files of a withdrawn step, which need not be made again. It
// reports whether it did.
func (p *Pipeline) restore(ctx context.Context, s plan.Step, refs references) (bool, error) {
	r, restored, err := steps.Restore(ctx, p.Store, s.Key())
	if err != nil {
		return false, makers.ServiceError{Err: fmt.Errorf("restore the files of a withdrawn meeting: %w", err)}
	}
	if restored {
		for _, known := range refs.known {
			known.Add(r)
		}
		p.Log.InfoContext(ctx, "step restored", "files", len(r.Objects))
	}
	return restored, nil
}

// needs returns the results of the steps that s needs.
func (p *Pipeline) needs(ctx context.Context, s plan.Step, refs references) ([]steps.Result, error) {
	results := make([]steps.Result, len(s.Needs))
	for i, key := range s.Needs {
		r, found := refs.result(key)
		if !found {
			var err error
			if r, found, err = steps.ReadResult(ctx, p.Store, key); err != nil || !found {
				return nil, makers.ServiceError{Err: fmt.Errorf("read the result of %s: %w", key, cmp.Or(err, storage.ErrNotFound))}
			}
		}
		results[i] = r
	}
	return results, nil
}

// errUnneeded means that no meeting needs the step any more.
var errUnneeded = errors.New("no meeting needs it any more")

// references holds the meetings that wait for a step.
type references struct {
	waiting []string
	needed  bool           // a meeting still needs the step
	source  string         // ID of its file in a meeting
	known   []*steps.Known // cached results of the meetings

	sizes map[string]int64 // of the meetings' originals, bytes, by SHA-256
}

// referencesOf reads the records of the meetings that wait for a step. They may have
// been withdrawn, or made private, since they requested it.
func (p *Pipeline) referencesOf(ctx context.Context, s plan.Step, waiting []string) (references, error) {
	refs := references{waiting: waiting, sizes: map[string]int64{}}
	for _, id := range waiting {
		m, etag, err := archive.ReadRecord(ctx, p.Store, id)
		if err != nil {
			return refs, err
		}
		if etag != "" && retention.Needed(m, s) {
			refs.needed, refs.source = true, cmp.Or(refs.source, sourceOf(m, s))
			for _, src := range m.Sources {
				refs.sizes[src.SHA256] = src.Size
			}
			refs.known = append(refs.known, p.known.Of(id, m.Revision))
		}
	}
	return refs, nil
}

// result returns the cached result of a step.
func (r references) result(step string) (steps.Result, bool) {
	for _, known := range r.known {
		if res, found := known.Get(step); found {
			return res, true
		}
	}
	return steps.Result{}, false
}

// storeOutput stores the files in dir and then the result, if a meeting still needs
// the step.
func (p *Pipeline) storeOutput(ctx context.Context, s plan.Step, refs references, dir string, res *steps.Result) error {
	objects, err := steps.Describe(dir)
	if err != nil {
		return err
	}
	if refs, err = p.referencesOf(ctx, s, refs.waiting); err == nil && !refs.needed { // another meeting may wait by now
		var now []string
		if now, err = steps.Waiting(ctx, p.Store, s); err == nil {
			refs, err = p.referencesOf(ctx, s, now)
		}
	}
	if err != nil {
		return err
	}
	if !refs.needed {
		return errUnneeded
	}
	first, err := steps.Keep(ctx, p.Store, s, dir, objects, res)
	if err == nil && first {
		for _, known := range refs.known {
			known.Add(*res)
		}
	}
	return err
}
