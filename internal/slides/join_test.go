package slides

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

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
	said := func(texts ...string) (blocks []meeting.Block) {
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
		{"each slide has its picture", []meeting.Slide{{Title: "a"}, {Title: "b"}}, []meeting.Page{page, page}, nil, []meeting.Slide{with(1, meeting.Slide{Title: "a"}), with(2, meeting.Slide{Title: "b"})}, 0},
		{"a page too many becomes a slide", []meeting.Slide{{Title: "a"}}, []meeting.Page{page, page}, nil, []meeting.Slide{with(1, meeting.Slide{Title: "a"}), with(2, meeting.Slide{})}, 1},
		{"a slide without a page stays", []meeting.Slide{{Title: "a"}, {Body: "b"}}, []meeting.Page{page}, nil, []meeting.Slide{with(1, meeting.Slide{Title: "a"}), {Number: 2, Body: "b"}}, 1},
		{"a deck that could not be painted has its text", []meeting.Slide{{Title: "a"}, {Body: "b"}}, nil, nil, []meeting.Slide{{Number: 1, Title: "a"}, {Number: 2, Body: "b"}}, 0},
		{"a deck without text is warned of", []meeting.Slide{{}}, []meeting.Page{page}, nil, []meeting.Slide{with(1, meeting.Slide{})}, 1},
		{"text without end is cut at a character", []meeting.Slide{{Title: strings.Repeat("é", 600), Body: "b\xff"}}, []meeting.Page{page}, nil, []meeting.Slide{with(1, meeting.Slide{Title: strings.Repeat("é", 512), Body: "b\ufffd"})}, 1},
		{"blocks without end are cut, too", []meeting.Slide{{Title: "a", Blocks: said(long, long, "b")}}, []meeting.Page{page}, nil, []meeting.Slide{with(1, meeting.Slide{Title: "a", Blocks: said(long, long)})}, 1},
		{"what was read is what a picture says", []meeting.Slide{{}}, []meeting.Page{page}, []meeting.Slide{{Number: 1, Blocks: said("INVOICE", "Acme")}}, []meeting.Slide{with(1, meeting.Slide{Blocks: said("INVOICE", "Acme"), Body: "INVOICE\nAcme", OCR: true})}, 0},
		{"what is said already is not said twice", []meeting.Slide{{Title: "The bridge", Blocks: said("In steel"), Body: "In steel"}}, []meeting.Page{page}, []meeting.Slide{{Number: 1, Blocks: said("THE BRIDGE", "East side")}}, []meeting.Slide{with(1, meeting.Slide{Title: "The bridge", Blocks: said("In steel", "East side"), Body: "In steel\nEast side", OCR: true})}, 0},
		{"nothing that was read changes nothing", []meeting.Slide{{Title: "a"}}, []meeting.Page{page}, []meeting.Slide{{Number: 1, OCR: true}, {Number: 7, Blocks: said("b")}}, []meeting.Slide{with(1, meeting.Slide{Title: "a"})}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, warnings := Join(meeting.DeckText{Slides: tt.slides}, Painted{Pages: tt.pages}, Reading{Pages: tt.read})
			if diff := cmp.Diff(tt.want, got); diff != "" || len(warnings) != tt.warnings {
				t.Errorf("warnings %q, want %d; slides differ (-want +got):\n%s", warnings, tt.warnings, diff)
			}
		})
	}
}

func TestWantsReading(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name string
		page meeting.Page
		want bool
	}{
		{"a scan", meeting.Page{Covered: 1}, true},
		{"letters that are drawn, or of unknown names", meeting.Page{Covered: 0}, true},
		{"a screenshot below a title", meeting.Page{Letters: 25, Covered: 0.7}, true},
		{"a title alone", meeting.Page{Letters: 25, Covered: 0.1}, false},
		{"text on a photograph", meeting.Page{Letters: 300, Covered: 1}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := WantsReading(tt.page); got != tt.want {
				t.Errorf("WantsReading(%+v) = %v, want %v", tt.page, got, tt.want)
			}
		})
	}
}

