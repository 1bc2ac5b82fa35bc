// Package archive reads and writes the record and the state of each meeting, and the
// settings of the site. Every update is a compare-and-swap.
package archive

import (
	"context"
	"errors"
	"fmt"
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

// State is a meeting's progress as stored in state.json. Its texts can be shown to
// users.
type State struct {
	Schema   int               `json:"schema"`
	Meeting  string            `json:"meeting"`
	Revision int               `json:"revision"` // of the record that it describes
	State    manifest.State    `json:"state"`
	Sources  []SourceState     `json:"sources"`
	Refused  []meeting.Refusal `json:"refused"`
	Warnings []string          `json:"warnings,omitempty"` // sentences, as in the manifest

	Attention []meeting.Refusal `json:"attention,omitempty"` // files with a step that keeps failing, for a reason that is not known to be the file's

	Stale   []StaleStep `json:"former,omitempty"`  // steps that are no longer needed
	Version string      `json:"version,omitempty"` // hash of the published manifest
	Changed time.Time   `json:"changed"`
}

// Withdrawn is the state of a withdrawn meeting. It is not in package manifest, since
// a withdrawn meeting has no manifest.
const Withdrawn manifest.State = "withdrawn"

// NeedsAttention is the state of a meeting with a step that failed in every attempt,
// although its file was not refused. The published version stays as it is until the
// organiser retries the step, or publishes without its result.
const NeedsAttention manifest.State = "needs attention"

// SourceState is the progress of one source.
type SourceState struct {
	ID       string       `json:"id"`
	Name     string       `json:"name"`
	SHA256   string       `json:"sha256,omitempty"`
	Role     meeting.Role `json:"role,omitempty"`     // empty before the probe
	Status   string       `json:"status"`             // waiting, done, refused, needs attention
	Attempts int          `json:"attempts,omitempty"` // maximum over its unfinished steps; 0 before the first failure
	Reason   string       `json:"reason,omitempty"`
	Playable bool         `json:"playable,omitempty"` // it can be played while other renditions are encoded
	Steps    []StepState  `json:"steps"`
	Expected float64      `json:"expected,omitempty"` // estimated cost of steps that are not known yet

	Withheld    meeting.Withheld `json:"withheld,omitzero"`     // content of a deck that is not published
	OffersNotes bool             `json:"offersNotes,omitempty"` // a slide deck that readers download as a document, with its notes

	// Of a recording with a long silence at an end: the part between, and the length of all.
	Sounding *meeting.Stretch `json:"sounding,omitempty"`
	Duration float64          `json:"duration,omitempty"`

	Trim *meeting.Stretch `json:"trim,omitempty"` // of a trimmed recording: the part that is played
}

// StepState is the progress of one step of a source.
type StepState struct {
	Key    string       `json:"key"`
	Kind   plan.Kind    `json:"kind"`
	Space  layout.Space `json:"space,omitempty"` // of its files; empty if it produces none
	Cost   float64      `json:"cost"`            // estimated CPU seconds
	Status string       `json:"status"`          // waiting, done, refused

	// LastError is the last error of a step that failed permanently. It may quote
	// tools, and is for operators.
	LastError string `json:"lastError,omitempty"`
}

// The statuses of a source.
const (
	StatusWaiting = "waiting" // queued or running
	StatusDone    = "done"
	StatusRefused = "refused" // failed permanently, with a reason

	StatusAttention = "needs attention" // a step failed in every attempt, although the file was not refused
)

// Final reports whether nothing more will happen to this revision by itself.
func (s State) Final() bool {
	switch s.State {
	case manifest.Published, manifest.Failed, Withdrawn, NeedsAttention:
		return true
	}
	return false
}

// Asked returns the keys of the requested steps, and for each whether it has not
// settled. A withdrawn meeting waits for none.
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

// StoredState is a state with the condition for a compare-and-swap.
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

// Save replaces old by s, unless they are equal or old has a later revision. It
// returns [publish.ErrSuperseded] if another process stored a state since old was
// read, which may be newer.
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

// sameAs reports whether s and o are equal, except for Changed.
func (s State) sameAs(o State) bool {
	if s.Revision != o.Revision || s.State != o.State || s.Version != o.Version || len(s.Sources) != len(o.Sources) || !slices.Equal(s.Refused, o.Refused) || !slices.Equal(s.Attention, o.Attention) {
		return false
	}
	return reflect.DeepEqual(s.Sources, o.Sources) && slices.Equal(s.Stale, o.Stale) && slices.Equal(s.Warnings, o.Warnings)
}

// ReadState reads a meeting's state. Before the first reconcile the state is
// processing.
func ReadState(ctx context.Context, store storage.Store, id string) (State, error) {
	var s State
	_, err := storage.ReadJSON(ctx, store, layout.State(id), &s)
	if errors.Is(err, storage.ErrNotFound) {
		return State{Schema: 1, Meeting: id, State: manifest.Processing}, nil
	}
	if err == nil && s.Meeting != id { // such as {}
		err = fmt.Errorf("read %s: %w: it is not of the meeting %s", layout.State(id), storage.ErrDamaged, id)
	}
	return s, err
}
