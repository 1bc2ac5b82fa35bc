package slides_test

import (
	"bytes"
	"image"
	"image/color"
	imagedraw "image/draw"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/tiff"

	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// cropped is a picture whose right half, in red, is cropped away, and the rest blue.
func cropped(t *testing.T, encode func(*bytes.Buffer, image.Image) error) string {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 64, 48))
	imagedraw.Draw(picture, picture.Bounds(), image.NewUniform(color.RGBA{0, 0, 255, 255}), image.Point{}, imagedraw.Src)
	imagedraw.Draw(picture, image.Rect(32, 0, 64, 48), image.NewUniform(color.RGBA{255, 0, 0, 255}), image.Point{}, imagedraw.Src)
	var b bytes.Buffer
	if err := encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestExportRemovesLeaks plants words in the metadata of a photograph, in alternative
// texts and links, and a colour in cropped-away parts of pictures.
func TestExportRemovesLeaks(t *testing.T) {
	t.Parallel()
	needTools(t)
	photo := cropped(t, func(b *bytes.Buffer, i image.Image) error { return jpeg.Encode(b, i, nil) })
	exif := "Exif\x00\x00exif-place"
	photo = photo[:2] + "\xff\xe1\x00" + string(rune(len(exif)+2)) + exif + photo[2:]
	plain := cropped(t, func(b *bytes.Buffer, i image.Image) error { return png.Encode(b, i) })
	pic := func(id, offset, turn string) string {
		return `<p:pic><p:nvPicPr><p:cNvPr id="3" name="P" descr="C:\Users\alt-path\plan"><a:hlinkClick r:id="rId8"/></p:cNvPr><p:cNvPicPr/><p:nvPr/></p:nvPicPr>` +
			`<p:blipFill><a:blip r:embed="` + id + `"/><a:srcRect r="50000"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>` +
			`<p:spPr><a:xfrm rot="` + turn + `"><a:off x="` + offset + `" y="2000000"/><a:ext cx="2000000" cy="3000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`
	}
	pptx := slidestest.PPTX(t, []slidestest.PPTXSlide{{
		Shapes: slidestest.Shape("title", "Oxygen rises") + pic("rId9", "0", "0") + pic("rId10", "4000000", "0") + pic("rId11", "6000000", "2400000") + pic("rId12", "8000000", "5400000") + pic("rId13", "2000000", "0"),
		Refs:   map[string]string{"rId8": "hyperlink smb://link-server/share", "rId9": "image ../media/one.jpeg", "rId10": "image ../media/two.png", "rId11": "image ../media/three.jpeg", "rId12": "image ../media/four.png", "rId13": "image ../media/five.tiff"},
	}}, slidestest.Part{Name: "ppt/media/one.jpeg", Content: photo}, slidestest.Part{Name: "ppt/media/two.png", Content: plain},
		slidestest.Part{Name: "ppt/media/three.jpeg", Content: photo}, slidestest.Part{Name: "ppt/media/four.png", Content: plain},
		slidestest.Part{Name: "ppt/media/five.tiff", Content: cropped(t, func(b *bytes.Buffer, i image.Image) error { return tiff.Encode(b, i, nil) })})
	c := converter(t)
	path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
	if err := os.WriteFile(path, pptx, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Render(t.Context(), path, dir, slides.Options{Omit: everything()}, nil); err != nil {
		t.Fatal(err)
	}
	made := plainPDF(t, filepath.Join(dir, "deck.pdf"))
	for _, leak := range []string{"exif-place", "alt-path", "link-server"} {
		if strings.Contains(made, leak) {
			t.Errorf("the published file has %q", leak)
		}
	}
	images := pdfImages(t, filepath.Join(dir, "deck.pdf"), 7) // two with a mask each
	testOnlyBlue(t, images[0], 32, 48)
	testOnlyBlue(t, images[1], 32, 48)
	testNoRed(t, images[2])
	testNoRed(t, images[4])
	testOnlyBlue(t, images[6], 32, 48)
}

// TestCroppedPicturesOfODP crops pictures whose style says what is cropped away, one of
// them turned.
func TestCroppedPicturesOfODP(t *testing.T) {
	t.Parallel()
	needTools(t)
	for name, encode := range map[string]func(*bytes.Buffer, image.Image) error{
		"png":  func(b *bytes.Buffer, i image.Image) error { return png.Encode(b, i) },
		"jpeg": func(b *bytes.Buffer, i image.Image) error { return jpeg.Encode(b, i, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			odp := slidestest.ODP(t, []slidestest.ODPSlide{{
				Styles: `<style:style style:name="gr1" style:family="graphic"><style:graphic-properties fo:clip="rect(0cm, 0.847cm, 0cm, 0cm)"/></style:style>`,
				Shapes: `<draw:frame draw:style-name="gr1" svg:x="2cm" svg:y="2cm" svg:width="4cm" svg:height="6cm"><draw:image xlink:href="Pictures/one.png"/></draw:frame>` +
					`<draw:frame draw:style-name="gr1" svg:width="4cm" svg:height="6cm" draw:transform="rotate(0.5) translate(9cm 9cm)"><draw:image xlink:href="Pictures/one.png"/></draw:frame>`,
			}}, slidestest.Part{Name: "Pictures/one.png", Content: cropped(t, encode)})
			path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
			if err := os.WriteFile(path, odp, 0o600); err != nil {
				t.Fatal(err)
			}
			made, err := converter(t).Render(t.Context(), path, dir, slides.Options{Omit: everything()}, nil)
			if err != nil || len(made.Warnings) > 0 {
				t.Fatalf("warnings %q, %v", made.Warnings, err)
			}
			for _, name := range pdfImages(t, filepath.Join(dir, "deck.pdf"), 3) { // one with a mask
				testNoRed(t, name)
			}
		})
	}
}
