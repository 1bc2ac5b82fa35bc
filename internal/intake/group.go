package intake

import (
	"cmp"
	"fmt"
	"slices"

	"proceedings/internal/meeting"
)

// group is the files that make one recording.
type group struct {
	program string       // the recogniser; empty for a group of meeting.yaml
	parts   []int        // entries in the order of time; the first stands for the recording
	shows   meeting.View // the picture of the first
	views   []view
	twins   []int    // entries that repeat its sound
	missing []string // names of parts that are not there
	trim    *meeting.Trim
	counted bool // the names of the parts differ only in their numbers
}

// view is an entry with another picture of a recording.
type view struct {
	entry  int
	shows  meeting.View
	title  string   // for a menu
	offset *float64 // seconds on the recording's timeline; nil where unknown
}

// single reports whether there is only one file in the group.
func (g *group) single() bool { return len(g.parts)+len(g.views)+len(g.twins) == 1 }

// members are all entries of the group.
func (g *group) members() []int {
	all := append(slices.Clone(g.parts), g.twins...)
	for _, v := range g.views {
		all = append(all, v.entry)
	}
	return all
}

// add takes a group in. What meeting.yaml names as a recording, or puts into a
// group of its own, is taken out of it first.
func (r *recognition) add(g *group) {
	if len(g.parts) == 0 {
		return
	}
	g.twins = slices.DeleteFunc(g.twins, r.taken)
	several := len(g.views) > 0
	g.views = slices.DeleteFunc(g.views, func(v view) bool { return r.taken(v.entry) })
	for _, i := range g.parts[1:] {
		if r.taken(i) {
			r.note(fmt.Sprintf("%s: %s is named in meeting.yaml as a recording of its own, so the parts of %s were not joined",
				g.program, r.entries[i].name, r.entries[g.parts[0]].name))
			return
		}
	}
	if r.apart {
		g.parts, g.views, g.twins, g.missing = g.parts[:1], nil, nil, nil
	}
	if several && len(g.views) == 0 {
		g.shows = "" // which was said only to tell it from the others
	}
	if to := r.owner[g.parts[0]]; to != nil {
		// meeting.yaml speaks of this recording; what it leaves open is added.
		to.views, to.twins = append(to.views, g.views...), append(to.twins, g.twins...)
		g = to
	} else {
		r.groups = append(r.groups, g)
	}
	for _, i := range g.members() {
		r.owner[i] = g
	}
}

// taken reports whether meeting.yaml says what recording an entry is.
func (r *recognition) taken(i int) bool { return r.named[i] || r.owner[i] != nil }

// head is the entry that stands for the recording that an entry is of: itself,
// where it is in no group.
func (r *recognition) head(i int) int {
	if g := r.owner[i]; g != nil {
		return g.parts[0]
	}
	return i
}

// laterPart reports whether an entry is a part of a recording, and not the first.
func (r *recognition) laterPart(i int) bool {
	g := r.owner[i]
	return g != nil && slices.Index(g.parts, i) > 0
}

// order is the entries in the order in which they are listed: by name, but the
// parts of a recording in the order of time, and a series in its own order.
func (r *recognition) order() []int {
	order := make([]int, len(r.entries))
	for i := range order {
		order[i] = i
	}
	arrange := func(list []int) {
		for n, place := range slices.Sorted(slices.Values(list)) {
			order[place] = list[n]
		}
	}
	for _, g := range r.groups {
		arrange(g.parts)
	}
	for _, list := range r.series {
		arrange(list)
	}
	return order
}

// link says in a source what recording its entry is of.
func (r *recognition) link(i int, ids []string, source *meeting.Source) {
	g := r.owner[i]
	if g == nil {
		return
	}
	head := ids[g.parts[0]]
	switch {
	case i == g.parts[0]:
		source.View, source.Missing, source.Trim = g.shows, g.missing, g.trim
	case slices.Contains(g.parts, i):
		source.PartOf = head
	case slices.Contains(g.twins, i):
		source.TwinOf = head
	}
	for _, v := range g.views {
		if v.entry == i {
			source.ViewOf, source.View, source.Offset = head, v.shows, v.offset
			if given := cmp.Or(r.titles[i], v.title); given != "" || v.shows != "" {
				source.Title = given // else what it shows names it, and not its file
			}
		}
	}
}
