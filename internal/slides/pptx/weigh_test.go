package pptx_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/pptx"
	"proceedings/internal/slides/slidestest"
)

func TestWeigh(t *testing.T) {
	t.Parallel()
	diagram := slidestest.PPTXOf(t, meeting.DeckText{Slides: []meeting.Slide{{Blocks: []meeting.Block{{Kind: meeting.Diagram, Text: "Plan\nBuild"}}}}})
	for _, tt := range []struct {
		name string
		data []byte
		want []int
	}{
		// Each slide has one group around all shapes.
		{"an empty slide, a text box, a table of four cells", slidestest.PPTX(t, []slidestest.PPTXSlide{
			{}, {Shapes: slidestest.Shape("", "a", "b")}, {Shapes: slidestest.Table([]string{"a", "b"}, []string{"c", "d"})},
		}), []int{1, 1 + 2, 1 + 1 + 4}},
		{"a diagram weighs as much as its drawing", diagram, []int{1 + 1 + 1 + 2*2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := office.Open(bytes.NewReader(tt.data), int64(len(tt.data)), office.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			weights, err := pptx.Weigh(a)
			if err != nil {
				t.Fatal(err)
			}
			got := make([]int, len(weights))
			for i, w := range weights {
				got[i] = w.Units
				if !a.Has(w.Part) {
					t.Errorf("slide %d is in %q, which does not exist", i+1, w.Part)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("- want + got\n%s", diff)
			}
		})
	}
}

func TestWeighRefusesDamagedDecks(t *testing.T) {
	t.Parallel()
	data := slidestest.Zip(t, slidestest.Part{Name: "ppt/presentation.xml", Content: `<p:presentation xmlns:p="p"/>`})
	a, err := office.Open(bytes.NewReader(data), int64(len(data)), office.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if _, err = pptx.Weigh(a); fault.Reason(err) != "has no slides" {
		t.Errorf("err = %v, want a refusal", err)
	}
}
