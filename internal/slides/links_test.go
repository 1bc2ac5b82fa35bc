package slides_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/proc"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// imagesOnTheDisk converts a deck that refers to an image by file://, without a
// sandbox, so that only the converter can keep it out. The same image within the
// deck shows that it could appear.
func imagesOnTheDisk(t *testing.T, c *slides.Converter) {
	t.Helper()
	runner := unsandboxed(t)

	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 64, 64))); err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(t.TempDir(), "secret.png")
	if err := os.WriteFile(secret, picture.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	inODP := func(href string) []byte {
		return slidestest.ODP(t, []slidestest.ODPSlide{{
			Shapes: slidestest.Frame("", `<draw:image xlink:href="`+href+`" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>`),
		}}, slidestest.Part{Name: "Pictures/one.png", Content: picture.String()})
	}
	inPPTX := func(target, attr string) []byte {
		return slidestest.PPTX(t, []slidestest.PPTXSlide{{
			Shapes: `<p:pic><p:nvPicPr><p:cNvPr id="3" name="P"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip ` + attr + `="rId9"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>` +
				`<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="3000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`,
			Refs: map[string]string{"rId9": "image " + target},
		}}, slidestest.Part{Name: "ppt/media/one.png", Content: picture.String()})
	}
	for _, tt := range []struct {
		name  string
		deck  []byte
		shown bool
	}{
		{"an image in an odp file is shown", inODP("Pictures/one.png"), true},
		{"an image on the disk is not", inODP("file://" + secret), false},
		{"an image in a pptx file is shown", inPPTX("../media/one.png", "r:embed"), true},
		{"a linked image is not", inPPTX("file://"+secret, "r:link"), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
			if err := os.WriteFile(path, tt.deck, 0o600); err != nil {
				t.Fatal(err)
			}
			result, err := c.Render(t.Context(), path, dir, slides.Options{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			var list strings.Builder
			if _, err := runner.Run(t.Context(), proc.Command{Path: "pdfimages", Args: []string{"-list", filepath.Join(dir, layout.DeckPDF)}, Stdout: &list}); err != nil {
				t.Fatal(err)
			}
			warned := strings.Contains(strings.Join(result.Warnings, "\n"), "refers to an outside file")
			if shown := strings.Contains(list.String(), " 64 "); shown != tt.shown || warned == tt.shown {
				t.Errorf("the image is in the PDF file: %v, want %v; warnings %q\n%s", shown, tt.shown, result.Warnings, list.String())
			}
		})
	}
}
