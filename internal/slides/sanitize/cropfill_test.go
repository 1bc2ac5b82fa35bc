package sanitize_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"regexp"
	"strings"
	"testing"

	"proceedings/internal/slides/office"
	"proceedings/internal/slides/sanitize"
	"proceedings/internal/slides/slidestest"
)

// halves is an image of 80×40 pixels, white on the left and black on the right.
func halves() image.Image {
	m := image.NewGray(image.Rect(0, 0, 80, 40))
	for i := range m.Pix {
		if i%80 < 40 {
			m.Pix[i] = 255
		}
	}
	return m
}

// TestCopyCropsFills of every kind that LibreOffice draws whole.
func TestCopyCropsFills(t *testing.T) {
	t.Parallel()
	var asPNG, asJPEG bytes.Buffer
	if err := png.Encode(&asPNG, halves()); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&asJPEG, halves(), nil); err != nil {
		t.Fatal(err)
	}
	inner := `<a:blip r:embed="rIdF"/><a:srcRect r="50000"/><a:stretch><a:fillRect/></a:stretch>`
	fill := `<a:blipFill>` + inner + `</a:blipFill>`
	picture := `<p:pic><p:blipFill>` + inner + `</p:blipFill></p:pic>`
	group := func(turn, shapes string) string {
		return `<p:grpSp><p:grpSpPr><a:xfrm` + turn + `/></p:grpSpPr>` + shapes + `</p:grpSp>`
	}
	for _, tt := range []struct {
		name, shapes, data string
		cropped            bool
		uncropped          int
	}{
		{"a shape", `<p:sp><p:spPr>` + fill + `</p:spPr></p:sp>`, asPNG.String(), true, 0},
		{"a shape with a photo", `<p:sp><p:spPr>` + fill + `</p:spPr></p:sp>`, asJPEG.String(), true, 0},
		{"two shapes", strings.Repeat(`<p:sp><p:spPr>`+fill+`</p:spPr></p:sp>`, 2), asPNG.String(), true, 0},
		{"a table cell", `<p:graphicFrame><a:tbl><a:tr><a:tc><a:tcPr>` + fill + `</a:tcPr></a:tc></a:tr></a:tbl></p:graphicFrame>`, asPNG.String(), true, 0},
		{"a group", `<p:grpSp><p:grpSpPr>` + fill + `</p:grpSpPr></p:grpSp>`, asPNG.String(), true, 0},
		{"a picture in a rotated group", group(` rot="2700000"`, group("", picture)), asPNG.String(), true, 0},
		{"a picture in a group", group(` rot="0"`, picture), asPNG.String(), false, 0},
		{"a picture", picture, asPNG.String(), false, 0},
		{"a damaged picture", `<p:sp><p:spPr>` + fill + `</p:spPr></p:sp>`, asPNG.String()[:50], false, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text, parts, removed := copiedPictures(t, tt.shapes, tt.data)
			if len(removed.Uncropped) != tt.uncropped || tt.uncropped > 0 && removed.Uncropped[0] != 1 {
				t.Errorf("pictures on slides %v are not cropped", removed.Uncropped)
			}
			if got := !strings.Contains(text, "srcRect"); got != tt.cropped {
				t.Fatalf("cropped: %t in %s", got, text)
			}
			if !tt.cropped {
				return
			}
			if len(parts) != 1 {
				t.Fatalf("%d cropped pictures, want 1", len(parts))
			}
			m, err := office.DecodeImage([]byte(parts[0]))
			if err != nil || m.Bounds().Dx() != 40 || m.Bounds().Dy() != 40 {
				t.Fatalf("a picture %v, %v", m, err)
			}
			if c := color.GrayModel.Convert(m.At(m.Bounds().Max.X-10, 20)); c.(color.Gray).Y < 200 {
				t.Errorf("it shows what is cropped away: %v", c)
			}
		})
	}
}

var embedPattern = regexp.MustCompile(`r:embed="(rIdCropped\d+)"`)

// copiedPictures are the text of a copied slide and the cropped pictures to which it refers.
func copiedPictures(t *testing.T, shapes, data string) (text string, parts []string, removed sanitize.Removed) {
	t.Helper()
	deck := slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: shapes, Refs: map[string]string{"rIdF": "image ../media/f.png"}}},
		slidestest.Part{Name: "ppt/media/f.png", Content: data})
	a, err := open(t, deck, office.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if removed, err = sanitize.Copy(&out, a, sanitize.OpenXML, order(t, a)...); err != nil {
		t.Fatal(err)
	}
	made, err := open(t, out.Bytes(), office.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	slide, err := made.Read("ppt/slides/slide99.xml")
	if err != nil {
		t.Fatal(err)
	}
	relations, err := made.Read("ppt/slides/_rels/slide99.xml.rels")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range embedPattern.FindAllStringSubmatch(string(slide), -1) {
		target := regexp.MustCompile(fmt.Sprintf(`Id="%s"[^>]*Target="/([^"]*)"`, m[1])).FindStringSubmatch(string(relations))
		if target == nil {
			t.Fatalf("no relation %s in %s", m[1], relations)
		}
		if seen[target[1]] {
			continue
		}
		seen[target[1]] = true
		part, err := made.Read(target[1])
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, string(part))
	}
	return string(slide), parts, removed
}
