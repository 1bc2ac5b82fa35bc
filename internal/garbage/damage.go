package garbage

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/retention"
	"proceedings/internal/storage"
)

// Damage is a meeting, or a step, that cannot be read. Nothing of it is garbage.
type Damage struct {
	Meeting string // empty for a step
	Step    string // empty for a meeting
	Reason  string
}

// Errors of meetings that lack an object.
var (
	errNoRecord   = errors.New("its record is missing")
	errNoManifest = errors.New("its manifest is missing, although it is published")
)

// isDamage reports whether a meeting with such an error cannot be read, while others can.
func isDamage(err error) bool {
	return errors.Is(err, storage.ErrDamaged) || errors.Is(err, errNoRecord) || errors.Is(err, errNoManifest)
}

// readDamaged reads what it can of a damaged meeting. Its state lists every step that it ever
// requested; without a state, it may refer to any step.
func readDamaged(ctx context.Context, store storage.Store, id string, spaces []layout.Space, damage error) (MeetingReferences, error) {
	r := MeetingReferences{ID: id, Results: map[string]Facts{}, Damage: damage}
	for _, space := range spaces {
		if err := readManifest(ctx, store, space, &r); err != nil && !isDamage(err) {
			return r, err
		}
	}
	state, err := archive.ReadState(ctx, store, id)
	r.Unclear = err != nil || state.Revision == 0 // also without one
	if err != nil && !isDamage(err) {
		return r, err
	}
	for _, s := range state.AllSteps() {
		r.Steps = append(r.Steps, s.Key)
		r.Originals = append(r.Originals, s.Input)
	}
	m, etag, err := archive.ReadRecord(ctx, store, id)
	if err != nil && !isDamage(err) || err == nil && etag == "" {
		return r, err
	}
	if err != nil {
		return r, nil //nolint:nilerr // its damage is known
	}
	for _, src := range m.Sources {
		r.Originals = append(r.Originals, src.SHA256)
	}
	items, err := retention.AssessStored(ctx, store, m, nil)
	if err == nil {
		addItems(&r, items)
	} else if !isDamage(err) {
		return r, err
	}
	return r, nil
}

// addDamaged notes that nothing of a damaged meeting is garbage.
func (r *References) addDamaged(m MeetingReferences) {
	r.damaged = append(r.damaged, Damage{Meeting: m.ID, Reason: m.Damage.Error()})
	r.unclear = r.unclear || m.Unclear
	for _, step := range m.Steps {
		set(&r.held, step)
	}
	for step := range m.Results {
		set(&r.held, step)
	}
	for _, run := range m.Runs {
		set(&r.held, run.Step)
	}
}

// AddDamaged adds a step whose result or status cannot be read. If a meeting refers to it,
// the steps and runs that it needs are unknown, unless the meeting is damaged, too.
func (r *References) AddDamaged(step string, err error) {
	if r.held[step] {
		return
	}
	r.damaged = append(r.damaged, Damage{Step: step, Reason: err.Error()})
	r.unclear = r.unclear || r.steps[step]
	set(&r.held, step)
}

// keeps reports whether a step stays.
func (r *References) keeps(step string) bool { return r.unclear || r.steps[step] || r.held[step] }

// keepsRuns reports whether the files of all runs of a step stay.
func (r *References) keepsRuns(step string) bool { return r.unclear || r.held[step] }

// damages returns what is damaged, sorted, each once.
func (r *References) damages() []Damage {
	list := slices.SortedFunc(slices.Values(r.damaged), func(a, b Damage) int {
		return cmp.Or(cmp.Compare(a.Meeting, b.Meeting), cmp.Compare(a.Step, b.Step))
	})
	return slices.Compact(list)
}
