package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/plan"
	"proceedings/internal/secret"
	"proceedings/internal/storage"
)

// maxAttempts is the number of attempts before a step fails permanently. Errors alone
// do not count, since a file that kills its worker returns none.
const maxAttempts = 5

// Status holds the attempts of a step, its permanent failure, and the meetings that
// wait for it. Every step with a result has a status.
type Status struct {
	Starts    int      `json:"starts"`              // attempts, without released ones
	LastError string   `json:"lastError,omitempty"` // of the last failed attempt, for operators
	Failed    string   `json:"failed,omitempty"`    // the reason of a permanent failure
	Permanent bool     `json:"permanent,omitempty"` // the input caused the failure; a retry cannot help
	Waiting   []string `json:"waiting,omitempty"`   // IDs of the meetings to reconcile when the step settles

	// Step is the step itself, as a meeting's record needs it. Tasks only name it, since
	// Redis is not trusted. Statuses of earlier versions have none.
	Step *plan.Step `json:"step,omitempty"`

	// Withdrawn is the result of a step whose files only withdrawn meetings use. They are
	// in [layout.Withdrawn], so the step has no result until [Restore] moves them back.
	Withdrawn *Result `json:"withdrawn,omitempty"`
}

// cleared returns the status without attempts.
func (s *Status) cleared() Status {
	return Status{Waiting: s.Waiting, Step: s.Step, Withdrawn: s.Withdrawn}
}

// Outcome is the result of a step, or its status without one.
type Outcome struct {
	Result *Result // nil without a result
	Status Status

	// Assumed means that the step was not read: the meeting already waits for it and
	// for steps before it.
	Assumed bool
}

// Settled reports whether the step has a result or has failed permanently.
func (o Outcome) Settled() bool { return o.Result != nil || o.Status.Failed != "" }

// Quarantined reports whether the step failed in every attempt, although its input was
// not refused. It does not run again until the organiser decides.
func (o Outcome) Quarantined() bool {
	return o.Result == nil && o.Status.Failed != "" && !o.Status.Permanent
}

// Stored is a status with its ETag, for a compare-and-swap.
type Stored struct {
	Status

	etag string // empty without a stored status
}

// ReadStatus reads a step's status; the zero value if there is none.
func ReadStatus(ctx context.Context, store storage.Store, step string) (Stored, error) {
	var s Stored
	etag, err := storage.ReadJSON(ctx, store, layout.StepStatus(step), &s.Status)
	if errors.Is(err, storage.ErrNotFound) {
		return Stored{}, nil
	}
	s.etag = etag
	return s, err
}

// Begin counts an attempt. It returns false if the step has failed permanently or has
// reached the maximum number of attempts.
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

// begin counts an attempt and reports whether to make it.
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

// afterAttempts returns the reason for readers. The last error, which quotes tools, is
// for operators.
func afterAttempts(attempts int) string {
	return fmt.Sprintf("could not be processed after %d attempts", attempts)
}

// Release uncounts an attempt that the step did not end itself, for example if the
// worker was stopped.
func Release(ctx context.Context, store storage.Store, step plan.Step) error {
	_, err := storage.Update(ctx, store, layout.StepStatus(step.Key()), func(st *Status) bool {
		st.Starts = max(0, st.Starts-1)
		return true
	})
	return err
}

// Fail records a failed attempt and returns whether it was the last.
func Fail(ctx context.Context, store storage.Store, step plan.Step, cause error) (last bool, err error) {
	_, err = storage.Update(ctx, store, layout.StepStatus(step.Key()), func(st *Status) bool {
		st.LastError = cause.Error()
		if reason, refused := fault.Refused(cause); refused { // other errors quote tools and paths
			st.Failed, st.Permanent = reason, !secret.IsKeyError(cause) // another key may help
		} else if st.Starts >= maxAttempts {
			st.Failed = afterAttempts(st.Starts)
		}
		last = st.Failed != ""
		return true
	})
	return last, err
}

// Retry allows new attempts at a failed step, and reports whether it did. If the input
// caused the failure, it does so only with refused: another version of a tool may read it.
func Retry(ctx context.Context, store storage.Store, step string, refused bool) (retried bool, err error) {
	_, err = storage.Update(ctx, store, layout.StepStatus(step), func(st *Status) bool {
		retried = st.Failed != "" && (refused || !st.Permanent)
		if retried {
			*st = st.cleared()
		}
		return retried
	})
	return retried && err == nil, err
}

// Forget deletes the attempts of a step that no meeting needs. It keeps the waiting
// meetings, since one may need the step again at this moment.
func Forget(ctx context.Context, store storage.Store, step plan.Step) error {
	_, err := storage.Update(ctx, store, layout.StepStatus(step.Key()), func(st *Status) bool {
		if len(st.Waiting) == 0 {
			return false
		}
		*st = st.cleared()
		return true
	})
	return err
}

// Waiting returns the meetings to reconcile when a step has settled. Call it after
// the result is stored.
func Waiting(ctx context.Context, store storage.Store, step plan.Step) ([]string, error) {
	s, err := ReadStatus(ctx, store, step.Key())
	return s.Waiting, err
}

// Register registers a meeting as waiting for a step.
func Register(ctx context.Context, store storage.Store, step plan.Step, meeting string) error {
	_, err := storage.Update(ctx, store, layout.StepStatus(step.Key()), func(st *Status) bool {
		if st.knows(meeting) {
			return false
		}
		if !slices.Contains(st.Waiting, meeting) {
			st.Waiting = append(st.Waiting, meeting)
		}
		st.Step = &step
		return true
	})
	return err
}

// knows reports whether a meeting is registered, and the step with it.
func (s *Status) knows(meeting string) bool {
	return s.Step != nil && slices.Contains(s.Waiting, meeting)
}
