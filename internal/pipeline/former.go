package pipeline

import (
	"cmp"
	"slices"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// Former is a step of which the storage may hold a result and files, though
// the meeting, as it is now, does not need it.
type Former struct {
	Key   string       `json:"key"`
	Input string       `json:"input"`           // SHA-256 of the original
	Space layout.Space `json:"space,omitempty"` // where its files are; empty if it makes none
}

// steps is all that a meeting ever asked for and that was not deleted since.
func (s State) steps() []Former {
	list := slices.Clone(s.Former)
	for _, src := range s.Sources {
		for _, st := range src.Steps {
			list = append(list, Former{Key: st.Key, Input: src.SHA256, Space: st.Space})
		}
	}
	slices.SortFunc(list, func(a, b Former) int { return cmp.Compare(a.Key, b.Key) })
	return slices.CompactFunc(list, func(a, b Former) bool { return a.Key == b.Key })
}

// after is the state with what old asked for and s does not, so that nothing
// that was made is ever forgotten.
func (s State) after(old State) State {
	s.Former = nil
	now := map[string]bool{}
	for _, st := range s.steps() {
		now[st.Key] = true
	}
	for _, st := range old.steps() {
		if !now[st.Key] {
			s.Former = append(s.Former, st)
		}
	}
	return s
}

// without is the state without what was deleted.
func (s State) without(gone map[string]bool) State {
	s.Former = slices.DeleteFunc(slices.Clone(s.Former), func(f Former) bool { return gone[f.Key] })
	return s
}

// in is those of the steps whose files are in a space.
func in(space layout.Space, steps []Former) []Former {
	return slices.DeleteFunc(slices.Clone(steps), func(f Former) bool { return f.Space != space })
}

// mayShare reports whether some of the inputs is among a meeting's files, as it
// is or as it was while what is published now was made. Whose is none cannot use
// what was made of them, since the input is part of a step's key.
func mayShare(m meeting.Meeting, s State, inputs map[string]bool) bool {
	if m.Withdrawn {
		return false
	}
	return slices.ContainsFunc(m.Sources, func(src meeting.Source) bool { return inputs[src.SHA256] }) ||
		slices.ContainsFunc(s.steps(), func(f Former) bool { return inputs[f.Input] })
}

// uses is the steps that a meeting needs, and those whose files its published
// manifest names: until a newer version is whole, an older one is served.
func uses(items []item, published manifest.Manifest) map[string]bool {
	keys := map[string]bool{}
	for _, it := range items {
		for _, s := range it.steps {
			keys[s.step.Key()] = true
			for _, need := range s.step.Needs {
				keys[need] = true
			}
		}
	}
	for f := range published.Files() {
		if step := layout.StepOf(f.URL); step != "" {
			keys[step] = true
		}
	}
	return keys
}

// unused is those of the steps that nobody uses.
func unused(steps []Former, users map[string][]string) []Former {
	return slices.DeleteFunc(slices.Clone(steps), func(f Former) bool { return len(users[f.Key]) > 0 })
}

// needed reports whether a meeting needs a step that was asked for.
func needed(m meeting.Meeting, s plan.Step) bool {
	return !m.Withdrawn && (s.Space == "" || s.Space == plan.Space(m.Visibility))
}
