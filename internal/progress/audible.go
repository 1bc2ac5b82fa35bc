package progress

import (
	"fmt"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// audibleFirst gives each group whose head is silent a view with sound as its head:
// a screen beside a camera whose microphone was off. It asks for the sound of
// views only where the head is silent.
func audibleFirst(m meeting.Meeting, items []Item, groups []plan.Group, look Lookup) ([]plan.Group, error) {
	for n, g := range groups {
		if len(g.Views) == 0 || len(g.Parts) > 0 {
			continue
		}
		head := &items[g.Head]
		waits, heard, err := head.audible(m, look) // the road asks for its sound anyway
		if err != nil {
			return nil, err
		}
		for k, i := range g.Views {
			if heard || len(waits) > 0 {
				break
			}
			view := &items[i]
			if waits, heard, err = view.audible(m, look); err != nil {
				return nil, err
			}
			view.Steps = append(view.Steps, waits...)
			if heard {
				head.remarks = append(head.remarks, fmt.Sprintf("is silent: the recording uses the sound of %s", view.Source.Name))
				groups[n] = g.LedBy(k)
			}
		}
	}
	return groups, nil
}

// audible reports whether a recording's sound is audible. While that is not known, waits
// has the step that will tell.
func (it *Item) audible(m meeting.Meeting, look Lookup) (waits []Step, heard bool, err error) {
	rec, err := plan.ForRecording(m, it.Source, *it.Probe.Media)
	if err != nil {
		return nil, false, err
	}
	step, has := rec.Audio()
	if !has {
		return nil, false, nil
	}
	out := look(step)
	if !out.Settled() {
		return []Step{{step, out}}, false, nil
	}
	sound := out.Result
	return nil, sound != nil && sound.Audio != nil && sound.Audio.Audible(rec.Level.Floor), nil
}
