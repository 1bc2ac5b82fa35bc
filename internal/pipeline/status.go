package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
)

// maxStarts is how often a step is begun before it is given up. A file that
// kills its worker never returns an error, so starts are counted, not errors.
const maxStarts = 5

// outcome says how a step stands.
func outcome(ctx context.Context, store storage.Store, s plan.Step) (Outcome, error) {
	var out Outcome
	var r Result
	_, err := storage.ReadJSON(ctx, store, layout.StepResult(s.Key()), &r)
	if err == nil {
		out.Result = &r
		return out, nil
	}
	if !errors.Is(err, storage.ErrNotFound) {
		return out, err
	}
	_, err = storage.ReadJSON(ctx, store, layout.StepStatus(s.Key()), &out.Status)
	if errors.Is(err, storage.ErrNotFound) {
		err = nil
	}
	return out, err
}

// begin counts a start. It returns false if the step is not to be run.
func begin(ctx context.Context, store storage.Store, s plan.Step) (bool, error) {
	run := false
	_, err := storage.Update(ctx, store, layout.StepStatus(s.Key()), func(st *Status) bool {
		run = false
		switch {
		case st.Failed != "":
			return false
		case st.Starts >= maxStarts:
			st.Failed = afterAttempts(st.Starts)
		default:
			st.Starts++
			run = true
		}
		return true
	})
	return run, err
}

// afterAttempts is the reason that readers see. The last error, which quotes tools,
// is for operators and goes into the state.
func afterAttempts(attempts int) string {
	return fmt.Sprintf("could not be processed after %d attempts", attempts)
}

// handBack takes a start back: the run was stopped from outside, and the step
// is not to blame.
func handBack(ctx context.Context, store storage.Store, s plan.Step) error {
	_, err := storage.Update(ctx, store, layout.StepStatus(s.Key()), func(st *Status) bool {
		st.Starts = max(0, st.Starts-1)
		return true
	})
	return err
}

// settle records a failed run, and returns whether it was the last.
func settle(ctx context.Context, store storage.Store, s plan.Step, cause error) (last bool, err error) {
	_, err = storage.Update(ctx, store, layout.StepStatus(s.Key()), func(st *Status) bool {
		st.LastError = cause.Error()
		_, ours := errors.AsType[mishap](cause)
		st.Permanent = fault.IsPermanent(cause) && !ours
		if st.Permanent {
			st.Failed = fault.Reason(cause)
		} else if st.Starts >= maxStarts {
			st.Failed = afterAttempts(st.Starts)
		}
		last = st.Failed != ""
		return true
	})
	return last, err
}

// note remembers that a meeting waits for a step.
func note(ctx context.Context, store storage.Store, s plan.Step, id string) error {
	_, err := store.Put(ctx, layout.StepWaiting(s.Key())+id, strings.NewReader(""), storage.Attrs{ContentType: "text/plain"}, storage.Always)
	return err
}

// Waiting is the meetings that wait for a step.
func Waiting(ctx context.Context, store storage.Store, s plan.Step) ([]string, error) {
	var ids []string
	for info, err := range store.List(ctx, layout.StepWaiting(s.Key())) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, path.Base(info.Key))
	}
	return ids, nil
}

// Woken forgets that a meeting waits for a step, after it was told.
func Woken(ctx context.Context, store storage.Store, s plan.Step, id string) error {
	return store.Delete(ctx, layout.StepWaiting(s.Key())+id)
}

// Reopen is what a person asks for by handing a meeting in once more: its steps
// that were given up, though their input is not to blame, may be tried again,
// and its state is not final until somebody has looked at it anew. The pages
// stay as they are meanwhile.
func Reopen(ctx context.Context, store storage.Store, id string) error {
	state, err := ReadState(ctx, store, id)
	if err != nil {
		return err
	}
	for _, src := range state.Sources {
		for _, step := range src.Steps {
			if step.Status != StatusRefused {
				continue
			}
			_, err = storage.Update(ctx, store, layout.StepStatus(step.Key), func(st *Status) bool {
				if st.Permanent || st.Failed == "" {
					return false
				}
				*st = Status{}
				return true
			})
			if err != nil {
				return err
			}
		}
	}
	_, err = storage.Update(ctx, store, layout.State(id), func(s *State) bool {
		if !s.Final() {
			return false
		}
		s.State = manifest.Processing
		return true
	})
	return err
}
