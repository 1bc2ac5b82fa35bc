package progress

import (
	"cmp"
	"math"
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// rank holds the criteria for the meeting's main recording.
type rank struct {
	picture, audible bool
	duration         float64 // seconds
	created          string  // creation time in the file, RFC 3339, UTC; may be empty
}

// compare orders video before audio, audible before silent, and long before short.
func (r rank) compare(other rank) int {
	yes := func(a, b bool) int {
		switch {
		case a == b:
			return 0
		case a:
			return -1
		}
		return 1
	}
	return cmp.Or(yes(r.picture, other.picture), yes(r.audible, other.audible), cmp.Compare(other.duration, r.duration))
}

// mainRecording returns the item of the meeting's main recording, or -1. sure is true if
// all files are probed and all sound is analysed: then the choice is final.
func mainRecording(m meeting.Meeting, items []Item, groups []plan.Group, look Lookup) (main int, sure bool, err error) {
	sure = !slices.ContainsFunc(items, func(it Item) bool { return it.pending() })
	if len(groups) == 0 {
		return -1, sure, nil
	}
	ranks := make([]rank, len(groups))
	for i, g := range groups {
		rec, err := planGroup(m, items, g)
		if err != nil {
			return -1, false, err
		}
		ranks[i] = rank{picture: rec.Picture != nil, audible: true, duration: rec.Duration, created: items[g.Head].Probe.Media.Created}
		if len(groups) == 1 {
			continue
		}
		sound, has := rec.Audio()
		if ranks[i].audible = has; !has {
			continue
		}
		out := look(sound)
		sure = sure && out.Settled()
		if r := out.Result; r != nil && r.Audio != nil {
			ranks[i].audible = r.Audio.Audible(rec.Level.Floor)
		}
	}
	for i := range groups {
		if ranks[i].compare(ranks[main]) < 0 {
			main = i
		}
	}
	best := ranks[main]
	main = slices.IndexFunc(ranks, best.similar)
	for i, r := range ranks {
		if best.similar(r) && r.created != "" && r.created < ranks[main].created {
			main = i
		}
	}
	return groups[main].Head, sure, nil
}

// similar reports whether two recordings rank the same, apart from a difference in duration
// of up to 2 s or 1 %. Of those, the earliest by creation time is the main one, else
// the first in the list.
func (r rank) similar(other rank) bool {
	return r.picture == other.picture && r.audible == other.audible && math.Abs(r.duration-other.duration) <= max(2, other.duration/100)
}

// planGroup returns the plan for the recording of a group.
func planGroup(m meeting.Meeting, items []Item, g plan.Group) (plan.Recording, error) {
	var parts []plan.Recording
	for _, i := range slices.Concat([]int{g.Head}, g.Parts) {
		rec, err := plan.ForRecording(m, items[i].Source, *items[i].Probe.Media)
		if err != nil {
			return plan.Recording{}, err
		}
		parts = append(parts, rec)
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return plan.Join(parts), nil
}
