package sanitize_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"proceedings/internal/slides/office"
	"proceedings/internal/slides/sanitize"
	"proceedings/internal/slides/slidestest"
)

// TestCopyCropsPictures crops a picture of 10 by 10 pixels, black with one white pixel
// at 1, 2.
func TestCopyCropsPictures(t *testing.T) {
	t.Parallel()
	picture := image.NewGray(image.Rect(0, 0, 10, 10))
	picture.SetGray(1, 2, color.Gray{255})
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	fill := func(inner string) string {
		return `<p:blipFill><a:blip r:embed="rId1"/>` + inner + `<a:stretch/></p:blipFill>`
	}
	for _, tt := range []struct {
		name, fills string
		sizes       []image.Point // of the new pictures
		white       image.Point   // in the first
		uncropped   int
	}{
		{"nothing is cropped away", fill(`<a:srcRect/>`), nil, image.Point{}, 0},
		{"the right half", fill(`<a:srcRect r="50000"/>`), []image.Point{{5, 10}}, image.Pt(1, 2), 0},
		{"all sides", fill(`<a:srcRect l="10000" t="20000" r="30000" b="40000"/>`), []image.Point{{6, 4}}, image.Pt(0, 0), 0},
		{"percent", fill(`<a:srcRect l="10%" b="50%"/>`), []image.Point{{9, 5}}, image.Pt(0, 2), 0},
		{"next to nothing", fill(`<a:srcRect l="100" r="1999"/>`), nil, image.Point{}, 0},
		{"a margin", fill(`<a:srcRect l="50000" r="-10000"/>`), nil, image.Point{}, 0},
		{"everything", fill(`<a:srcRect l="50000" r="50000"/>`), nil, image.Point{}, 0},
		{"the same part twice", fill(`<a:srcRect r="50000"/>`) + fill(`<a:srcRect r="50000"/>`), []image.Point{{5, 10}}, image.Pt(1, 2), 0},
		{"two parts", fill(`<a:srcRect r="50000"/>`) + fill(`<a:srcRect b="50000"/>`), []image.Point{{5, 10}, {10, 5}}, image.Pt(1, 2), 0},
		{"a picture that is missing", strings.ReplaceAll(fill(`<a:srcRect r="50000"/>`), "rId1", "rId2"), nil, image.Point{}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: tt.fills, Refs: map[string]string{"rId1": "image ../media/one.png"}}},
				slidestest.Part{Name: "ppt/media/one.png", Content: b.String()}), office.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			removed, err := sanitize.Copy(&out, a, sanitize.OpenXML, "ppt/slides/slide99.xml")
			if err != nil || removed.Uncropped != tt.uncropped {
				t.Fatalf("%+v, %v; want %d that cannot be cropped", removed, err, tt.uncropped)
			}
			copied, err := open(t, out.Bytes(), office.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			slide, err := copied.Read("ppt/slides/slide99.xml")
			if err != nil || strings.Count(string(slide), "rIdCropped") != strings.Count(tt.fills, "<p:blipFill>") && tt.sizes != nil || tt.sizes != nil && strings.Contains(string(slide), "srcRect") {
				t.Fatalf("the slide is %s, %v", slide, err)
			}
			rels, err := copied.Read("ppt/slides/_rels/slide99.xml.rels")
			if err != nil || strings.Count(string(rels), "rIdCropped") != len(tt.sizes) {
				t.Fatalf("the relations are %s, %v", rels, err)
			}
			for i, size := range tt.sizes {
				data, err := copied.Read("ppt/media/proceedings-cropped" + string(rune('1'+i)) + ".png")
				if err != nil {
					t.Fatal(err)
				}
				got, err := png.Decode(bytes.NewReader(data))
				if err != nil || got.Bounds().Size() != size {
					t.Fatalf("picture %d: %v, want %v", i, err, size)
				}
				if r, _, _, _ := got.At(tt.white.X, tt.white.Y).RGBA(); i == 0 && r == 0 {
					t.Errorf("the wrong part is left")
				}
			}
		})
	}
}
