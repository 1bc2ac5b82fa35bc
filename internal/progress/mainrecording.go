package progress

import (
	"cmp"
	"math"
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// rank is what speaks for a recording as the meeting's main one.
type rank struct {
	picture, audible bool
	duration         float64 // seconds
	created          string  // when the file says it was made, RFC 3339, UTC; may be empty
}

// compare orders the main recording first: a picture before sound alone, what
// can be heard before what is silent, long before short.
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

// mainOf is which of some recordings is the meeting's main one, and whether that
// is certain: that all files have been probed and all sound was heard.
func mainOf(m meeting.Meeting, items []Item, groups []plan.Group, look Lookup) (main int, sure bool, err error) {
	sure = !slices.ContainsFunc(items, func(it Item) bool { return it.pending() })
	if len(groups) == 0 {
		return -1, sure, nil
	}
	ranks := make([]rank, len(groups))
	for i, g := range groups {
		rec, err := plannedOf(m, items, g)
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
	main = slices.IndexFunc(ranks, best.near)
	for i, r := range ranks {
		if best.near(r) && r.created != "" && r.created < ranks[main].created {
			main = i
		}
	}
	return groups[main].Head, sure, nil
}

// near reports whether two recordings rank the same apart from a small difference in
// length. Of those the main one is the first by creation time, else in the list.
func (r rank) near(other rank) bool {
	return r.picture == other.picture && r.audible == other.audible && math.Abs(r.duration-other.duration) <= max(2, other.duration/100)
}

// plannedOf plans the recording of a group.
func plannedOf(m meeting.Meeting, items []Item, g plan.Group) (plan.Recording, error) {
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
