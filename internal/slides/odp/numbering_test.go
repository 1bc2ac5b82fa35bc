package odp_test

import (
	"strings"
	"testing"

	"proceedings/internal/slides/slidestest"
)

func TestOrderedLists(t *testing.T) {
	t.Parallel()

	styles := `<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/>` +
		`<text:list-level-style-number text:level="2" style:num-prefix="(" style:num-suffix=")" style:num-format="a"/></text:list-style>` +
		`<text:list-style style:name="Deep"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="I" text:start-value="3"/>` +
		`<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/></text:list-style>` +
		`<text:list-style style:name="N2"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/></text:list-style>` +
		`<text:list-style style:name="B2"><text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>` +
		`<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>` +
		`<text:list-style style:name="Sync"><text:list-level-style-number text:level="1" style:num-format="a" style:num-letter-sync="true" text:start-value="28"/></text:list-style>`
	list := func(style string, items ...string) string {
		attr := ""
		if style != "" {
			attr = ` text:style-name="` + style + `"`
		}
		return `<text:list` + attr + `><text:list-item>` + strings.Join(items, `</text:list-item><text:list-item>`) + `</text:list-item></text:list>`
	}
	p := func(text string) string { return `<text:p>` + text + `</text:p>` }
	tests := []struct{ name, text, want string }{
		{"numbers go on", list("N", p("a"), p("b"), p("c")), "1. a\n2. b\n3. c"},
		{"lists in lists inherit the style", list("N", p("a")+list("", p("b"), p("c")), p("d")+list("", p("e"))), "1. a\n(a) b\n(b) c\n2. d\n(a) e"},
		{"only the first paragraph of an item has the number", list("N", p("a")+p("b"), p("c")), "1. a\nb\n2. c"},
		{"lists that follow each other go on", list("N", p("a")) + list("N", p("b")), "1. a\n2. b"},
		{"a paragraph between lists", list("N", p("a")) + p("b") + list("N", p("c")), "1. a\nb\n2. c"},
		{"a list with bullets between lists", list("N", p("a")) + list("B", p("b")) + list("N", p("c")), "1. a\nb\n1. c"},
		{"a sub-list with bullets of its own", list("N", p("a")+list("B2", p("b")), p("c")), "1. a\nb\n2. c"},
		{"an item that begins with a sub-list", list("N", p("a"), list("", p("b"))+p("c"), p("d")), "1. a\n(a) b\nc\n2. d"},
		{"a list that looks the same", list("N", p("a")) + list("N2", p("b")), "1. a\n2. b"},
		{"a header", list("N", p("a")) + `<text:list text:style-name="N"><text:list-header>` + p("b") + `</text:list-header><text:list-item>` + p("c") + `</text:list-item></text:list>`, "1. a\nb\n2. c"},
		{"an item may have a number of its own", list("N", p("a")) + `<text:list text:style-name="N"><text:list-item text:start-value="7">` + p("b") + `</text:list-item><text:list-item>` + p("c") + `</text:list-item></text:list>`, "1. a\n7. b\n8. c"},
		{"a number may show several levels", list("Deep", p("a")+list("", p("b"), p("c"))), "III. a\nIII.1 b\nIII.2 c"},
		{"letters may repeat", list("Sync", p("a")), "bb a"},
		{"a list with bullets", list("B", p("a"), p("b")), "a\nb"},
		{"an empty item counts", list("N", p("a"), p(""), p("c")), "1. a\n3. c"},
		{"an unknown style", list("gone", p("a")), "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			content := strings.Replace(slidestest.ODPContent(`<draw:page>`+slidestest.Frame("title", slidestest.TextBox("T"))+slidestest.Frame("", `<draw:text-box>`+tt.text+`</draw:text-box>`)+`</draw:page>`),
				`<office:automatic-styles>`, `<office:automatic-styles>`+styles, 1)
			got, err := read(t, slidestest.Zip(t, slidestest.Part{Name: "content.xml", Content: content}))
			if err != nil || got.Slides[0].Body != tt.want {
				t.Errorf("body = %q, %v, want %q", got.Slides[0].Body, err, tt.want)
			}
			for _, b := range got.Slides[0].Blocks {
				if !strings.HasPrefix(b.Text, b.Marker) {
					t.Errorf("%+v does not begin with its marker", b)
				}
			}
		})
	}
}
