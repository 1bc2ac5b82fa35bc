package plan

import (
	"fmt"
	"math"
	"slices"

	"proceedings/internal/meeting"
)

// File is an original and its state.
type File struct {
	meeting.Source

	Media    *meeting.Media // of a recording, once it was probed
	Pending  bool           // it is not known yet what it is
	Unusable string         // why it cannot be used, a predicate; empty if it can
}

// Group lists the originals of one recording, as indexes into a list of files.
type Group struct {
	Head   int   // the first original on the timeline
	Parts  []int // continuations of the head, in order
	Views  []int // other views of the recording
	Copies []int // copies of the recording or of its audio
}

// Members returns all originals of a group, the head first.
func (g Group) Members() []int { return slices.Concat([]int{g.Head}, g.Parts, g.Views, g.Copies) }

// WithHead returns the group with its view k, counted from 0, as the head, and the head
// as a view.
func (g Group) WithHead(k int) Group {
	g.Views = slices.Clone(g.Views)
	g.Head, g.Views[k] = g.Views[k], g.Head
	return g
}

// Groups returns the files that make one recording, and remarks about each file, as
// predicates. If an original with members is unusable, its first member replaces it as
// the head. A file that does not fit the others becomes a separate recording. Groups
// with a file that is not probed yet are omitted.
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
		g.preferViewWithAudio(&list[i])
	}
	g.addLossRemarks()
	return list, g.remarks
}

// ownID returns the ID of a source that belongs to no other source, else "".
func ownID(s meeting.Source) string {
	if s.PartOf+s.ViewOf+s.TwinOf != "" {
		return ""
	}
	return s.ID
}

// grouping holds the groups while Groups builds them.
type grouping struct {
	files   []File
	byID    map[string]int
	heads   map[string]int // by source ID: the head of its group
	groups  map[int]*Group
	remarks [][]string
}

// add adds file i to the recording of the source id.
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
			g.heads[id] = i // it replaces an unusable head
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

// misfit returns why file i cannot be a part, view or copy of head, a predicate. It is
// empty if it can.
func (g *grouping) misfit(i, head int) string {
	src, own, main := g.files[i], g.files[i].Media, g.files[head].Media
	name := g.files[head].Name
	switch {
	case src.PartOf != "" && (own.Video == nil) != (main.Video == nil):
		return fmt.Sprintf("is not joined to %s, since only one of the two has video", name)
	case src.ViewOf != "" && (own.Video == nil || main.Video == nil):
		return fmt.Sprintf("is not shown beside %s, since one of the two has no video", name)
	case src.TwinOf != "" && own.Video != nil && main.Video == nil:
		return fmt.Sprintf("is not treated as a copy of %s, which has no video", name)
	case src.TwinOf != "" && len(own.Audio) > 0 && len(main.Audio) == 0:
		return fmt.Sprintf("is not treated as a copy of %s, which has no sound", name)
	case src.TwinOf != "" && !g.lasts(head, own.Duration):
		return fmt.Sprintf("is not treated as a copy of %s, since their lengths differ", name)
	}
	return ""
}

// lasts reports whether the recording of head, or one of its parts, is about that many
// seconds long. Groups adds all parts before the first copy.
func (g *grouping) lasts(head int, seconds float64) bool {
	whole, similar := 0.0, func(other float64) bool { return math.Abs(seconds-other) <= max(2, other/100) }
	for _, i := range slices.Concat([]int{head}, g.groups[head].Parts) {
		if similar(g.files[i].Media.Duration) {
			return true
		}
		whole += g.files[i].Media.Duration
	}
	return similar(whole)
}

// list returns the complete groups in the order of their heads.
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
				waiting[head] = true // its head is not probed yet
			}
		}
		if !waiting[head] {
			list = append(list, *one)
		}
	}
	slices.SortFunc(list, func(a, b Group) int { return a.Head - b.Head })
	return list
}

// preferViewWithAudio swaps the head with its first view with audio, if the head has no
// audio. An example is a camera without a microphone and a screen recording with one.
func (g *grouping) preferViewWithAudio(one *Group) {
	head := g.files[one.Head]
	if len(head.Media.Audio) > 0 || len(one.Parts) > 0 {
		return
	}
	for k, i := range one.Views {
		if f := g.files[i]; len(f.Media.Audio) > 0 {
			g.remarks[one.Head] = append(g.remarks[one.Head], fmt.Sprintf("has no sound track: the recording uses the sound of %s", f.Name))
			*one = one.WithHead(k)
			return
		}
	}
}

// addLossRemarks adds a remark to each recording about its unusable originals.
func (g *grouping) addLossRemarks() {
	for i, f := range g.files {
		if f.Unusable == "" {
			continue
		}
		id, what := f.PartOf, "is published without its part %s, which %s"
		switch {
		case f.ViewOf != "":
			id, what = f.ViewOf, "is published without its view %s, which %s"
		case f.TwinOf != "":
			continue // a copy adds nothing to the recording
		case f.PartOf == "":
			id = f.ID
			if !slices.ContainsFunc(g.files, func(o File) bool { return o.PartOf == id }) {
				what = "is published without its view %s, which %s"
			}
		}
		if head, there := g.heads[id]; there && g.files[i].ID != g.files[head].ID {
			g.remarks[head] = append(g.remarks[head], fmt.Sprintf(what, f.Name, f.Unusable))
		}
	}
}
