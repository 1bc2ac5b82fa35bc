package progress

import (
	"fmt"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// audibleFirst makes a view with sound the head of each group whose head is silent, such
// as a camera with its microphone off beside a screen recording. It requests the audio
// of views only if the head is silent.
func audibleFirst(m meeting.Meeting, items []Item, groups []plan.Group, look Lookup) ([]plan.Group, error) {
	for n, g := range groups {
		if len(g.Views) == 0 || len(g.Parts) > 0 {
			continue
		}
		head := &items[g.Head]
		unsettled, audible, err := head.audible(m, look) // the recording needs this step anyway
		if err != nil {
			return nil, err
		}
		for k, i := range g.Views {
			if audible || len(unsettled) > 0 {
				break
			}
			view := &items[i]
			if unsettled, audible, err = view.audible(m, look); err != nil {
				return nil, err
			}
			view.Steps = append(view.Steps, unsettled...)
			if audible {
				head.remarks = append(head.remarks, fmt.Sprintf("is silent: the recording uses the sound of %s", view.Source.Name))
				groups[n] = g.WithHead(k)
			}
		}
	}
	return groups, nil
}

// audible reports whether a recording has audible sound. Until that is known, unsettled
// contains the step that measures it.
func (it *Item) audible(m meeting.Meeting, look Lookup) (unsettled []Step, audible bool, err error) {
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
