package slides

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
)

func TestJoin(t *testing.T) {
	t.Parallel()

	picture := []meeting.Image{{Width: 1600}}
	page := meeting.Page{Images: picture, Color: "#ffffff", Words: "words/0001.json"}
	with := func(number int, s meeting.Slide) meeting.Slide {
		s.Number, s.Images, s.Color, s.Words = number, picture, "#ffffff", "words/0001.json"
		return s
	}
	texts := func(texts ...string) (blocks []meeting.Block) {
		for _, text := range texts {
			blocks = append(blocks, meeting.Block{Kind: meeting.Text, Text: text})
		}
		return blocks
	}
	long := strings.Repeat("a", bodyMax/2)
	tests := []struct {
		name     string
		slides   []meeting.Slide
		pages    []meeting.Page
		read     []meeting.Slide
		want     []meeting.Slide
		warnings int
	}{
		{"each slide has its image", []meeting.Slide{{Title: "a"}, {Title: "b"}}, []meeting.Page{page, page}, nil, []meeting.Slide{with(1, meeting.Slide{Title: "a"}), with(2, meeting.Slide{Title: "b"})}, 0},
		{"an additional page becomes a slide", []meeting.Slide{{Title: "a"}}, []meeting.Page{page, page}, nil, []meeting.Slide{with(1, meeting.Slide{Title: "a"}), with(2, meeting.Slide{})}, 1},
		{"a slide without a page is kept", []meeting.Slide{{Title: "a"}, {Body: "b"}}, []meeting.Page{page}, nil, []meeting.Slide{with(1, meeting.Slide{Title: "a"}), {Number: 2, Body: "b"}}, 1},
		{"a deck that was not rendered has its text", []meeting.Slide{{Title: "a"}, {Body: "b"}}, nil, nil, []meeting.Slide{{Number: 1, Title: "a"}, {Number: 2, Body: "b"}}, 0},
		{"warns of damaged slides", []meeting.Slide{{Title: "a"}, {Damaged: "x"}, {Damaged: "y"}}, []meeting.Page{page, page, page}, nil, []meeting.Slide{with(1, meeting.Slide{Title: "a"}), with(2, meeting.Slide{Damaged: "x"}), with(3, meeting.Slide{Damaged: "y"})}, 1},
		{"warns of a deck without text", []meeting.Slide{{}}, []meeting.Page{page}, nil, []meeting.Slide{with(1, meeting.Slide{})}, 1},
		{"long text is truncated at a character", []meeting.Slide{{Title: strings.Repeat("é", 600), Body: "b\xff"}}, []meeting.Page{page}, nil, []meeting.Slide{with(1, meeting.Slide{Title: strings.Repeat("é", 512), Body: "b\ufffd"})}, 1},
		{"long blocks are left out", []meeting.Slide{{Title: "a", Blocks: texts(long, long, "b")}}, []meeting.Page{page}, nil, []meeting.Slide{with(1, meeting.Slide{Title: "a", Blocks: texts(long, long)})}, 1},
		{"OCR text becomes the text of the slide", []meeting.Slide{{}}, []meeting.Page{page}, []meeting.Slide{{Number: 1, OCR: true, Blocks: texts("INVOICE", "Acme")}}, []meeting.Slide{with(1, meeting.Slide{Blocks: texts("INVOICE", "Acme"), Body: "INVOICE\nAcme", OCR: true})}, 0},
		{"OCR text that the slide has already is left out", []meeting.Slide{{Title: "The bridge", Blocks: texts("In steel"), Body: "In steel"}}, []meeting.Page{page}, []meeting.Slide{{Number: 1, OCR: true, Blocks: texts("THE BRIDGE", "East side")}}, []meeting.Slide{with(1, meeting.Slide{Title: "The bridge", Blocks: texts("In steel", "East side"), Body: "In steel\nEast side", OCR: true})}, 0},
		{"empty OCR text changes nothing", []meeting.Slide{{Title: "a"}}, []meeting.Page{page}, []meeting.Slide{{Number: 1, OCR: true}, {Number: 7, OCR: true, Blocks: texts("b")}}, []meeting.Slide{with(1, meeting.Slide{Title: "a"})}, 0},
	}
	step := func(n int) meeting.Page { return meeting.Page{Images: []meeting.Image{{Width: n}}} }
	image := func(n int) []meeting.Image { return step(n).Images }
	areas := func(pages ...int) (all []meeting.Area) {
		for _, n := range pages {
			all = append(all, meeting.Area{Page: n})
		}
		return all
	}
	tests = append(tests, []struct {
		name     string
		slides   []meeting.Slide
		pages    []meeting.Page
		read     []meeting.Slide
		want     []meeting.Slide
		warnings int
	}{
		{
			"steps of a slide",
			[]meeting.Slide{{Title: "a", Areas: areas(1, 2, 3)}, {Title: "b", Areas: areas(4)}},
			[]meeting.Page{step(1), step(2), step(3), step(4)},
			nil,
			[]meeting.Slide{{Number: 1, Title: "a", Areas: areas(1, 2, 3), Steps: [][]meeting.Image{image(1), image(2)}, Images: image(3)}, {Number: 2, Title: "b", Areas: areas(4), Images: image(4)}},
			0,
		},
		{
			"OCR text of the last step, not of others",
			[]meeting.Slide{{Title: "a", Areas: areas(1, 2)}, {Title: "b", Areas: areas(3)}},
			nil,
			[]meeting.Slide{{Number: 1, OCR: true, Blocks: texts("no")}, {Number: 2, OCR: true, Blocks: texts("c")}, {Number: 3, OCR: true, Blocks: texts("d")}},
			[]meeting.Slide{{Number: 1, Title: "a", Areas: areas(1, 2), Blocks: texts("c"), Body: "c", OCR: true}, {Number: 2, Title: "b", Areas: areas(3), Blocks: texts("d"), Body: "d", OCR: true}},
			0,
		},
		{
			"pages after those of the slides",
			[]meeting.Slide{{Title: "a", Areas: areas(1, 2)}},
			[]meeting.Page{step(1), step(2), step(3)},
			[]meeting.Slide{{Number: 3, OCR: true, Blocks: texts("d")}},
			[]meeting.Slide{{Number: 1, Title: "a", Areas: areas(1, 2), Steps: [][]meeting.Image{image(1)}, Images: image(2)}, {Number: 2, Areas: areas(3), Images: image(3), Blocks: texts("d"), Body: "d", OCR: true}},
			1,
		},
		{
			"pages that are missing",
			[]meeting.Slide{{Title: "a", Areas: areas(1)}, {Title: "b", Areas: areas(2, 3)}},
			[]meeting.Page{step(1), step(2)},
			nil,
			[]meeting.Slide{{Number: 1, Title: "a", Areas: areas(1), Images: image(1)}, {Number: 2, Title: "b", Areas: areas(2, 3), Steps: [][]meeting.Image{image(2)}}},
			1,
		},
	}...)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, warnings := Join(meeting.DeckText{Slides: tt.slides}, Rendered{Pages: tt.pages}, OCRText{Pages: tt.read})
			if diff := cmp.Diff(tt.want, got); diff != "" || len(warnings) != tt.warnings {
				t.Errorf("warnings %q, want %d; slides differ (-want +got):\n%s", warnings, tt.warnings, diff)
			}
		})
	}
}

