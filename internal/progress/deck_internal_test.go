package progress

import (
	"slices"
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

func TestAssessDeck(t *testing.T) {
	t.Parallel()
	src := meeting.Source{ID: "talk", Name: "talk.pptx", SHA256: strings.Repeat("a", 64), Size: 5}
	m := meeting.Meeting{ID: "m", Language: "de", Sources: []meeting.Source{src}}
	found := meeting.Probe{Format: "pptx", Role: meeting.Deck}
	probe, text, render := plan.ForProbe(src), plan.ForText(m, src, found), plan.ForDeck(m, src, found)
	ocr := plan.ForOCR(m, src, render, plan.OCRParams{PDF: "deck.pdf", Pages: []int{2}, Languages: []string{"de"}})

	probed := steps.Outcome{Result: &steps.Result{Probe: &found}}
	extracted := steps.Outcome{Result: &steps.Result{Step: text, Text: &steps.Text{DeckText: meeting.DeckText{Slides: []meeting.Slide{
		{Number: 1, Title: "One", Body: "words"}, {Number: 2},
	}}}}}
	rendered := func(pages ...meeting.Page) steps.Outcome {
		return steps.Outcome{Result: &steps.Result{Step: render, Deck: &steps.Deck{PDF: "deck.pdf", Pages: pages}}}
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
		read     string // recognized text of the second page
	}{
		{"after the probe", nil, []plan.Step{text, render}, false, "", "", ""},
		{"text first", map[string]steps.Outcome{text.Key(): extracted}, []plan.Step{render}, true, "", "", ""},
		{"images first", map[string]steps.Outcome{render.Key(): rendered(full, full)}, []plan.Step{text}, false, "", "", ""},
		{"failed text extraction", map[string]steps.Outcome{text.Key(): failed}, nil, false, "is damaged", "", ""},
		{"failed rendering", map[string]steps.Outcome{text.Key(): extracted, render.Key(): failed}, nil, true, "", "has no slide images: it is damaged", ""},
		{"complete", map[string]steps.Outcome{text.Key(): extracted, render.Key(): rendered(full, full)}, nil, true, "", "", ""},
		{"a page with text only in an image", map[string]steps.Outcome{text.Key(): extracted, render.Key(): rendered(full, photo)}, []plan.Step{ocr}, true, "", "", ""},
		{"recognized page", map[string]steps.Outcome{text.Key(): extracted, render.Key(): rendered(full, photo), ocr.Key(): read}, nil, true, "", "", "off a photo"},
		{"failed OCR", map[string]steps.Outcome{text.Key(): extracted, render.Key(): rendered(full, photo), ocr.Key(): failed}, nil, true, "", "has pages whose text is only in images and was not recognized: it is damaged", ""},
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
				t.Errorf("missing steps %q, want %q", got, want)
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
