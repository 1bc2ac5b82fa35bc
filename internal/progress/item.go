// Package progress computes the progress of a meeting: the steps that its sources need,
// the results so far and the time left. It does no I/O.
package progress

import (
	"fmt"
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// Item is one source of a meeting with its progress.
type Item struct {
	Source meeting.Source
	Steps  []Step         // needed steps, in the order of their requests
	Probe  *meeting.Probe // nil until the source is probed
	Made   *steps.Result  // nil until there is something to publish
	Reason string         // why the source is refused, a predicate; empty if it is not

	Recording *Recording // for the head of a recording
	Main      bool       // the meeting's main recording
	Deck      *Deck      // for a deck
	Place     *Place     // for any other file of a recording
	remarks   []string   // about the file, predicates
}

// Place is the place of a part, view or copy in a recording.
type Place struct {
	head  int     // item that has the recording
	start float64 // seconds on the recording's timeline
	open  bool    // the recording is not complete yet
}

// Step is a step with its outcome.
type Step struct {
	Step    plan.Step
	Outcome steps.Outcome
}

// Lookup returns the outcome of a step. It is called for needed steps only.
type Lookup func(plan.Step) steps.Outcome

// request adds a needed step to the item, and returns the outcome of the step.
func (it *Item) request(look Lookup, s plan.Step) steps.Outcome {
	out := look(s)
	it.Steps = append(it.Steps, Step{s, out})
	return out
}

// Assess computes the progress of a meeting from the outcomes in snap. unseen lists the
// needed steps that snap lacks. Look these up and call Assess again until unseen is
// empty, since the steps of a source depend on its probe, and groups on all probes.
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

// assessBy computes the progress of a meeting from the outcomes that look returns.
func assessBy(m meeting.Meeting, look Lookup) ([]Item, error) {
	items := make([]Item, len(m.Sources))
	for i, src := range m.Sources {
		items[i].Source = src
		if err := items[i].assess(m, look); err != nil {
			return nil, err
		}
	}
	groups, err := audibleFirst(m, items, groupItems(items), look)
	if err != nil {
		return nil, err
	}
	main, sure, err := mainRecording(m, items, groups, look)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		a := assessment{meeting: m, items: items, look: look, main: main == g.Head, sure: sure}
		if err = a.recording(g); err != nil {
			return nil, err
		}
	}
	assessSlideTimes(m, items, look)
	assessCaptions(items, look, main)
	for i := range items {
		joinCaptions(items, i, look)
	}
	assessTrims(m, items, look)
	return items, nil
}

// assess requests the probe of a source, and the steps of a deck or document.
func (it *Item) assess(m meeting.Meeting, look Lookup) error {
	out := it.request(look, plan.ForProbe(it.Source))
	if out.Result == nil || out.Result.Probe == nil {
		it.Reason = out.Status.Failed
		return nil
	}
	it.Probe = out.Result.Probe
	switch it.Probe.Role {
	case meeting.Recording:
		return nil // its steps depend on the other sources
	case meeting.Deck:
		it.assessDeck(m, look)
		return nil
	case meeting.Captions:
		return nil // their step depends on the recording, which may come later
	case meeting.Document:
	default:
		return fmt.Errorf("plan %q: role %q is not one of recording, deck, captions, document", it.Source.Name, it.Probe.Role)
	}
	out = it.request(look, plan.ForDocument(m, it.Source, *it.Probe))
	it.Made = out.Result
	if it.Made == nil {
		it.Reason = out.Status.Failed
	}
	return nil
}

// open returns the steps that have not settled; none if the item is refused.
func (it *Item) open() []plan.Step {
	var steps []plan.Step
	for _, s := range it.Steps {
		if it.Reason == "" && !s.Outcome.Settled() {
			steps = append(steps, s.Step)
		}
	}
	return steps
}

// Missing returns the steps that have not settled, each once. Two sources with the same
// bytes share steps.
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

// quarantined returns the status of a quarantined step of the item, if there is one and
// the organiser has not accepted it.
func (it *Item) quarantined() (steps.Status, bool) {
	if it.Source.Without {
		return steps.Status{}, false
	}
	for _, s := range it.Steps {
		if s.Step.Kind == plan.Copy || s.Step.Kind == plan.Sample || s.Step.IsLate() { // a recording is complete without them
			continue
		}
		if s.Outcome.Quarantined() {
			return s.Outcome.Status, true
		}
	}
	return steps.Status{}, false
}

// NeedAttention returns the files with a quarantined step. Nothing new of the meeting is
// published until the step succeeds, or the organiser publishes without its result.
func NeedAttention(items []Item) (list []meeting.Refusal) {
	for _, it := range items {
		if status, is := it.quarantined(); is {
			list = append(list, meeting.Refusal{Name: it.Source.Name, Reason: status.Failed})
		}
	}
	return list
}

// Usable returns the items that have something to publish.
func Usable(items []Item) []Item {
	var some []Item
	for _, it := range items {
		if it.Made != nil {
			some = append(some, it)
		}
	}
	return some
}

// presentable reports whether a meeting in progress can be published: it has a playable
// recording or the text of a deck.
func presentable(items []Item) bool {
	return slices.ContainsFunc(Usable(items), func(it Item) bool { return it.Recording != nil || it.Deck != nil || it.Place != nil })
}

// Refused returns the files that intake refused and those whose steps failed, except for
// those that need attention.
func Refused(m meeting.Meeting, items []Item) []meeting.Refusal {
	list := append([]meeting.Refusal(nil), m.Refused...)
	for _, it := range items {
		if _, waits := it.quarantined(); it.Reason != "" && !waits {
			list = append(list, meeting.Refusal{Name: it.Source.Name, Reason: it.Reason})
		}
	}
	return list
}

// Warnings returns the warnings about an item for the organiser. Each is a sentence that
// starts with the file name.
func (it Item) Warnings() []string { return it.about(it.predicates()) }

// Remarks returns the warnings about an item for readers, without advice.
func (it Item) Remarks() []string {
	list := it.predicates()
	for i, w := range list {
		list[i] = meeting.ForReaders(w)
	}
	return it.about(list)
}

// about returns predicates about an item as sentences.
func (it Item) about(list []string) []string {
	for i, w := range list {
		list[i] = it.Source.Name + " " + w
	}
	return list
}

// predicates returns the warnings about an item without the file name.
func (it Item) predicates() []string {
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
	return list
}

// AppendNew appends the strings that list lacks. Two steps may give the same warning.
func AppendNew(list, more []string) []string {
	for _, one := range more {
		if !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

// Due reports whether to publish a meeting now. A finished meeting is always due, and so is
// one that only lacks its slide times. A meeting in progress is due if it is presentable,
// unless the published version is complete. A meeting that needs attention is never due: it would be published without
// a file that may be sound.
func Due(items []Item, open []plan.Step, complete bool) bool {
	if len(NeedAttention(items)) > 0 {
		return false
	}
	waits := slices.ContainsFunc(open, func(s plan.Step) bool { return !s.IsLate() })
	return !waits && len(Usable(items)) > 0 || presentable(items) && !complete
}

// ToRun returns the steps to run: those that have not settled and whose outcome was
// looked up, not assumed.
func ToRun(items []Item) []plan.Step {
	assumed := map[string]bool{}
	for _, it := range items {
		for _, s := range it.Steps {
			assumed[s.Step.Key()] = s.Outcome.Assumed
		}
	}
	return slices.DeleteFunc(Missing(items), func(s plan.Step) bool { return assumed[s.Key()] })
}
