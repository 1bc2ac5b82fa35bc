// Package progress says how far a meeting is: which steps its sources need,
// what is missing, what was made, and how long the rest takes. It reads and
// writes nothing.
package progress

import (
	"fmt"
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// Item is one source of a meeting and how far it has come.
type Item struct {
	Source meeting.Source
	Steps  []Step         // that are known to be needed, in the order in which they were found to be
	Probe  *meeting.Probe // once it is known what the source is
	Made   *steps.Result  // once there is something for readers
	Reason string         // why it was given up; empty if it was not

	Recording *Recording // if it is one, and the first original of it
	Main      bool       // it is the meeting's main recording
	Deck      *Deck      // if it is one
	Place     *Place     // of an original that belongs to a recording of another
	remarks   []string   // on the file itself, predicates
}

// Place is where an original lies in a recording that begins with another.
type Place struct {
	head  int     // item that stands for the recording
	start float64 // seconds on its timeline
	open  bool    // the recording is not whole yet
}

// Step is a step and how it stands.
type Step struct {
	Step    plan.Step
	Outcome steps.Outcome
}

// Lookup tells how a step stands. It is asked only about steps that are known to
// be needed.
type Lookup func(plan.Step) steps.Outcome

// ask notes that a step is needed, and says how it stands.
func (it *Item) ask(look Lookup, s plan.Step) steps.Outcome {
	out := look(s)
	it.Steps = append(it.Steps, Step{s, out})
	return out
}

// Assess says how far a meeting has come, and which steps it asked for that the
// snapshot does not have. With these looked at it may come further: what a source
// is must be known before it is known what to make of it, and what all are
// before it is known which belong together.
func Assess(m meeting.Meeting, snap steps.Snapshot) (items []Item, unseen []plan.Step, err error) {
	asked := map[string]bool{}
	items, err = assessBy(m, func(s plan.Step) steps.Outcome {
		key := s.Key()
		out, seen := snap[key]
		if !seen && !asked[key] {
			asked[key] = true
			unseen = append(unseen, s)
		}
		return out
	})
	return items, unseen, err
}

// assessBy says how far a meeting has come by what look says of its steps.
func assessBy(m meeting.Meeting, look Lookup) ([]Item, error) {
	items := make([]Item, len(m.Sources))
	for i, src := range m.Sources {
		items[i].Source = src
		if err := items[i].assess(m, look); err != nil {
			return nil, err
		}
	}
	groups, err := audibleFirst(m, items, groupsOf(items), look)
	if err != nil {
		return nil, err
	}
	main, sure, err := mainOf(m, items, groups, look)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		a := assessment{meeting: m, items: items, look: look, main: main == g.Head, sure: sure}
		if err = a.recording(g); err != nil {
			return nil, err
		}
	}
	assessCaptions(items, look, main)
	for i := range items {
		joinedCaptions(items, i, look)
	}
	return items, nil
}

// assess finds out what a source is, and goes on with all but a recording.
func (it *Item) assess(m meeting.Meeting, look Lookup) error {
	out := it.ask(look, plan.ForProbe(it.Source))
	if out.Result == nil || out.Result.Probe == nil {
		it.Reason = out.Status.Failed
		return nil
	}
	it.Probe = out.Result.Probe
	switch it.Probe.Role {
	case meeting.Recording:
		return nil // what to make of it hangs on what the other sources are
	case meeting.Deck:
		it.assessDeck(m, look)
		return nil
	case meeting.Captions:
		return nil // what to make of them hangs on their recording, which may come later
	case meeting.Document:
	default:
		return fmt.Errorf("plan %s: role %q is not one of recording, deck, captions, document", it.Source.Name, it.Probe.Role)
	}
	out = it.ask(look, plan.ForDocument(m, it.Source, *it.Probe))
	it.Made = out.Result
	if it.Made == nil {
		it.Reason = out.Status.Failed
	}
	return nil
}

// open is the steps of an item that are not settled; none once it was given up.
func (it *Item) open() []plan.Step {
	var steps []plan.Step
	for _, s := range it.Steps {
		if it.Reason == "" && !s.Outcome.Settled() {
			steps = append(steps, s.Step)
		}
	}
	return steps
}

// Missing is the steps to run, each once: two sources may hold the same bytes.
func Missing(items []Item) []plan.Step {
	var steps []plan.Step
	seen := map[string]bool{}
	for _, it := range items {
		for _, s := range it.open() {
			if key := s.Key(); !seen[key] {
				seen[key] = true
				steps = append(steps, s)
			}
		}
	}
	return steps
}

// Usable is the sources of which readers get something.
func Usable(items []Item) []Item {
	var some []Item
	for _, it := range items {
		if it.Made != nil {
			some = append(some, it)
		}
	}
	return some
}

// presentable reports whether there is something to show while the rest is
// made: a recording that can be played, a deck that can be read.
func presentable(items []Item) bool {
	return slices.ContainsFunc(Usable(items), func(it Item) bool { return it.Recording != nil || it.Deck != nil || it.Place != nil })
}

// Refused is what was not taken in and what was given up, with the reasons.
func Refused(m meeting.Meeting, items []Item) []meeting.Refusal {
	list := append([]meeting.Refusal(nil), m.Refused...)
	for _, it := range items {
		if it.Reason != "" {
			list = append(list, meeting.Refusal{Name: it.Source.Name, Reason: it.Reason})
		}
	}
	return list
}

// Warnings are what is not quite right with an item, as sentences.
func (it Item) Warnings() []string {
	list := slices.Clone(it.remarks)
	if it.Recording != nil {
		list = append(list, it.Recording.warnings...)
	}
	if it.Deck != nil {
		_, odd := it.Deck.Slides()
		list = append(append(list, it.Deck.warnings...), odd...)
	}
	for _, s := range it.Steps {
		if r := s.Outcome.Result; r != nil {
			list = append(list, r.Warnings...)
		}
	}
	for i, w := range list {
		list[i] = it.Source.Name + " " + w
	}
	return list
}

// AppendNew appends what is not in list yet: two steps may find the same.
func AppendNew(list, more []string) []string {
	for _, one := range more {
		if !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

// Due reports whether a meeting is to be published as it is. What is whole goes
// out at once; of the rest, a recording that can be played already and decks that
// can be read, unless an older version that has all serves meanwhile.
func Due(items []Item, open []plan.Step, whole bool) bool {
	return len(open) == 0 && len(Usable(items)) > 0 || presentable(items) && !whole
}

// ToRun is the steps to run among those that were looked at.
func ToRun(items []Item) []plan.Step {
	assumed := map[string]bool{}
	for _, it := range items {
		for _, s := range it.Steps {
			assumed[s.Step.Key()] = s.Outcome.Assumed
		}
	}
	return slices.DeleteFunc(Missing(items), func(s plan.Step) bool { return assumed[s.Key()] })
}
