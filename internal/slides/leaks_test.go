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

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
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
	pic := func(id, offset string) string {
		return `<p:pic><p:nvPicPr><p:cNvPr id="3" name="P" descr="C:\Users\alt-path\plan"><a:hlinkClick r:id="rId8"/></p:cNvPr><p:cNvPicPr/><p:nvPr/></p:nvPicPr>` +
			`<p:blipFill><a:blip r:embed="` + id + `"/><a:srcRect r="50000"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>` +
			`<p:spPr><a:xfrm><a:off x="` + offset + `" y="2000000"/><a:ext cx="2000000" cy="3000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`
	}
	pptx := slidestest.PPTX(t, []slidestest.PPTXSlide{{
		Shapes: slidestest.Shape("title", "Oxygen rises") + pic("rId9", "0") + pic("rId10", "4000000"),
		Refs:   map[string]string{"rId8": "hyperlink smb://link-server/share", "rId9": "image ../media/one.jpeg", "rId10": "image ../media/two.png"},
	}}, slidestest.Part{Name: "ppt/media/one.jpeg", Content: photo}, slidestest.Part{Name: "ppt/media/two.png", Content: plain})
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
	if _, err := proctest.Plain().Run(t.Context(), proc.Command{Path: "pdfimages", Args: []string{"-png", filepath.Join(dir, "deck.pdf"), filepath.Join(dir, "image")}}); err != nil {
		t.Fatal(err)
	}
	images, err := filepath.Glob(filepath.Join(dir, "image-*.png"))
	if err != nil || len(images) != 2 {
		t.Fatalf("images %v, %v", images, err)
	}
	for _, name := range images {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for x := range picture.Bounds().Dx() {
			if r, _, b, _ := picture.At(x, 10).RGBA(); r > b {
				t.Errorf("%s of %v shows the part that is cropped away, at %d", filepath.Base(name), picture.Bounds(), x)
				break
			}
		}
	}
}
