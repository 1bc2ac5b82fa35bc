package archive

import (
	"cmp"
	"slices"

	"proceedings/internal/layout"
)

// StaleStep is a step of which the storage may hold a result and files, though
// the meeting, as it is now, does not need it.
type StaleStep struct {
	Key   string       `json:"key"`
	Input string       `json:"input"`           // SHA-256 of the original
	Space layout.Space `json:"space,omitempty"` // where its files are; empty if it makes none
}

// AllSteps is all that a meeting ever asked for and that was not deleted since.
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

// KeepingStepsOf is the state with what old asked for and s does not, so that nothing
// that was made is ever forgotten.
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

// WithoutSteps is the state without what was deleted.
func (s State) WithoutSteps(gone map[string]bool) State {
	s.Stale = slices.DeleteFunc(slices.Clone(s.Stale), func(f StaleStep) bool { return gone[f.Key] })
	return s
}

// StepsIn is those of the steps whose files are in a space.
func StepsIn(space layout.Space, steps []StaleStep) []StaleStep {
	return slices.DeleteFunc(slices.Clone(steps), func(f StaleStep) bool { return f.Space != space })
}
