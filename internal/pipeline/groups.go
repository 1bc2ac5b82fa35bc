package pipeline

import (
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// recorded reports whether an item is known to be a recording.
func (it *item) recorded() bool {
	return it.probe != nil && it.probe.Role == meeting.Recording && it.probe.Media != nil
}

// pending reports whether it is not known yet what an item is.
func (it *item) pending() bool { return it.probe == nil && it.reason == "" }

// groupsOf tells which items make one recording, and adds remarks about them.
func groupsOf(items []item) []plan.Group {
	files := make([]plan.File, len(items))
	for i := range items {
		it := &items[i]
		files[i] = plan.File{Source: it.source, Pending: it.pending(), Lost: it.reason}
		if it.recorded() {
			files[i].Media = it.probe.Media
		}
	}
	groups, remarks := plan.Groups(files)
	for i, list := range remarks {
		items[i].remarks = append(items[i].remarks, list...)
	}
	return groups
}