func TestParseTSV(t *testing.T) {
	t.Parallel()

	const head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
	word := func(block, paragraph, line, conf, text string) string {
		return strings.Join([]string{"5", "1", block, paragraph, line, "1", "0", "0", "9", "9", conf, text}, "\t") + "\n"
	}
	tests := []struct {
		name, table string
		want        []string
	}{
		{"an empty page", head + "1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n", nil},
		{"words of a paragraph", head + word("1", "1", "1", "96.1", "Acme") + word("1", "1", "2", "60", "Ltd."), []string{"Acme Ltd."}},
		{"paragraphs and blocks are apart", word("1", "1", "1", "90", "a") + word("1", "2", "1", "90", "b") + word("2", "1", "1", "90", "c"), []string{"a", "b", "c"}},
		{"a word that was broken is whole", word("1", "1", "1", "90", "trans-") + word("1", "1", "2", "90", "port") + word("1", "1", "2", "90", "A-") + word("1", "1", "3", "90", "b"), []string{"transport A- b"}},
		{"what is hardly read is left out", word("1", "1", "1", "59.9", "Acrne") + word("1", "1", "1", "NaN", "x"), nil},
		{"a paragraph of strokes is a drawing", word("1", "1", "1", "95", "|") + word("1", "1", "1", "95", "—"), nil},
		{"a word holds quotes and tabs", word("1", "1", "1", "95", "\"a\tb"), []string{"\"a\tb"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, b := range parseTSV(tt.table) {
				got = append(got, b.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("paragraphs differ (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzParseTSV(f *testing.F) {
	f.Add("5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t95\ta\n5\t1\t1\t1\t2\t1\t0\t0\t9\t9\t95\tb")
	f.Fuzz(func(t *testing.T, table string) {
		for _, b := range parseTSV(table) {
			if strings.TrimSpace(b.Text) == "" {
				t.Errorf("an empty paragraph: %q", b.Text)
			}
		}
	})
}

func TestTesseractLanguage(t *testing.T) {
	t.Parallel()

	for tag, want := range map[string]string{
		"": "eng", "en-GB": "eng", "de": "deu", "de-AT": "deu", "DEU": "deu", "fr_CH": "fra", "nb": "nor",
		"zh": "chi_sim", "zh-TW": "chi_tra", "zh-Hans-HK": "chi_sim", "sr-Latn-RS": "srp_latn", "sr": "srp",
		"tlh": "eng", "-": "eng", "de;rm": "eng",
	} {
		if got := tesseractLanguage(tag); got != want {
			t.Errorf("the language of %q is %q, want %q", tag, got, want)
		}
	}
}

// TestShrinkKeepsTheMean holds the law that a smaller picture is as bright as
// the one that it was made of, where it is a part of it in every direction.
func TestShrinkKeepsTheMean(t *testing.T) {
	t.Parallel()

	rapid.Check(t, func(t *rapid.T) {
		w, h, by := rapid.IntRange(1, 12).Draw(t, "width"), rapid.IntRange(1, 12).Draw(t, "height"), rapid.IntRange(1, 5).Draw(t, "by")
		large := blankPixels(w*by, h*by)
		for i := range large.Pix {
			large.Pix[i] = rapid.Byte().Draw(t, "point")
		}
		small := shrink(large, canvas{w, h})
		a, b := mean(large, large.Bounds()), mean(small, small.Bounds())
		for i := range 3 {
			if d := int(a[i]) - int(b[i]); d > 1 || d < -1 {
				t.Fatalf("mean %v becomes %v", a, b)
			}
		}
	})
}

func TestColour(t *testing.T) {
	t.Parallel()

	p := blankPixels(2, 1)
	copy(p.Pix, []uint8{0xff, 0, 0x10, 0xff, 0xff, 0xff, 0x20, 0xff})
	if got := colour(p); got != "#ff8018" {
		t.Errorf("the colour is %s, want #ff8018", got)
	}
}
