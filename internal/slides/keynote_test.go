package slides_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

const (
	cannotLoad = "Error: source file could not be loaded"
	slideOne   = "Data/st-7D643FA7-9A1F-45A5-A30F-7828735F3C35-"
	slideTwo   = "Data/st-0E31FC27-7081-45DE-A0B7-C5981D569560-"
)

func photo(t *testing.T, name string, width, height int) slidestest.Part {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, height)), nil); err != nil {
		t.Fatal(err)
	}
	return slidestest.Part{Name: name, Content: b.String()}
}

// TestKeynoteIsPublishedFromItsPreviews replaces LibreOffice by one that reads odp files
// only.
func TestKeynoteIsPublishedFromItsPreviews(t *testing.T) {
	t.Parallel()

	slide := slidestest.Part{Name: "Index/Slide.iwa", Content: "x"}
	for _, tt := range []struct {
		name    string
		parts   []slidestest.Part
		format  slides.Format
		slides  int // of the pictures
		warning string
		reason  string // of a refusal
	}{
		{
			name: "a PDF preview", parts: []slidestest.Part{slide, {Name: "Deck.key/QuickLook/Preview.pdf", Content: "%PDF-1.7\n"}, photo(t, "preview.jpg", 160, 90)},
			format: slides.PDF, slides: 2, warning: "is a Keynote deck that is published from the PDF preview inside; export it from Keynote as PDF or PowerPoint to publish all slides with their text",
		},
		{
			name: "the largest picture of each slide", parts: []slidestest.Part{
				slide, photo(t, slideTwo+"310.jpg", 32, 18), photo(t, slideOne+"205.jpg", 32, 18), photo(t, slideOne+"237.jpg", 160, 90),
				photo(t, slideTwo+"240.jpg", 160, 90), photo(t, "preview.jpg", 1600, 900), photo(t, "Data/mt-24A5AB29-E1BA-43E9-8F5B-E6345AFB6C28-116.jpg", 32, 18),
			},
			format: slides.KEY, slides: 2, warning: "is a Keynote deck that LibreOffice cannot read, so it is published from the small slide pictures inside; export it from Keynote as PDF or PowerPoint to publish all slides with their text",
		},
		{
			name: "the numbered pictures of Keynote '09", parts: []slidestest.Part{{Name: "index.apxl", Content: "x"}, photo(t, "thumbs/st0.jpg", 32, 18), photo(t, "thumbs/st1-2.jpg", 32, 18), photo(t, "thumbs/mt0.jpg", 32, 18)},
			format: slides.KEY, slides: 2, warning: "is a Keynote deck that LibreOffice cannot read, so it is published from the small slide pictures inside; export it from Keynote as PDF or PowerPoint to publish all slides with their text",
		},
		{
			name: "nothing but pictures", parts: []slidestest.Part{photo(t, "Data/st0-12.jpg", 32, 18), photo(t, "Data/st1-14.jpg", 32, 18), {Name: "Metadata/Properties.plist", Content: "x"}},
			format: slides.KEY, slides: 2, warning: "is a Keynote deck that LibreOffice cannot read, so it is published from the small slide pictures inside; export it from Keynote as PDF or PowerPoint to publish all slides with their text",
		},
		{
			name: "the first slide alone", parts: []slidestest.Part{slide, photo(t, "preview-web.jpg", 32, 18), photo(t, "preview.jpg", 160, 90)},
			format: slides.KEY, slides: 1, warning: "is a Keynote deck that LibreOffice cannot read, so it is published from the picture of the first slide inside; export it from Keynote as PDF or PowerPoint to publish all slides with their text",
		},
		{
			name: "no preview", parts: []slidestest.Part{slide, {Name: "preview.jpg", Content: "no picture"}, {Name: "QuickLook/Preview.pdf", Content: "no PDF"}},
			reason: "is a Keynote deck that LibreOffice cannot read, without a preview of its slides inside; export it from Keynote as PDF or PowerPoint",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := working(2)
			f["soffice"] = func(c proc.Command) (string, error) {
				if !slices.ContainsFunc(c.Args, func(arg string) bool { return strings.HasPrefix(arg, "--infilter=impress8") }) {
					return cannotLoad, nil
				}
				return working(2)["soffice"](c)
			}
			c := slides.New(f, "")
			path := filepath.Join(t.TempDir(), "original")
			if err := os.WriteFile(path, slidestest.Zip(t, tt.parts...), 0o600); err != nil {
				t.Fatal(err)
			}
			text, err := c.Text(t.Context(), path, t.TempDir(), slides.Options{})
			rendered, renderErr := c.Render(t.Context(), path, t.TempDir(), slides.Options{}, nil)
			if tt.reason != "" {
				if fault.Reason(err) != tt.reason || fault.Reason(renderErr) != tt.reason {
					t.Errorf("Text = %v, Render = %v, want %q", err, renderErr, tt.reason)
				}
				return
			}
			if err != nil || renderErr != nil || text.Format != tt.format || len(text.Slides) != tt.slides {
				t.Fatalf("Text = %s with %d slides, %v, Render %v, want %s with %d", text.Format, len(text.Slides), err, renderErr, tt.format, tt.slides)
			}
			for _, warnings := range [][]string{text.Warnings, rendered.Warnings} {
				if !slices.Equal(warnings, []string{tt.warning}) {
					t.Errorf("warnings %q, want %q", warnings, tt.warning)
				}
			}
		})
	}
}

// TestKeynotePicturesInOrder: the pictures of the second slide come first in the
// archive, and one of its numbers is larger.
func TestKeynotePicturesInOrder(t *testing.T) {
	t.Parallel()

	data := slidestest.Zip(t, slidestest.Part{Name: "Index/Slide.iwa", Content: "x"},
		photo(t, slideTwo+"310.jpg", 40, 30), photo(t, slideTwo+"240.jpg", 20, 15), photo(t, slideOne+"99.jpg", 32, 24), slidestest.Part{Name: slideOne + "98.jpg", Content: "x"})
	widths, err := slides.PictureWidths(data)
	if err != nil || !slices.Equal(widths, []int{32, 40}) {
		t.Errorf("widths %d, %v, want 32 and 40", widths, err)
	}
}
