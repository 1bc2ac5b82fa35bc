package progress

import (
	"slices"
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// TestRoadOfADeck takes a deck to every point that it can be at.
func TestRoadOfADeck(t *testing.T) {
	t.Parallel()
	src := meeting.Source{ID: "talk", Name: "talk.pptx", SHA256: strings.Repeat("a", 64), Size: 5}
	m := meeting.Meeting{ID: "m", Language: "de", Sources: []meeting.Source{src}}
	found := meeting.Probe{Format: "pptx", Role: meeting.Deck}
	probe, text, paint := plan.ForProbe(src), plan.ForText(m, src, found), plan.ForDeck(m, src, found)
	ocr := plan.ForOCR(m, src, paint, "deck.pdf", []int{2})

	probed := steps.Outcome{Result: &steps.Result{Probe: &found}}
	said := steps.Outcome{Result: &steps.Result{Step: text, Text: &steps.Text{DeckText: meeting.DeckText{Slides: []meeting.Slide{
		{Number: 1, Title: "One", Body: "words"}, {Number: 2},
	}}}}}
	painted := func(pages ...meeting.Page) steps.Outcome {
		return steps.Outcome{Result: &steps.Result{Step: paint, Deck: &steps.Deck{PDF: "deck.pdf", Pages: pages}}}
	}
	full, photo := meeting.Page{Letters: 400}, meeting.Page{Covered: 0.95}
	read := steps.Outcome{Result: &steps.Result{Step: ocr, OCR: &steps.OCR{Pages: []meeting.Slide{{Number: 2, Body: "off a photo", OCR: true, Blocks: []meeting.Block{{Kind: meeting.Text, Text: "off a photo"}}}}}}}
	failed := steps.Outcome{Status: steps.Status{Starts: 5, Failed: "is damaged"}}

	tests := []struct {
		name     string
		there    map[string]steps.Outcome
		missing  []plan.Step
		usable   bool
		reason   string
		warnings string
		read     string // off the second page
	}{
		{"nothing is known but what it is", nil, []plan.Step{text, paint}, false, "", "", ""},
		{"it is read before it is painted", map[string]steps.Outcome{text.Key(): said}, []plan.Step{paint}, true, "", "", ""},
		{"it is painted before it is read", map[string]steps.Outcome{paint.Key(): painted(full, full)}, []plan.Step{text}, false, "", "", ""},
		{"it cannot be read", map[string]steps.Outcome{text.Key(): failed}, nil, false, "is damaged", "", ""},
		{"it cannot be painted", map[string]steps.Outcome{text.Key(): said, paint.Key(): failed}, nil, true, "", "has no pictures of its slides: it is damaged", ""},
		{"all is done", map[string]steps.Outcome{text.Key(): said, paint.Key(): painted(full, full)}, nil, true, "", "", ""},
		{"a page is only a picture", map[string]steps.Outcome{text.Key(): said, paint.Key(): painted(full, photo)}, []plan.Step{ocr}, true, "", "", ""},
		{"which is read", map[string]steps.Outcome{text.Key(): said, paint.Key(): painted(full, photo), ocr.Key(): read}, nil, true, "", "", "off a photo"},
		{"which cannot be read", map[string]steps.Outcome{text.Key(): said, paint.Key(): painted(full, photo), ocr.Key(): failed}, nil, true, "", "has pages whose text is in pictures and was not read: it is damaged", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			items, err := assessBy(m, func(s plan.Step) steps.Outcome {
				if s.Key() == probe.Key() {
					return probed
				}
				return tt.there[s.Key()]
			})
			if err != nil {
				t.Fatal(err)
			}
			var got, want []string
			for _, s := range Missing(items) {
				got = append(got, s.Key())
			}
			for _, s := range tt.missing {
				want = append(want, s.Key())
			}
			if !slices.Equal(got, want) {
				t.Errorf("missing are %q, want %q", got, want)
			}
			it := items[0]
			if (it.Made != nil) != tt.usable || it.Reason != tt.reason || presentable(items) != tt.usable {
				t.Errorf("usable: %t, reason %q; want %t, %q", it.Made != nil, it.Reason, tt.usable, tt.reason)
			}
			if it.Deck == nil {
				return
			}
			if got := strings.Join(it.Deck.warnings, "; "); got != tt.warnings {
				t.Errorf("warnings %q, want %q", got, tt.warnings)
			}
			list, _ := it.Deck.Slides()
			if len(list) != 2 || list[0].Body != "words" || list[1].Body != tt.read || list[1].OCR != (tt.read != "") {
				t.Errorf("slides = %+v", list)
			}
		})
	}
}
