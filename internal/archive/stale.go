package archive

import (
	"cmp"
	"slices"

	"proceedings/internal/layout"
)

// StaleStep is a step that a meeting no longer needs, but that may have a result and
// files in the storage.
type StaleStep struct {
	Key   string       `json:"key"`
	Input string       `json:"input"`           // SHA-256 of the original
	Space layout.Space `json:"space,omitempty"` // of its files; empty if it produces none
}

// AllSteps returns all steps that a meeting ever requested, without deleted ones.
func (s State) AllSteps() []StaleStep {
	list := slices.Clone(s.Stale)
	for _, src := range s.Sources {
		for _, st := range src.Steps {
			list = append(list, StaleStep{Key: st.Key, Input: src.SHA256, Space: st.Space})
		}
	}
	slices.SortFunc(list, func(a, b StaleStep) int { return cmp.Compare(a.Key, b.Key) })
	return slices.CompactFunc(list, func(a, b StaleStep) bool { return a.Key == b.Key })
}

// KeepingStepsOf returns the state with the steps that only old requested as stale
// steps. So the files of every step can be deleted later.
func (s State) KeepingStepsOf(old State) State {
	s.Stale = nil
	now := map[string]bool{}
	for _, st := range s.AllSteps() {
		now[st.Key] = true
	}
	for _, st := range old.AllSteps() {
		if !now[st.Key] {
			s.Stale = append(s.Stale, st)
		}
	}
	return s
}

// WithoutSteps returns the state without the deleted stale steps.
func (s State) WithoutSteps(deleted map[string]bool) State {
	s.Stale = slices.DeleteFunc(slices.Clone(s.Stale), func(f StaleStep) bool { return deleted[f.Key] })
	return s
}

// StepsIn returns the steps whose files are in a space.
func StepsIn(space layout.Space, steps []StaleStep) []StaleStep {
	return slices.DeleteFunc(slices.Clone(steps), func(f StaleStep) bool { return f.Space != space })
}
