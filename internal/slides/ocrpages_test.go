package slides

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
)

func TestNeedsOCR(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name string
		page meeting.Page
		want bool
	}{
		{"a scan", meeting.Page{Covered: 1}, true},
		{"letters that are drawn, or not mapped to characters", meeting.Page{Covered: 0}, true},
		{"a screenshot below a title", meeting.Page{Letters: 25, Covered: 0.7}, false},
		{"a title alone", meeting.Page{Letters: 25, Covered: 0.1}, false},
		{"text on a photograph", meeting.Page{Letters: 300, Covered: 1}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := NeedsOCR(tt.page); got != tt.want {
				t.Errorf("NeedsOCR(%+v) = %v, want %v", tt.page, got, tt.want)
			}
		})
	}
}

func TestPagesForOCR(t *testing.T) {
	t.Parallel()
	scan, text, picture := meeting.Page{Covered: 1}, meeting.Page{Letters: 300}, meeting.Page{Letters: 300, Covered: 1, Pictures: .05}
	many := make([]meeting.Page, picturePages+2)
	for i := range many {
		many[i] = picture
	}
	for _, tt := range []struct {
		name   string
		slides []meeting.Slide
		pages  []meeting.Page
		want   OCRPages
	}{
		{"each page is a slide", []meeting.Slide{{}, {}, {}}, []meeting.Page{scan, text, scan}, OCRPages{Whole: []int{1, 3}}},
		{"only last steps", []meeting.Slide{{Areas: []meeting.Area{{Page: 1}, {Page: 2}}}, {Areas: []meeting.Area{{Page: 3}}}}, []meeting.Page{scan, scan, scan}, OCRPages{Whole: []int{2, 3}}},
		{"pages without a slide", []meeting.Slide{{}}, []meeting.Page{scan, scan}, OCRPages{Whole: []int{1, 2}}},
		{"pictures beside text", []meeting.Slide{{}, {}}, []meeting.Page{picture, scan}, OCRPages{Whole: []int{2}, Pictures: []int{1}}},
		{"a small picture", []meeting.Slide{{}}, []meeting.Page{{Letters: 300, Pictures: .04}}, OCRPages{}},
		{"slides printed on paper", []meeting.Slide{{}, {}}, []meeting.Page{{Area: meeting.Area{Page: 1}}, {Letters: 300, Area: meeting.Area{Page: 1, Top: .5}}}, OCRPages{Printed: 1}},
		{"a page in another language", []meeting.Slide{{Language: "en-GB"}, {Language: "en-GB"}, {Language: "en-US"}, {Language: "en"}, {Language: "en"}, {Language: "de-DE"}}, []meeting.Page{scan, text, text, text, text, picture}, OCRPages{Whole: []int{1}, Pictures: []int{6}, Languages: map[int]string{6: "de"}}},
		{"a background", []meeting.Slide{{}}, []meeting.Page{{Letters: 300, Covered: 1}}, OCRPages{}},
	} {
		if diff := cmp.Diff(tt.want, PagesForOCR(meeting.DeckText{Slides: tt.slides}, tt.pages)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	got := PagesForOCR(meeting.DeckText{}, many)
	if len(got.Pictures) != picturePages || !cmp.Equal(got.Skipped, []int{picturePages + 1, picturePages + 2}) {
		t.Errorf("of %d pages with pictures, %d are read and %v are skipped", len(many), len(got.Pictures), got.Skipped)
	}
}

func TestOCRLanguages(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, slides, meeting, want string }{
		{"those of the slides, the most frequent first", "de-CH fr de-DE", "en", "de fr"},
		{"that of the meeting", "", "en-GB", "en-GB"},
		{"none is known", "", "", ""},
		{"one slide of many", "de de de de de fr", "", "de"},
		{"at most two", "de fr it de", "", "de fr"},
		{"a script that differs", "zh-TW zh-CN sr-Latn zh-TW", "", "zh-Hant sr-Latn"},
	} {
		var text meeting.DeckText
		for tag := range strings.FieldsSeq(tt.slides) {
			text.Slides = append(text.Slides, meeting.Slide{Language: tag})
		}
		text.Slides = append(text.Slides, meeting.Slide{})
		if got := strings.Join(OCRLanguages(text, tt.meeting), " "); got != tt.want {
			t.Errorf("%s: OCRLanguages(%s) = %q, want %q", tt.name, tt.slides, got, tt.want)
		}
	}
}

func TestOtherScripts(t *testing.T) {
	t.Parallel()
	if got := strings.Join(otherScripts([]string{"ja", "es", "sr", "sr-Latn", "zh-Hant"}), " "); got != "ja sr zh-Hant" {
		t.Errorf("otherScripts = %q, want ja sr zh-Hant", got)
	}
}
