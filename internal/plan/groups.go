package plan

import (
	"fmt"
	"math"
	"slices"

	"proceedings/internal/meeting"
)

// File is an original and what is known of it.
type File struct {
	meeting.Source

	Media   *meeting.Media // of a recording, once it was probed
	Pending bool           // it is not known yet what it is
	Lost    string         // why it cannot be used, a predicate; empty if it can
}

// Group is the originals that make one recording, as indexes into a list of files.
type Group struct {
	Head   int   // the first original of its timeline
	Parts  []int // those that go on from it, in order
	Views  []int // other pictures of it
	Copies []int // copies of it, or of its sound
}

// Members are all originals of a group, the head first.
func (g Group) Members() []int { return slices.Concat([]int{g.Head}, g.Parts, g.Views, g.Copies) }

// LedBy returns the group with its view k, counted from 0, as the head, and the head
// as a view.
func (g Group) LedBy(k int) Group {
	g.Views = slices.Clone(g.Views)
	g.Head, g.Views[k] = g.Views[k], g.Head
	return g
}

// Groups tells which files make one recording. It also returns remarks about each
// file, as predicates. Where an original that others belong to cannot be used, the first
// of those takes its place. One that turns out not to fit the others is a
// recording of its own. A group of which some original is not probed yet is not
// in the list.
func Groups(files []File) ([]Group, [][]string) {
	g := grouping{files: files, byID: map[string]int{}, heads: map[string]int{}, groups: map[int]*Group{}, remarks: make([][]string, len(files))}
	for i, f := range files {
		g.byID[f.ID] = i
	}
	for _, belongs := range []func(File) string{
		func(f File) string { return ownID(f.Source) },
		func(f File) string { return f.PartOf },
		func(f File) string { return f.ViewOf },
		func(f File) string { return f.TwinOf },
	} {
		for i, f := range files {
			if id := belongs(f); id != "" && f.Media != nil {
				g.add(i, id)
			}
		}
	}
	list := g.list()
	for i := range list {
		g.withSound(&list[i])
	}
	g.lost()
	return list, g.remarks
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
	files   []File
	byID    map[string]int
	heads   map[string]int // the head that stands for the source of an ID
	groups  map[int]*Group
	remarks [][]string
}

// add puts a file to the recording of an ID.
func (g *grouping) add(i int, id string) {
	src := g.files[i]
	head, there := g.heads[id]
	if there {
		if why := g.misfit(i, head); why != "" {
			g.remarks[i] = append(g.remarks[i], why)
			there = false
		}
	}
	if !there {
		g.groups[i] = &Group{Head: i}
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
		to.Parts = append(to.Parts, i)
	case src.ViewOf != "":
		to.Views = append(to.Views, i)
	default:
		to.Copies = append(to.Copies, i)
	}
}

// misfit is why a file cannot be what it is said to be of another, a predicate.
func (g *grouping) misfit(i, head int) string {
	src, own, main := g.files[i], g.files[i].Media, g.files[head].Media
	name := g.files[head].Name
	switch {
	case src.PartOf != "" && (own.Video == nil) != (main.Video == nil):
		return fmt.Sprintf("is not joined to %s, since only one of the two has a picture", name)
	case src.ViewOf != "" && (own.Video == nil || main.Video == nil):
		return fmt.Sprintf("is not shown beside %s, since one of the two has no picture", name)
	case src.TwinOf != "" && own.Video != nil && main.Video == nil:
		return fmt.Sprintf("is not treated as a copy of %s, which has no picture", name)
	case src.TwinOf != "" && len(own.Audio) > 0 && len(main.Audio) == 0:
		return fmt.Sprintf("is not treated as a copy of %s, which has no sound", name)
	case src.TwinOf != "" && !g.lasts(head, own.Duration):
		return fmt.Sprintf("is not treated as a copy of %s, since their lengths differ", name)
	}
	return ""
}

// lasts reports whether a recording, or one of its parts, is about so many
// seconds long. All parts are known before the first twin.
func (g *grouping) lasts(head int, seconds float64) bool {
	whole, alike := 0.0, func(other float64) bool { return math.Abs(seconds-other) <= max(2, other/100) }
	for _, i := range slices.Concat([]int{head}, g.groups[head].Parts) {
		if alike(g.files[i].Media.Duration) {
			return true
		}
		whole += g.files[i].Media.Duration
	}
	return alike(whole)
}

// list is the groups that are complete, in the order of their files.
func (g *grouping) list() []Group {
	waiting := map[int]bool{}
	for _, f := range g.files {
		if !f.Pending {
			continue
		}
		for _, id := range []string{f.PartOf, f.ViewOf, f.TwinOf} {
			if head, there := g.heads[id]; there {
				waiting[head] = true
			}
		}
	}
	var list []Group
	for head, one := range g.groups {
		f := g.files[head]
		for _, id := range []string{f.PartOf, f.ViewOf, f.TwinOf} {
			if at, there := g.byID[id]; there && g.files[at].Pending {
				waiting[head] = true // what it belongs to may still turn out to be good
			}
		}
		if !waiting[head] {
			list = append(list, *one)
		}
	}
	slices.SortFunc(list, func(a, b Group) int { return a.Head - b.Head })
	return list
}

// withSound makes a view with sound the head of a recording whose head has none,
// such as a screen recorded with a microphone beside a camera without one.
func (g *grouping) withSound(one *Group) {
	head := g.files[one.Head]
	if len(head.Media.Audio) > 0 || len(one.Parts) > 0 {
		return
	}
	for k, i := range one.Views {
		if f := g.files[i]; len(f.Media.Audio) > 0 {
			g.remarks[one.Head] = append(g.remarks[one.Head], fmt.Sprintf("has no sound track: the recording uses the sound of %s", f.Name))
			*one = one.LedBy(k)
			return
		}
	}
}

// lost adds a remark to each recording about those of its originals that cannot
// be used.
func (g *grouping) lost() {
	for i, f := range g.files {
		if f.Lost == "" {
			continue
		}
		id, what := f.PartOf, "is published without its part %s, which %s"
		switch {
		case f.ViewOf != "":
			id, what = f.ViewOf, "is published without its view %s, which %s"
		case f.TwinOf != "":
			continue // it would have added nothing
		case f.PartOf == "":
			id = f.ID
			if !slices.ContainsFunc(g.files, func(o File) bool { return o.PartOf == id }) {
				what = "is published without its view %s, which %s"
			}
		}
		if head, there := g.heads[id]; there && g.files[i].ID != g.files[head].ID {
			g.remarks[head] = append(g.remarks[head], fmt.Sprintf(what, f.Name, f.Lost))
		}
	}
}
