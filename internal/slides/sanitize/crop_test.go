package sanitize_test

import (
	"bytes"
	"strings"
	"testing"

	"proceedings/internal/slides/office"
	"proceedings/internal/slides/sanitize"
	"proceedings/internal/slides/slidestest"
)

// TestCopyCountsCroppedDrawings: only images can be cropped in the PDF file.
func TestCopyCountsCroppedDrawings(t *testing.T) {
	t.Parallel()
	fill := func(id, inner string) string {
		return `<p:blipFill><a:blip r:embed="` + id + `"/>` + inner + `<a:stretch/></p:blipFill>`
	}
	for _, tt := range []struct {
		name, fills string
		want        int
	}{
		{"an image", fill("rId1", `<a:srcRect r="50000"/>`), 0},
		{"a drawing", fill("rId2", `<a:srcRect r="50000"/>`), 1},
		{"percent", fill("rId2", `<a:srcRect b="50%"/>`), 1},
		{"a drawing twice", strings.Repeat(fill("rId2", `<a:srcRect r="50000"/>`), 2), 2},
		{"a whole drawing", fill("rId2", `<a:srcRect/>`), 0},
		{"next to nothing", fill("rId2", `<a:srcRect l="100" r="1999"/>`), 0},
		{"a drawing that is missing", fill("rId3", `<a:srcRect r="50000"/>`), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			refs := map[string]string{"rId1": "image ../media/one.png", "rId2": "image ../media/two.EMF"}
			a, err := open(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: tt.fills, Refs: refs}}), office.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			removed, err := sanitize.Copy(&bytes.Buffer{}, a, sanitize.OpenXML, "ppt/slides/slide99.xml")
			if err != nil || len(removed.Uncropped) != tt.want {
				t.Fatalf("%+v, %v; want %d that cannot be cropped", removed, err, tt.want)
			}
		})
	}
}

// TestCopyCountsCroppedDrawingsOfOpenDocument counts pictures, of which several have one
// style, and one has a second file.
func TestCopyCountsCroppedDrawingsOfOpenDocument(t *testing.T) {
	t.Parallel()
	frame := func(files ...string) string {
		images := ""
		for _, f := range files {
			images += `<draw:image xlink:href="Pictures/` + f + `"/>`
		}
		return `<draw:frame draw:style-name="gr1">` + images + `</draw:frame>`
	}
	for _, tt := range []struct {
		clip, frames string
		want         int
	}{
		{"rect(0cm, 1.5cm, 0cm, 0cm)", frame("a.emf") + frame("b.wmf") + frame("a.svg", "a.png"), 3},
		{"rect(0cm, 1.5cm, 0cm, 0cm)", frame("a.png") + frame("b.tif"), 1},
		{"rect(0cm, 1.5cm, 0cm, 0cm)", "", 0},
		{"rect(0cm, 0cm, 0cm, 0cm)", frame("a.emf"), 0},
		{"auto", frame("a.emf"), 0},
	} {
		content := `<x xmlns:draw="d" xmlns:style="s" xmlns:fo="f" xmlns:xlink="l"><style:style style:name="gr1"><style:graphic-properties fo:clip="` + tt.clip + `"/></style:style>` + tt.frames + `</x>`
		a, err := open(t, slidestest.Zip(t, slidestest.Part{Name: "content.xml", Content: content}, slidestest.Part{Name: "Pictures/a.png"}), limits())
		if err != nil {
			t.Fatal(err)
		}
		if _, removed := copyOf(t, a, sanitize.OpenDocument); len(removed.Uncropped) != tt.want {
			t.Errorf("%s: %d cropped drawings, want %d", content, removed.Uncropped, tt.want)
		}
	}
}
