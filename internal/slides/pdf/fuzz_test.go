package pdf

import "testing"

// FuzzPages compares the pages of any layout with each other: every page is in one
// slide, and no line is lost.
func FuzzPages(f *testing.F) {
	const line = `<line xMin="40" yMin="40" xMax="90" yMax="60"><word xMin="40" yMin="40" xMax="90" yMax="60">Three</word><word xMin="95" yMin="40" xMax="99" yMax="60">7</word></line>`
	f.Add(`<page width="720" height="405"><block>` + line + `</block></page><page width="720" height="405">` + line + line + `</page><page width="1440" height="405"></page>`)
	f.Add(`<page width="0" height="1e300">` + line + `</page><page width="-5" height="NaN">` + line + `</page><page>` + line + `</page>`)
	f.Fuzz(func(t *testing.T, data string) {
		pages, err := ParseLayout([]byte(data))
		if err != nil {
			return
		}
		var screens Screens
		sheets := make([]Sheet, len(pages))
		before := Page{}
		for i, p := range pages {
			p = p.Readable()
			screens.Add(p)
			left, right := p.Halves()
			if n := len(p.places(wordsMax)); n < wordsMax && n != len(left.places(wordsMax))+len(right.places(wordsMax)) {
				t.Errorf("page %d: words are lost between its halves", i+1)
			}
			notes, _ := p.NotesOn(before)
			_, _ = notes.Text(), right.NotesBeside(left)
			before, sheets[i] = p, NewSheet(p)
			sheets[i].Label = "1"
		}
		total := 0
		for _, n := range Steps(sheets) {
			total += n
		}
		if total != len(pages) {
			t.Errorf("%d pages are in slides, of %d", total, len(pages))
		}
		footers := FindFooters(pages)
		for i, p := range pages {
			rest, master := footers.Split(p)
			if len(rest.Lines) > len(p.Lines) || (master == "") != (len(rest.Lines) == len(p.Lines)) {
				t.Errorf("page %d: %d of %d lines are left beside the footers %q", i+1, len(rest.Lines), len(p.Lines), master)
			}
		}
	})
}
