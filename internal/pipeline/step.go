package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/transcode"
)

// Task is one run of a step as its maker sees it.
type Task struct {
	Step     plan.Step
	Source   string            // path of the original; empty for a step that does not read it
	Sources  map[string]string // paths of all originals of a recording that was joined, by SHA-256
	Partial  bool              // Source has only those bytes of the original that the step says it reads
	Dir      string            // empty folder; all files in it at the end are stored
	Progress func(float64)     // to be called with 0 to 1
	Needs    []steps.Result    // of the steps that it needs, in the same order
	Open     transcode.Opener

	whole func(context.Context) error // has Source be the whole original
}

// Maker does the work of one kind of step.
type Maker func(ctx context.Context, t *Task) (steps.Result, error)

// errBudget says that a step was ended because it took too long.
var errBudget = errors.New("took longer than its budget")

// serviceError is an error of our own services. Whatever it says of itself, the input
// is not to blame: a bucket that may not be written to must not get a file
// refused for good.
type serviceError struct{ error }

func (e serviceError) Unwrap() error { return e.error }

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
	err = p.make(ctx, s, users, progress)
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
	_, ours := errors.AsType[serviceError](err)
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

// make fetches the original, has the maker do its work, and stores the output:
// objects first, the result last.
func (p *Pipeline) make(ctx context.Context, s plan.Step, users users, progress func(float64)) (err error) {
	maker, known := p.Make[s.Kind]
	if !known {
		return fmt.Errorf("no way to make a %s: this worker is older than the task", s.Kind)
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
	t := Task{Step: s, Progress: progress, Open: p.open(s)}
	if t.Needs, err = p.needs(ctx, s, users); err != nil {
		return err
	}
	if s.Kind.Reads() {
		var release func()
		if release, err = p.fetch(ctx, &t); err != nil {
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
	if err := p.keep(ctx, s, users, t.Dir, &res); err != nil {
		return serviceError{err}
	}
	p.Log.InfoContext(ctx, "step done", "step", s.Key(), "took", time.Since(began).Round(time.Millisecond))
	return nil
}

// fetch brings the original here, or what t needs of it. release is to be
// called when it is used no more.
func (p *Pipeline) fetch(ctx context.Context, t *Task) (func(), error) {
	var releases []func()
	release := func() {
		for _, f := range releases {
			f()
		}
	}
	get := func(ctx context.Context, wanted []plan.Range) error {
		path, partial, done, err := p.Sources.FetchSome(ctx, t.Step.Input, wanted)
		if err == nil {
			t.Source, t.Partial = path, partial
			releases = append(releases, done)
			return nil
		}
		err = fmt.Errorf("fetch the original: %w", err)
		if errors.Is(err, errMismatch) {
			return err
		}
		return serviceError{err}
	}
	t.whole = func(ctx context.Context) error { return get(ctx, nil) }
	err := get(ctx, t.Step.Bytes)
	if err == nil {
		err = p.fetchAlso(ctx, t, &releases)
	}
	if err != nil {
		release()
	}
	return release, err
}

// fetchAlso brings the further originals of a recording that was joined.
func (p *Pipeline) fetchAlso(ctx context.Context, t *Task, releases *[]func()) error {
	t.Sources = map[string]string{t.Step.Input: t.Source}
	for _, sum := range t.Step.Also {
		path, done, err := p.Sources.Fetch(ctx, sum)
		if err != nil {
			err = fmt.Errorf("fetch the original: %w", err)
			if errors.Is(err, errMismatch) {
				return err
			}
			return serviceError{err}
		}
		t.Sources[sum] = path
		*releases = append(*releases, done)
	}
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
				return nil, serviceError{fmt.Errorf("read what %s made: %w", key, cmp.Or(err, storage.ErrNotFound))}
			}
		}
		results[i] = r
	}
	return results, nil
}

// open reads what other steps made, for s.
func (p *Pipeline) open(s plan.Step) transcode.Opener {
	return func(ctx context.Context, piece meeting.Piece, off, n int64) (io.ReadCloser, error) {
		body, _, err := p.Store.Get(ctx, s.Space.Derived(piece.Step, piece.Run, piece.Name), off, n)
		return body, err
	}
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
		m, etag, err := readRecord(ctx, p.Store, id)
		if err != nil {
			return of, err
		}
		if etag != "" && needed(m, s) {
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

// keep stores what lies in dir, and then the result, if some meeting still needs
// it.
func (p *Pipeline) keep(ctx context.Context, s plan.Step, of users, dir string, res *steps.Result) error {
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
