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
	"proceedings/internal/makers"
	"proceedings/internal/plan"
	"proceedings/internal/retention"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// errBudget says that a step was ended because it took too long.
var errBudget = errors.New("took longer than its budget")

// RunStep runs s unless it is settled. It returns nil when s is settled, done
// or failed for good; an error means that s is to be run again later.
func (p *Pipeline) RunStep(ctx context.Context, s plan.Step, progress func(float64)) error {
	key := s.Key()
	seen, err := steps.ReadStatus(ctx, p.Store, key)
	if err != nil {
		return fmt.Errorf("step %s: %w", key, err)
	}
	if seen.Failed != "" {
		return nil
	}
	if seen.Starts > 0 { // a queue that delivers at least once delivers twice
		_, done, readErr := steps.ReadResult(ctx, p.Store, key)
		if readErr != nil || done {
			return readErr
		}
	}
	users, err := p.usersOf(ctx, s, seen.Waiting)
	if err != nil {
		return fmt.Errorf("step %s: %w", key, err)
	}
	if !users.useful { // and what was tried before is to count for nobody
		return steps.Forget(ctx, p.Store, s)
	}
	run, err := seen.Begin(ctx, p.Store, s)
	if err != nil {
		return fmt.Errorf("step %s: %w", key, err)
	}
	if !run {
		return nil
	}
	err = p.runMaker(ctx, s, users, progress)
	if err == nil {
		return nil
	}
	if errors.Is(err, errUnused) {
		return steps.Release(ctx, p.Store, s)
	}
	// What follows must be written although the context may have ended.
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	if ctx.Err() != nil || errors.Is(err, storage.ErrUnavailable) {
		// The worker is stopping, or a service is away: the step is not to blame.
		return errors.Join(fmt.Errorf("step %s: %w", key, err), steps.Release(after, p.Store, s))
	}
	_, ours := errors.AsType[makers.ServiceError](err)
	last, failErr := steps.Fail(after, p.Store, s, err, !ours)
	if failErr != nil {
		return fmt.Errorf("step %s: %w", key, errors.Join(err, failErr))
	}
	if last {
		level := slog.LevelWarn
		if fault.IsPermanent(err) { // the file is to blame, and the user sees why
			level = slog.LevelInfo
		}
		p.Log.Log(ctx, level, "step failed permanently", "step", key, "err", err)
		return nil
	}
	return fmt.Errorf("step %s: %w", key, err)
}

// runMaker fetches the original, has the maker do its work, and stores the output:
// objects first, the result last.
func (p *Pipeline) runMaker(ctx context.Context, s plan.Step, users users, progress func(float64)) (err error) {
	maker, known := p.Make[s.Kind]
	if !known {
		return fmt.Errorf("this worker cannot run a step of kind %s: it is older than the task", s.Kind)
	}
	if s.Budget > 0 {
		cause := fmt.Errorf("%w of %s", errBudget, s.Budget)
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, s.Budget, cause)
		defer cancel()
		defer func() {
			// What a tool says when it is killed is not its verdict on the input, so
			// its error is told and not wrapped.
			if err != nil && errors.Is(context.Cause(ctx), errBudget) {
				err = fmt.Errorf("%w: %v", cause, err) //nolint:errorlint // see above
			}
		}()
	}
	began := time.Now()
	t := makers.Task{Step: s, Progress: progress, Open: makers.Opener(p.Store, s)}
	if t.Needs, err = p.needs(ctx, s, users); err != nil {
		return err
	}
	if s.Kind.Reads() {
		var release func()
		if release, err = makers.Fetch(ctx, p.Sources, &t); err != nil {
			return err
		}
		defer release()
	}
	dir, err := os.MkdirTemp(p.Scratch, string(s.Kind)+"-")
	if err != nil {
		return fmt.Errorf("make a scratch folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // swept again when the next worker starts

	t.Dir = filepath.Join(dir, "out")
	if err = os.Mkdir(t.Dir, 0o700); err != nil {
		return fmt.Errorf("make a scratch folder: %w", err)
	}
	res, err := maker(ctx, &t)
	if err != nil {
		return err
	}
	if err := p.storeOutput(ctx, s, users, t.Dir, &res); err != nil {
		return makers.ServiceError{Err: err}
	}
	p.Log.InfoContext(ctx, "step done", "step", s.Key(), "took", time.Since(began).Round(time.Millisecond))
	return nil
}

// needs is the results of the steps that s works on.
func (p *Pipeline) needs(ctx context.Context, s plan.Step, users users) ([]steps.Result, error) {
	results := make([]steps.Result, len(s.Needs))
	for i, key := range s.Needs {
		r, found := users.result(key)
		if !found {
			var err error
			if r, found, err = steps.ReadResult(ctx, p.Store, key); err != nil || !found {
				return nil, makers.ServiceError{Err: fmt.Errorf("read what %s made: %w", key, cmp.Or(err, storage.ErrNotFound))}
			}
		}
		results[i] = r
	}
	return results, nil
}

// errUnused says that no meeting needs any more what was made.
var errUnused = errors.New("no meeting needs it any more")

// users is who waits for a step.
type users struct {
	waiting []string
	useful  bool           // some meeting needs the step
	known   []*steps.Known // results that the meetings refer to
}

// usersOf reads the records of the meetings that wait for a step: while it was in
// the queue or in work they may have been taken down, or turned private.
func (p *Pipeline) usersOf(ctx context.Context, s plan.Step, waiting []string) (users, error) {
	of := users{waiting: waiting}
	for _, id := range waiting {
		m, etag, err := archive.ReadRecord(ctx, p.Store, id)
		if err != nil {
			return of, err
		}
		if etag != "" && retention.Needed(m, s) {
			of.useful = true
			of.known = append(of.known, p.known.Of(id, m.Revision))
		}
	}
	return of, nil
}

// result is that of a step, if it is known.
func (u users) result(step string) (steps.Result, bool) {
	for _, known := range u.known {
		if r, found := known.Get(step); found {
			return r, true
		}
	}
	return steps.Result{}, false
}

// storeOutput stores what lies in dir, and then the result, if some meeting still needs
// it.
func (p *Pipeline) storeOutput(ctx context.Context, s plan.Step, of users, dir string, res *steps.Result) error {
	objects, err := steps.Describe(dir)
	if err != nil {
		return err
	}
	if of, err = p.usersOf(ctx, s, of.waiting); err == nil && !of.useful { // another may wait since
		var now []string
		if now, err = steps.Waiting(ctx, p.Store, s); err == nil {
			of, err = p.usersOf(ctx, s, now)
		}
	}
	if err != nil {
		return err
	}
	if !of.useful {
		return errUnused
	}
	first, err := steps.Keep(ctx, p.Store, s, dir, objects, res)
	if err == nil && first {
		for _, known := range of.known {
			known.Add(*res)
		}
	}
	return err
}
