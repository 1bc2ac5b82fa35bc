package pipeline

import (
	"fmt"
	"math"
	"slices"

	"proceedings/internal/meeting"
)

// group is the originals that make one recording, as items.
type group struct {
	head  int   // the first original of its timeline
	parts []int // those that go on from it, in order
	views []int // other pictures of it
	twins []int // files that only repeat its sound
}

// recorded reports whether an item is known to be a recording.
func (it *item) recorded() bool {
	return it.probe != nil && it.probe.Role == meeting.Recording && it.probe.Media != nil
}

// pending reports whether it is not known yet what an item is.
func (it *item) pending() bool { return it.probe == nil && it.reason == "" }

// groupsOf says which recordings there are. Where an original that others belong
// to cannot be used, the first of those takes its place. One that turns out not
// to fit the others is a recording of its own, and is warned of. A group of
// which some original is not probed yet is not in the list.
func groupsOf(items []item) []group {
	g := grouping{items: items, byID: map[string]int{}, heads: map[string]int{}, groups: map[int]*group{}}
	for i := range items {
		g.byID[items[i].source.ID] = i
	}
	for _, belongs := range []func(meeting.Source) string{
		func(s meeting.Source) string { return ownID(s) },
		func(s meeting.Source) string { return s.PartOf },
		func(s meeting.Source) string { return s.ViewOf },
		func(s meeting.Source) string { return s.TwinOf },
	} {
		for i := range items {
			if id := belongs(items[i].source); id != "" && items[i].recorded() {
				g.add(i, id)
			}
		}
	}
	return g.list()
}

// ownID is the ID of a source that belongs to no other.
func ownID(s meeting.Source) string {
	if s.PartOf+s.ViewOf+s.TwinOf != "" {
		return ""
	}
	return s.ID
}

// grouping is groups on their way.
type grouping struct {
	items  []item
	byID   map[string]int
	heads  map[string]int // the head that stands for the source of an ID
	groups map[int]*group
}

// add puts an item to the recording of an ID.
func (g *grouping) add(i int, id string) {
	src := g.items[i].source
	head, there := g.heads[id]
	if there {
		if why := g.misfit(i, head); why != "" {
			g.items[i].remarks = append(g.items[i].remarks, why)
			there = false
		}
	}
	if !there {
		g.groups[i] = &group{head: i}
		g.heads[src.ID] = i
		if _, taken := g.heads[id]; !taken {
			g.heads[id] = i // it stands for one that cannot be used
		}
		return
	}
	g.heads[src.ID] = head
	to := g.groups[head]
	switch {
	case src.PartOf != "":
		to.parts = append(to.parts, i)
	case src.ViewOf != "":
		to.views = append(to.views, i)
	default:
		to.twins = append(to.twins, i)
	}
}

// misfit is why an item cannot be what it is said to be of another, a predicate.
func (g *grouping) misfit(i, head int) string {
	src, own, main := g.items[i].source, g.items[i].probe.Media, g.items[head].probe.Media
	name := g.items[head].source.Name
	switch {
	case src.PartOf != "" && (own.Video == nil) != (main.Video == nil):
		return fmt.Sprintf("is not joined to %s, since only one of the two has a picture", name)
	case src.ViewOf != "" && (own.Video == nil || main.Video == nil):
		return fmt.Sprintf("is not shown beside %s, since one of the two has no picture", name)
	case src.TwinOf != "" && (own.Video != nil || len(main.Audio) == 0 || math.Abs(own.Duration-main.Duration) > max(2, main.Duration/100)):
		return fmt.Sprintf("is not the sound of %s, since it is not as long", name)
	}
	return ""
}

// list is the groups that are complete, in the order of their sources.
func (g *grouping) list() []group {
	waiting := map[int]bool{}
	for i := range g.items {
		src := g.items[i].source
		if !g.items[i].pending() {
			continue
		}
		for _, id := range []string{src.PartOf, src.ViewOf, src.TwinOf} {
			if head, there := g.heads[id]; there {
				waiting[head] = true
			}
		}
	}
	var list []group
	for head, one := range g.groups {
		src := g.items[head].source
		for _, id := range []string{src.PartOf, src.ViewOf, src.TwinOf} {
			if at, there := g.byID[id]; there && g.items[at].pending() {
				waiting[head] = true // what it belongs to may still turn out to be good
			}
		}
		if !waiting[head] {
			list = append(list, *one)
		}
	}
	slices.SortFunc(list, func(a, b group) int { return a.head - b.head })
	return list
}

// members are all items of a group, the head first.
func (g group) members() []int { return slices.Concat([]int{g.head}, g.parts, g.views, g.twins) }
