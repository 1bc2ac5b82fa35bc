package intake

import (
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/meeting"
)

// remarks are notes on what was recognised, joined and left out.
func (d *decision) remarks() []string {
	r := d.found
	var list []string
	several := false
	for _, g := range r.groups {
		if text := d.remark(g); text != "" {
			list = append(list, text)
			several = several || g.program != ""
		}
		if len(g.missing) > 0 {
			head := d.entries[g.parts[0]].name
			list = append(list, fmt.Sprintf("of %s, %s; the others are joined without. Add what is missing, or write in meeting.yaml what belongs together: "+
				"recordings: [{files: [%q, …]}]", head, d.missing(g.missing), head))
		}
	}
	list = append(list, r.notes...)
	if len(r.papers) > 0 {
		list = append(list, fmt.Sprintf("%s: written or said in the meeting, and offered as %s for all to read; ignore: in meeting.yaml leaves a file out",
			d.names(r.papers), plural(len(r.papers), "a document", "documents")))
	}
	list = append(list, d.leftOut()...)
	if several {
		list = append(list, "meeting.yaml overrides what was recognised: recordings: says which files belong together, together: false takes every file by itself")
	}
	return list
}

// remark is what a group is, or empty if there is nothing to say of it.
func (d *decision) remark(g *group) string {
	if g.single() {
		return ""
	}
	name := func(i int) string { return d.entries[i].name }
	var parts []string
	if n := len(g.parts); n > 1 {
		parts = append(parts, fmt.Sprintf("%d parts joined in this order: %s", n, d.names(g.parts)))
	}
	if len(g.views) > 0 {
		list := []string{shown(g.shows) + name(g.parts[0])}
		for _, v := range g.views {
			list = append(list, shown(v.shows)+name(v.entry))
		}
		parts = append(parts, fmt.Sprintf("%d views of one recording (%s)", len(list), strings.Join(list, ", ")))
	}
	if of := d.captionsOf(g); len(of) > 0 {
		parts = append(parts, "captions attached: "+d.names(of))
	}
	if len(g.twins) > 0 {
		what := " its sound"
		if slices.ContainsFunc(g.twins, func(i int) bool { return !d.entries[i].soundOnly() }) {
			what = " it"
		}
		parts = append(parts, d.names(g.twins)+plural(len(g.twins), " repeats", " repeat")+what+" and "+plural(len(g.twins), "is", "are")+" kept but not encoded")
	}
	program := g.program
	if program == "" {
		program = "As meeting.yaml says"
	}
	text := program + ": "
	if len(g.parts) == 1 && len(g.views) == 0 {
		text += name(g.parts[0]) + ": "
	}
	return text + strings.Join(parts, "; ")
}

// captionsOf are the captions of a recording, as they are listed.
func (d *decision) captionsOf(g *group) []int {
	var of []int
	for _, i := range d.found.order() {
		e := d.entries[i]
		if told, ok := d.captions[i]; ok && e.refusal == "" && d.roles[i] == meeting.Captions && slices.Contains(g.parts, told.film) {
			of = append(of, i)
		}
	}
	return of
}

// shown leads the name of a file with what its picture shows.
func shown(v meeting.View) string {
	if v == "" {
		return ""
	}
	return string(v) + ": "
}

// leftOut says what was left out, files of a kind together.
func (d *decision) leftOut() []string {
	var whats, list []string
	of := map[string][]int{}
	for i := range d.entries {
		if what := d.found.left[i]; what != "" {
			if of[what] == nil {
				whats = append(whats, what)
			}
			of[what] = append(of[what], i)
		}
	}
	for _, what := range whats {
		text := d.names(of[what]) + plural(len(of[what]), " is ", ": each is ") + what + ", and "
		list = append(list, text+plural(len(of[what]), "was", "all were")+" left out")
	}
	return list
}

// names lists entries, not too many to read.
func (d *decision) names(entries []int) string {
	const many = 12
	list := make([]string, 0, len(entries))
	for _, i := range entries {
		list = append(list, d.entries[i].name)
	}
	if len(list) > many {
		list = append(list[:many-1], fmt.Sprintf("%d more", len(entries)-many+1))
	}
	return enumerate(list)
}

// enumerate is a list in a sentence: "a, b and c".
func enumerate(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

// missing says which parts are not there, or are there and cannot be used.
func (d *decision) missing(names []string) string {
	there := func(name string) bool {
		return slices.ContainsFunc(d.entries, func(e entry) bool { return e.name == name })
	}
	var gone, bad []string
	for _, name := range names {
		if there(name) {
			bad = append(bad, name)
		} else {
			gone = append(gone, name)
		}
	}
	var parts []string
	if len(gone) > 0 {
		parts = append(parts, enumerate(gone)+plural(len(gone), " is", " are")+" missing")
	}
	if len(bad) > 0 {
		parts = append(parts, enumerate(bad)+" cannot be used")
	}
	return strings.Join(parts, " and ")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
