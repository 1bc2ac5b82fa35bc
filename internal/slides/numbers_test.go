package slides_test

import (
	"slices"
	"strings"
	"testing"

	"proceedings/internal/slides/slidestest"
)

// TestNumbersOfODP compares the numbers in the text with those that LibreOffice draws.
func TestNumbersOfODP(t *testing.T) {
	t.Parallel()
	const styles = `<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"><style:list-level-properties text:min-label-width="1cm"/></text:list-level-style-number>` +
		`<text:list-level-style-number text:level="2" style:num-prefix="(" style:num-suffix=")" style:num-format="a"><style:list-level-properties text:space-before="2cm" text:min-label-width="1cm"/></text:list-level-style-number></text:list-style>` +
		`<text:list-style style:name="Roman"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="I"><style:list-level-properties text:min-label-width="1cm"/></text:list-level-style-number></text:list-style>` +
		`<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="-"/><text:list-level-style-bullet text:level="2" text:bullet-char="-"/></text:list-style>`
	list := func(style string, items ...string) string {
		return `<text:list text:style-name="` + style + `"><text:list-item>` + strings.Join(items, `</text:list-item><text:list-item>`) + `</text:list-item></text:list>`
	}
	inner := func(items ...string) string {
		return strings.Replace(list("", items...), ` text:style-name=""`, "", 1)
	}
	p := func(text string) string { return `<text:p>` + text + `</text:p>` }
	cases := []string{
		list("N", p("w"), p("x")+inner(p("y")), p("z")),
		list("N", p("w"), inner(p("x")), p("y")),
		list("N", p("w"), inner(p("x"))+p("y"), p("z")),
		list("N", p("v"), p("w")+list("B", p("x")), p("y")) + list("N", p("z")),
		list("N", p("v"), p("w")) + list("B", p("x")) + list("N", p("y"), p("z")),
		list("N", p("v"), p("w")) + list("Roman", p("x")) + list("N", p("y"), p("z")),
		list("N", p("w"), p(""), p("y")) + p("x") + list("N", p("z")),
		list("N", p("v")+inner(p("w"), p("x")), p("y")+inner(p("z"))),
		list("N", p("v"), p("w")+p("x"), p("y")) + `<text:list text:style-name="N"><text:list-item text:start-value="7"><text:p>z</text:p></text:list-item></text:list>`,
	}
	var deck []slidestest.ODPSlide
	for _, text := range cases {
		deck = append(deck, slidestest.ODPSlide{Shapes: slidestest.Frame("", `<draw:text-box>`+text+`</draw:text-box>`)})
	}
	deck[0].Styles = styles
	d := draw(t, slidestest.ODP(t, deck))
	numbers := func(text string) []string {
		found := slices.DeleteFunc(strings.Fields(text), func(word string) bool { return !strings.HasSuffix(word, ".") && !strings.HasSuffix(word, ")") })
		slices.Sort(found)
		return found
	}
	for i, text := range cases {
		got, want := numbers(d.Slides[i].Title+" "+d.Slides[i].Body), numbers(d.words(t, i+1))
		if strings.Contains(text, "<text:p></text:p>") { // LibreOffice numbers empty items
			want = slices.DeleteFunc(want, func(n string) bool { return n == "2." })
		}
		if !slices.Equal(got, want) {
			t.Errorf("the text of slide %d has the numbers %q, and its image %q: %q", i+1, got, want, d.Slides[i].Body)
		}
	}
}
