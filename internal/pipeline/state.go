package pipeline

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/publish"
	"proceedings/internal/storage"
)

// State is a meeting's progress as stored in state.json, in words that a
// person can be shown.
type State struct {
	Schema   int               `json:"schema"`
	Meeting  string            `json:"meeting"`
	Revision int               `json:"revision"` // of the record that this is about
	State    manifest.State    `json:"state"`
	Sources  []SourceState     `json:"sources"`
	Refused  []meeting.Refusal `json:"refused"`
	Warnings []string          `json:"warnings,omitempty"` // sentences, as in the manifest
	Former   []Former          `json:"former,omitempty"`   // what was asked for before, and is not needed now
	Version  string            `json:"version,omitempty"`  // of what is published: a hash of what was known when it was
	Changed  time.Time         `json:"changed"`
}

// Withdrawn is the state of a meeting that was taken down. No manifest says so,
// since then there is none.
const Withdrawn manifest.State = "withdrawn"

// SourceState is how far one source has come.
type SourceState struct {
	ID       string       `json:"id"`
	Name     string       `json:"name"`
	SHA256   string       `json:"sha256,omitempty"`
	Role     meeting.Role `json:"role,omitempty"`     // empty until it is known
	Status   string       `json:"status"`             // waiting, done, refused
	Attempts int          `json:"attempts,omitempty"` // most of any of its steps that is not done and was begun in vain
	Reason   string       `json:"reason,omitempty"`
	Playable bool         `json:"playable,omitempty"` // it can be played, while more of it is made
	Steps    []StepState  `json:"steps"`
	Expected float64      `json:"expected,omitempty"` // cost of steps that will come and are not known yet
}

// StepState is how one step of a source stands.
type StepState struct {
	Key    string       `json:"key"`
	Kind   plan.Kind    `json:"kind"`
	Space  layout.Space `json:"space,omitempty"` // where its files go; empty if it makes none
	Cost   float64      `json:"cost"`            // seconds of a processor's time, roughly
	Status string       `json:"status"`          // waiting, done, refused

	// LastError is the last error of a step that failed permanently. It may quote
	// tools, and is for operators.
	LastError string `json:"lastError,omitempty"`
}

// The statuses of a source.
const (
	StatusWaiting = "waiting" // in the queue or in work
	StatusDone    = "done"
	StatusRefused = "refused" // given up, with a reason
)

// Final reports whether nothing more will happen to this revision.
func (s State) Final() bool {
	return s.State == manifest.Published || s.State == manifest.Failed || s.State == Withdrawn
}

// stateOf is the state of m with these items.
func stateOf(m meeting.Meeting, items []item) State {
	s := State{Schema: 1, Meeting: m.ID, Revision: m.Revision, State: manifest.Published, Refused: refused(m, items)}
	for _, it := range items {
		s.Sources = append(s.Sources, it.state())
	}
	for _, it := range items {
		if it.reason == "" && (it.made != nil || it.recording != nil) {
			s.Warnings = appendNew(s.Warnings, it.warnings())
		}
	}
	switch {
	case m.Withdrawn:
		s.State = Withdrawn
	case len(missing(items)) > 0:
		s.State = manifest.Processing
	case len(usable(items)) == 0:
		s.State = manifest.Failed
	}
	return s
}

func (it *item) state() SourceState {
	s := SourceState{
		ID: it.source.ID, Name: it.source.Name, SHA256: it.source.SHA256, Role: it.source.Role, Status: StatusWaiting, Reason: it.reason,
	}
	if it.probe != nil {
		s.Role = it.probe.Role
	}
	if it.recording != nil {
		s.Expected = it.recording.expected
	}
	seen := map[string]bool{} // one fingerprint is compared with several
	for _, st := range it.steps {
		if seen[st.step.Key()] {
			continue
		}
		seen[st.step.Key()] = true
		one := StepState{Key: st.step.Key(), Kind: st.step.Kind, Space: st.step.Space, Cost: st.step.Cost, Status: StatusWaiting}
		switch {
		case st.outcome.Result != nil:
			one.Status = StatusDone
		case st.outcome.Status.Failed != "":
			one.Status, one.LastError = StatusRefused, st.outcome.Status.LastError
		}
		// A first start that nothing came of yet is a run, and no attempt.
		if was := st.outcome.Status; one.Status != StatusDone && (was.Starts > 1 || was.LastError != "") {
			s.Attempts = max(s.Attempts, was.Starts)
		}
		s.Steps = append(s.Steps, one)
	}
	switch {
	case it.reason != "":
		s.Status = StatusRefused
	case it.made != nil && len(it.open()) == 0 && (it.place == nil || !it.place.open):
		s.Status = StatusDone
	default:
		s.Playable = it.made != nil && it.recording != nil
	}
	return s
}

// asked holds the keys of the steps that the meeting has asked for, and whether
// they had not settled. A meeting that was taken down waits for none.
func (s State) asked() map[string]bool {
	keys := map[string]bool{}
	for _, f := range s.Former {
		keys[f.Key] = false
	}
	for _, src := range s.Sources {
		for _, st := range src.Steps {
			keys[st.Key] = st.Status == StatusWaiting
		}
	}
	return keys
}

// storedState is a state as it was read, and the condition that it still is.
type storedState struct {
	State

	cond storage.Condition
}

func lookAtState(ctx context.Context, store storage.Store, id string) (storedState, error) {
	s := storedState{cond: storage.IfAbsent}
	etag, err := storage.ReadJSON(ctx, store, layout.State(id), &s.State)
	if errors.Is(err, storage.ErrNotFound) {
		return s, nil
	}
	s.cond = storage.IfMatch(etag)
	return s, err
}

// save stores the state over the one that was read before the steps were
// looked at, if it says something new, and never over that of a later
// revision. Where another was stored meanwhile the error is
// [publish.ErrSuperseded]: that one may know more.
func (s State) save(ctx context.Context, store storage.Store, now time.Time, old storedState) error {
	if old.Revision > s.Revision || old.says(s) {
		return nil
	}
	s.Changed = now.UTC().Truncate(time.Second)
	err := storage.WriteJSON(ctx, store, layout.State(s.Meeting), s, old.cond)
	if errors.Is(err, storage.ErrPrecondition) {
		return publish.ErrSuperseded
	}
	return err
}

// says reports whether s and o tell the same.
func (s State) says(o State) bool {
	if s.Revision != o.Revision || s.State != o.State || s.Version != o.Version || len(s.Sources) != len(o.Sources) || len(s.Refused) != len(o.Refused) {
		return false
	}
	if !reflect.DeepEqual(s.Sources, o.Sources) || !slices.Equal(s.Former, o.Former) || !slices.Equal(s.Warnings, o.Warnings) {
		return false
	}
	for i := range s.Refused {
		if s.Refused[i] != o.Refused[i] {
			return false
		}
	}
	return true
}

// ReadState is a meeting's stored state; one that has none yet is waiting for
// its first reconcile.
func ReadState(ctx context.Context, store storage.Store, id string) (State, error) {
	var s State
	_, err := storage.ReadJSON(ctx, store, layout.State(id), &s)
	if errors.Is(err, storage.ErrNotFound) {
		return State{Schema: 1, Meeting: id, State: manifest.Processing}, nil
	}
	return s, err
}
