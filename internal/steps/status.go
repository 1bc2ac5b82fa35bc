package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
)

// maxAttempts is how often a step is begun before it fails permanently. A file
// that kills its worker never returns an error, so attempts are counted, not
// errors.
const maxAttempts = 5

// Status is what is stored of a step beside its result: its attempts, why it
// will not be tried again, and who waits for it. Every step that has a result
// has one.
type Status struct {
	Starts    int      `json:"starts"`              // attempts that were begun and not released
	LastError string   `json:"lastError,omitempty"` // of the last attempt that failed, for operators
	Failed    string   `json:"failed,omitempty"`    // the reason in words, once no attempt is to follow
	Permanent bool     `json:"permanent,omitempty"` // no new attempt can help: the input is to blame
	Waiting   []string `json:"waiting,omitempty"`   // IDs of the meetings to be reconciled when it settles
}

// Outcome is how a step stands.
type Outcome struct {
	Result *Result // nil while there is none
	Status Status

	// Assumed says that the step was not looked at, since the meeting waits for
	// it already and for others before it.
	Assumed bool
}

// Settled reports whether no attempt at the step is needed any more.
func (o Outcome) Settled() bool { return o.Result != nil || o.Status.Failed != "" }

// Stored is a status as it was read, to be changed by compare-and-swap.
type Stored struct {
	Status

	etag string // empty where there is none
}

// ReadStatus reads a step's status; its zero value where there is none.
func ReadStatus(ctx context.Context, store storage.Store, step string) (Stored, error) {
	var s Stored
	etag, err := storage.ReadJSON(ctx, store, layout.StepStatus(step), &s.Status)
	if errors.Is(err, storage.ErrNotFound) {
		return Stored{}, nil
	}
	s.etag = etag
	return s, err
}

// Begin counts an attempt at a step whose status was read. It returns false if
// the step has failed for good, or has been tried too often.
func (s Stored) Begin(ctx context.Context, store storage.Store, step plan.Step) (bool, error) {
	if s.Failed != "" {
		return false, nil
	}
	cond := storage.IfAbsent
	if s.etag != "" {
		cond = storage.IfMatch(s.etag)
	}
	next := s.Status
	begun := next.begin()
	err := storage.WriteJSON(ctx, store, layout.StepStatus(step.Key()), next, cond)
	if !errors.Is(err, storage.ErrPrecondition) {
		return begun, err
	}
	_, err = storage.Update(ctx, store, layout.StepStatus(step.Key()), func(st *Status) bool {
		failed := st.Failed != ""
		begun = st.begin()
		return !failed
	})
	return begun, err
}

// begin counts an attempt and returns whether it is to be made.
func (s *Status) begin() bool {
	switch {
	case s.Failed != "":
		return false
	case s.Starts >= maxAttempts:
		s.Failed = afterAttempts(s.Starts)
		return false
	}
	s.Starts++
	return true
}

// afterAttempts is the reason that readers see. The last error, which quotes
// tools, is for operators.
func afterAttempts(attempts int) string {
	return fmt.Sprintf("could not be processed after %d attempts", attempts)
}

// Release takes an attempt back that was stopped from outside: the step is not
// to blame.
func Release(ctx context.Context, store storage.Store, step plan.Step) error {
	_, err := storage.Update(ctx, store, layout.StepStatus(step.Key()), func(st *Status) bool {
		st.Starts = max(0, st.Starts-1)
		return true
	})
	return err
}

// Fail records a failed attempt and returns whether it was the last. blameInput
// is false for an error that says nothing of the input.
func Fail(ctx context.Context, store storage.Store, step plan.Step, cause error, blameInput bool) (last bool, err error) {
	_, err = storage.Update(ctx, store, layout.StepStatus(step.Key()), func(st *Status) bool {
		st.LastError = cause.Error()
		st.Permanent = fault.IsPermanent(cause) && blameInput
		if st.Permanent {
			st.Failed = fault.Reason(cause)
		} else if st.Starts >= maxAttempts {
			st.Failed = afterAttempts(st.Starts)
		}
		last = st.Failed != ""
		return true
	})
	return last, err
}

// Retry lets a step that failed be tried again, unless its input is to blame.
func Retry(ctx context.Context, store storage.Store, step string) error {
	_, err := storage.Update(ctx, store, layout.StepStatus(step), func(st *Status) bool {
		if st.Permanent || st.Failed == "" {
			return false
		}
		*st = Status{Waiting: st.Waiting}
		return true
	})
	return err
}

// Forget takes back what was tried of a step that no meeting needs any more.
// Who waits stays noted: a meeting may need it again at this moment.
func Forget(ctx context.Context, store storage.Store, step plan.Step) error {
	_, err := storage.Update(ctx, store, layout.StepStatus(step.Key()), func(st *Status) bool {
		if len(st.Waiting) == 0 {
			return false
		}
		*st = Status{Waiting: st.Waiting}
		return true
	})
	return err
}

// Waiting returns the meetings that are to be reconciled when a step has
// settled. It is read after the result was stored.
func Waiting(ctx context.Context, store storage.Store, step plan.Step) ([]string, error) {
	s, err := ReadStatus(ctx, store, step.Key())
	return s.Waiting, err
}

// wait notes that a meeting waits for a step.
func wait(ctx context.Context, store storage.Store, step plan.Step, meeting string) error {
	_, err := storage.Update(ctx, store, layout.StepStatus(step.Key()), func(st *Status) bool {
		if slices.Contains(st.Waiting, meeting) {
			return false
		}
		st.Waiting = append(st.Waiting, meeting)
		return true
	})
	return err
}
