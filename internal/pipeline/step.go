package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
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
	Needs    []Result          // of the steps that it needs, in the same order
	Open     transcode.Opener

	whole func(context.Context) error // has Source be the whole original
}

// Maker does the work of one kind of step.
type Maker func(ctx context.Context, t *Task) (Result, error)

// errBudget says that a step was ended because it took too long.
var errBudget = errors.New("took longer than its budget")

// mishap is an error of our own services. Whatever it says of itself, the input
// is not to blame: a bucket that may not be written to must not get a file
// refused for good.
type mishap struct{ error }

func (m mishap) Unwrap() error { return m.error }

// RunStep runs s unless it is settled. It returns nil when s is settled, done
// or given up for good; an error means that s is to be run again later.
func (p *Pipeline) RunStep(ctx context.Context, s plan.Step, progress func(float64)) error {
	key := s.Key()
	out, err := outcome(ctx, p.Store, s)
	if err != nil {
		return fmt.Errorf("step %s: %w", key, err)
	}
	if out.Settled() { // a queue that delivers at least once delivers twice
		return nil
	}
	useful, err := wanted(ctx, p.Store, s)
	if err != nil {
		return fmt.Errorf("step %s: %w", key, err)
	}
	if !useful { // and what was tried before is to count for nobody
		return p.Store.Delete(ctx, layout.StepStatus(key))
	}
	run, err := begin(ctx, p.Store, s)
	if err != nil {
		return fmt.Errorf("step %s: %w", key, err)
	}
	if !run {
		return nil
	}
	err = p.make(ctx, s, progress)
	if err == nil {
		return nil
	}
	if errors.Is(err, errUnwanted) {
		return handBack(ctx, p.Store, s)
	}
	// What follows must be written although the context may have ended.
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	if ctx.Err() != nil || errors.Is(err, storage.ErrUnavailable) {
		// The worker is stopping, or a service is away: the step is not to blame.
		return errors.Join(fmt.Errorf("step %s: %w", key, err), handBack(after, p.Store, s))
	}
	last, settleErr := settle(after, p.Store, s, err)
	if settleErr != nil {
		return fmt.Errorf("step %s: %w", key, errors.Join(err, settleErr))
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
func (p *Pipeline) make(ctx context.Context, s plan.Step, progress func(float64)) (err error) {
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
	if t.Needs, err = p.needs(ctx, s); err != nil {
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
	if err := p.keep(ctx, s, t.Dir, &res); err != nil {
		return mishap{err}
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
		return mishap{err}
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
			return mishap{err}
		}
		t.Sources[sum] = path
		*releases = append(*releases, done)
	}
	return nil
}

// needs is the results of the steps that s works on.
func (p *Pipeline) needs(ctx context.Context, s plan.Step) ([]Result, error) {
	results := make([]Result, len(s.Needs))
	for i, key := range s.Needs {
		if _, err := storage.ReadJSON(ctx, p.Store, layout.StepResult(key), &results[i]); err != nil {
			return nil, mishap{fmt.Errorf("read what %s made: %w", key, err)}
		}
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

// errUnwanted says that nobody has a use any more for what was made.
var errUnwanted = errors.New("nobody wants it any more")

// wanted reports whether some meeting that waits for a step has a use for it:
// while it was in the queue or in work the meeting may have been taken down, or
// turned private. Where nobody is noted somebody asked for it in another way.
func wanted(ctx context.Context, store storage.Store, s plan.Step) (bool, error) {
	ids, err := Waiting(ctx, store, s)
	if err != nil || len(ids) == 0 {
		return err == nil, err
	}
	for _, id := range ids {
		m, etag, err := readRecord(ctx, store, id)
		if err != nil || etag == "" || wants(m, s) {
			return err == nil, err
		}
	}
	return false, nil
}

// keep stores what lies in dir, and then the result, if it is still wanted.
func (p *Pipeline) keep(ctx context.Context, s plan.Step, dir string, res *Result) error {
	objects, err := describe(dir)
	if err != nil {
		return err
	}
	useful, err := wanted(ctx, p.Store, s)
	if err != nil {
		return err
	}
	if !useful {
		return errUnwanted
	}
	res.Schema, res.Step, res.Objects = resultSchema, s, objects
	if len(objects) > 0 {
		res.Run = runOf(objects)
		if err = p.upload(ctx, s, dir, *res); err != nil {
			return err
		}
	}
	err = storage.WriteJSON(ctx, p.Store, layout.StepResult(s.Key()), res, storage.IfAbsent)
	if errors.Is(err, storage.ErrPrecondition) {
		return nil // another run was first; its objects have a folder of their own
	}
	if err != nil {
		return err
	}
	// A purge may have deleted files of the same run that were taken for stored.
	all, err := whole(ctx, p.Store, *res)
	if err == nil && !all {
		err = errors.New("files were deleted while others were stored")
	}
	return err
}
