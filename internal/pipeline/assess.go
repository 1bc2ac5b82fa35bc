package pipeline

import (
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// item is one source of a meeting and how far it has come.
type item struct {
	source  meeting.Source
	step    plan.Step // the step that it is at
	outcome Outcome   // of that step
	probe   *Result   // once it is known what the source is
	made    *Result   // once there is what readers get
	reason  string    // why it was given up; empty if it was not
}

// assess says how far a meeting has come. It is pure but for look, which tells
// how a step stands, and asks it only about steps that are known to be needed:
// what a source is must be known before it is known what to make of it.
func assess(m meeting.Meeting, look func(plan.Step) (Outcome, error)) ([]item, error) {
	items := make([]item, len(m.Sources))
	for i, src := range m.Sources {
		it := item{source: src, step: plan.ForProbe(src)}
		var err error
		if it.outcome, err = look(it.step); err != nil {
			return nil, err
		}
		if it.probe = it.outcome.Result; it.probe != nil && it.probe.Probe != nil {
			if it.step, err = plan.ForSource(m, src, *it.probe.Probe); err != nil {
				return nil, err
			}
			if it.outcome, err = look(it.step); err != nil {
				return nil, err
			}
			it.made = it.outcome.Result
		}
		it.reason = it.outcome.Status.Failed
		if it.outcome.Result != nil {
			it.reason = ""
		}
		items[i] = it
	}
	return items, nil
}

// missing is the steps to run, each once: two sources may hold the same bytes.
func missing(items []item) []plan.Step {
	var steps []plan.Step
	seen := map[string]bool{}
	for _, it := range items {
		if it.outcome.Settled() || seen[it.step.Key()] {
			continue
		}
		seen[it.step.Key()] = true
		steps = append(steps, it.step)
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