func TestDamagedSlidesAreNamed(t *testing.T) {
	t.Parallel()

	many := make([]meeting.Slide, maxNamed+5)
	for i := range many {
		many[i] = meeting.Slide{Number: i + 1, Damaged: "gone"}
	}
	tests := []struct {
		name   string
		slides []meeting.Slide
		want   string
	}{
		{"none", []meeting.Slide{{Number: 1}}, ""},
		{"two with one reason", []meeting.Slide{{Number: 1}, {Number: 2, Damaged: "b"}, {Number: 5, Damaged: "b"}}, "slides 2 and 5 (b)"},
		{
			"each reason",
			[]meeting.Slide{{Number: 1}, {Number: 2, Damaged: "b"}, {Number: 5, Damaged: "e"}, {Number: 6, Damaged: "b"}},
			"slides 2 and 6 (b), slide 5 (e)",
		},
		{
			"the first of many reasons",
			[]meeting.Slide{
				{Number: 1, Damaged: "a"},
				{Number: 2, Damaged: "b"},
				{Number: 3, Damaged: "c"},
				{Number: 4, Damaged: "d"},
				{Number: 5, Damaged: "e"},
				{Number: 6, Damaged: "f"},
				{Number: 7, Damaged: "g"},
			},
			"slide 1 (a), slide 2 (b), slide 3 (c), slide 4 (d), slide 5 (e), slides 6 and 7",
		},
		{"the first of many", many, "slides 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 and 5 more (gone)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := damagedSlides(tt.slides); got != tt.want {
				t.Errorf("damagedSlides = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestDeckWithoutText(t *testing.T) {
	t.Parallel()

	slides := meeting.DeckText{Slides: []meeting.Slide{{Number: 1}, {Number: 2}}}
	for _, tt := range []struct {
		name  string
		pages []meeting.Page
		want  string
	}{
		{"of pictures", []meeting.Page{{}, {Covered: 0.5}}, "has no text: its pages are only pictures"},
		{"with empty slides", []meeting.Page{{}, {}}, "has neither text nor pictures: its slides are empty, or show only drawings"},
	} {
		if _, warnings := Join(slides, Rendered{Pages: tt.pages}, OCRText{}); len(warnings) != 1 || warnings[0] != tt.want {
			t.Errorf("%s: warnings %q, want %q", tt.name, warnings, tt.want)
		}
	}
}

func TestUnreadPartsAreNamed(t *testing.T) {
	t.Parallel()

	_, warnings := Join(meeting.DeckText{Slides: []meeting.Slide{
		{Number: 1, Title: "x"},
		{Number: 2, Unread: []meeting.SlidePart{meeting.NotesPart, meeting.CommentsPart}},
		{Number: 4, Unread: []meeting.SlidePart{meeting.NotesPart}},
		{Number: 5, Unread: []meeting.SlidePart{meeting.RelationsPart}},
	}}, Rendered{}, OCRText{})
	want := []string{
		"has damaged speaker notes on slides 2 and 4, which are left out", "has damaged comments on slide 2, which are left out",
		"has damaged references to notes, charts and links on slide 5, which are left out",
	}
	if diff := cmp.Diff(want, warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}
