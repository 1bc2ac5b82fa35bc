package pipeline

import (
	"fmt"
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// item is one source of a meeting and how far it has come.
type item struct {
	source meeting.Source
	steps  []staged       // that are known to be needed, in the order in which they were found to be
	probe  *meeting.Probe // once it is known what the source is
	made   *steps.Result  // once there is something for readers
	reason string         // why it was given up; empty if it was not

	recording *recording // if it is one, and the first original of it
	main      bool       // it is the meeting's main recording
	deck      *deck      // if it is one
	place     *place     // of an original that belongs to a recording of another
	remarks   []string   // on the file itself, predicates
}

// place is where an original lies in a recording that begins with another.
type place struct {
	head  int     // item that stands for the recording
	start float64 // seconds on its timeline
	open  bool    // the recording is not whole yet
}

// staged is a step and how it stands.
type staged struct {
	step    plan.Step
	outcome steps.Outcome
}

// asker tells how a step stands. It is asked only about steps that are known to
// be needed.
type asker func(plan.Step) steps.Outcome

// ask notes that a step is needed, and says how it stands.
func (it *item) ask(look asker, s plan.Step) steps.Outcome {
	out := look(s)
	it.steps = append(it.steps, staged{s, out})
	return out
}

// assess says how far a meeting has come, and which steps it asked for that the
// snapshot does not have. With these looked at it may come further: what a source
// is must be known before it is known what to make of it, and what all are
// before it is known which belong together.
func assess(m meeting.Meeting, snap steps.Snapshot) (items []item, unseen []plan.Step, err error) {
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
func assessBy(m meeting.Meeting, look asker) ([]item, error) {
	items := make([]item, len(m.Sources))
	for i, src := range m.Sources {
		items[i].source = src
		if err := items[i].assess(m, look); err != nil {
			return nil, err
		}
	}
	groups, err := heardFirst(m, items, groupsOf(items), look)
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
func (it *item) assess(m meeting.Meeting, look asker) error {
	out := it.ask(look, plan.ForProbe(it.source))
	if out.Result == nil || out.Result.Probe == nil {
		it.reason = out.Status.Failed
		return nil
	}
	it.probe = out.Result.Probe
	switch it.probe.Role {
	case meeting.Recording:
		return nil // what to make of it hangs on what the other sources are
	case meeting.Deck:
		it.assessDeck(m, look)
		return nil
	case meeting.Captions:
		return nil // what to make of them hangs on their recording, which may come later
	case meeting.Document:
	default:
		return fmt.Errorf("plan %s: role %q is not one of recording, deck, captions, document", it.source.Name, it.probe.Role)
	}
	out = it.ask(look, plan.ForDocument(m, it.source, *it.probe))
	it.made = out.Result
	if it.made == nil {
		it.reason = out.Status.Failed
	}
	return nil
}

// open is the steps of an item that are not settled; none once it was given up.
func (it *item) open() []plan.Step {
	var steps []plan.Step
	for _, s := range it.steps {
		if it.reason == "" && !s.outcome.Settled() {
			steps = append(steps, s.step)
		}
	}
	return steps
}

// missing is the steps to run, each once: two sources may hold the same bytes.
func missing(items []item) []plan.Step {
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

// usable is the sources of which readers get something.
func usable(items []item) []item {
	var some []item
	for _, it := range items {
		if it.made != nil {
			some = append(some, it)
		}
	}
	return some
}

// presentable reports whether there is something to show while the rest is
// made: a recording that can be played, a deck that can be read.
func presentable(items []item) bool {
	return slices.ContainsFunc(usable(items), func(it item) bool { return it.recording != nil || it.deck != nil || it.place != nil })
}

// refused is what was not taken in and what was given up, with the reasons.
func refused(m meeting.Meeting, items []item) []meeting.Refusal {
	list := append([]meeting.Refusal(nil), m.Refused...)
	for _, it := range items {
		if it.reason != "" {
			list = append(list, meeting.Refusal{Name: it.source.Name, Reason: it.reason})
		}
	}
	return list
}
