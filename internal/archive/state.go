// Package archive is what is stored of each meeting and of the archive as a
// whole: the record, its state, and the site's settings. What changes is
// written only over what was read.
package archive

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
	Stale    []StaleStep       `json:"former,omitempty"`   // what was asked for before, and is not needed now
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

// Asked holds the keys of the steps that the meeting has asked for, and whether
// they had not settled. A meeting that was taken down waits for none.
func (s State) Asked() map[string]bool {
	keys := map[string]bool{}
	for _, f := range s.Stale {
		keys[f.Key] = false
	}
	for _, src := range s.Sources {
		for _, st := range src.Steps {
			keys[st.Key] = st.Status == StatusWaiting
		}
	}
	return keys
}

// StoredState is a state as it was read, and the condition that it still is.
type StoredState struct {
	State

	cond storage.Condition
}

// LoadState reads a meeting's state to be replaced with [State.Save].
func LoadState(ctx context.Context, store storage.Store, id string) (StoredState, error) {
	s := StoredState{cond: storage.IfAbsent}
	etag, err := storage.ReadJSON(ctx, store, layout.State(id), &s.State)
	if errors.Is(err, storage.ErrNotFound) {
		return s, nil
	}
	s.cond = storage.IfMatch(etag)
	return s, err
}

// Save stores the state over the one that was read before the steps were
// looked at, if it says something new, and never over that of a later
// revision. Where another was stored meanwhile the error is
// [publish.ErrSuperseded]: that one may know more.
func (s State) Save(ctx context.Context, store storage.Store, now time.Time, old StoredState) error {
	if old.Revision > s.Revision || old.sameAs(s) {
		return nil
	}
	s.Changed = now.UTC().Truncate(time.Second)
	err := storage.WriteJSON(ctx, store, layout.State(s.Meeting), s, old.cond)
	if errors.Is(err, storage.ErrPrecondition) {
		return publish.ErrSuperseded
	}
	return err
}

// sameAs reports whether s and o tell the same.
func (s State) sameAs(o State) bool {
	if s.Revision != o.Revision || s.State != o.State || s.Version != o.Version || len(s.Sources) != len(o.Sources) || len(s.Refused) != len(o.Refused) {
		return false
	}
	if !reflect.DeepEqual(s.Sources, o.Sources) || !slices.Equal(s.Stale, o.Stale) || !slices.Equal(s.Warnings, o.Warnings) {
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
