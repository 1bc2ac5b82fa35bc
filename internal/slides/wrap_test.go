package slides_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/proc"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// imagesBecomeDecks runs the real tools on an image, and on an archive of images: a
// page each, in the order of their names.
func imagesBecomeDecks(t *testing.T, c *slides.Converter) {
	t.Helper()
	runner := unsandboxed(t)

	album := slidestest.Zip(t,
		slidestest.Part{Name: "talk/10.png", Content: string(pixels(t, 100, 90))},
		slidestest.Part{Name: "talk/9 The harbour.png", Content: string(pixels(t, 90, 90))},
		slidestest.Part{Name: "__MACOSX/talk/._10.png", Content: "x"},
		slidestest.Part{Name: "talk/README.txt", Content: "All rights reserved"},
	)
	for name, tt := range map[string]struct {
		deck     []byte
		widths   []string
		warnings []string
	}{
		"an image": {pixels(t, 77, 40), []string{"77"}, nil},
		"an album": {album, []string{"90", "100"}, []string{"has files that are no images, which are left out: README.txt"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
			if err := os.WriteFile(path, tt.deck, 0o600); err != nil {
				t.Fatal(err)
			}
			rendered, err := c.Render(t.Context(), path, dir, slides.Options{}, nil)
			if err != nil || len(rendered.Pages) != len(tt.widths) || !slices.Equal(rendered.Warnings, tt.warnings) {
				t.Fatalf("%d pages, warnings %q, %v, want %d", len(rendered.Pages), rendered.Warnings, err, len(tt.widths))
			}
			var list strings.Builder
			if _, err := runner.Run(t.Context(), proc.Command{Path: "pdfimages", Args: []string{"-list", filepath.Join(dir, layout.DeckPDF)}, Stdout: &list}); err != nil {
				t.Fatal(err)
			}
			var widths []string
			for line := range strings.Lines(list.String()) {
				if f := strings.Fields(line); len(f) > 3 && f[2] == "image" {
					widths = append(widths, f[3])
				}
			}
			if strings.Join(widths, " ") != strings.Join(tt.widths, " ") {
				t.Errorf("images of the widths %q, want %q", widths, tt.widths)
			}
		})
	}
}

// objectKeepsItsPreview: the embedded file is removed, but its preview image on the
// slide stays.
func objectKeepsItsPreview(t *testing.T, c *slides.Converter) {
	t.Helper()

	object := `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="O"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="3000000"/></p:xfrm>` +
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/presentationml/2006/ole"><p:oleObj name="W" r:id="rIdO" imgW="3000000" imgH="3000000" progId="Word.Document.12"><p:embed/>` +
		`<p:pic><p:nvPicPr><p:cNvPr id="0" name=""/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="rIdP"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>` +
		`<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="3000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic></p:oleObj></a:graphicData></a:graphic></p:graphicFrame>`
	deck := slidestest.PPTX(t, []slidestest.PPTXSlide{{
		Shapes: slidestest.Shape("title", "Harmless") + object,
		Refs:   map[string]string{"rIdO": "package ../embeddings/Document1.docx", "rIdP": "image ../media/stand-in.png"},
	}},
		slidestest.Part{Name: "ppt/media/stand-in.png", Content: string(pixels(t, 53, 53))},
		slidestest.Part{Name: "ppt/embeddings/Document1.docx", Content: string(slidestest.Zip(t, slidestest.Part{Name: "word/document.xml", Content: "<x/>"}))},
	)
	if _, list, _ := newTarget(t).attack(t, c, deck); !hasImage(list, "53") {
		t.Errorf("the image is missing:\n%s", list)
	}
}
