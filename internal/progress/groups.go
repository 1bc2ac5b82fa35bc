package progress

import (
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// recorded reports whether the probe found a recording.
func (it *Item) recorded() bool {
	return it.Probe != nil && it.Probe.Role == meeting.Recording && it.Probe.Media != nil
}

// pending reports whether the probe of an item has not settled.
func (it *Item) pending() bool { return it.Probe == nil && it.Reason == "" }

// groupItems groups the items that form one recording, and adds remarks to them.
func groupItems(items []Item) []plan.Group {
	files := make([]plan.File, len(items))
	for i := range items {
		it := &items[i]
		files[i] = plan.File{Source: it.Source, Pending: it.pending(), Unusable: it.Reason}
		if it.recorded() {
			files[i].Media = it.Probe.Media
		}
	}
	groups, remarks := plan.Groups(files)
	for i, list := range remarks {
		items[i].remarks = append(items[i].remarks, list...)
	}
	return groups
}
