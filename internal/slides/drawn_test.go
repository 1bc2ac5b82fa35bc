package slides_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// drawn is a deck that LibreOffice rendered.
type drawn struct {
	whole

	dir string
}

// draw renders a deck by LibreOffice.
func draw(t *testing.T, deck []byte) drawn {
	t.Helper()
	needTools(t)
	c := slides.New(proctest.Runner(t), "")
	t.Cleanup(func() { _ = c.Close() })
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, deck, 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	made, err := convert(t.Context(), c, path, dir, slides.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return drawn{made, dir}
}

// words are the words on a page, in their order, with spaces between them.
func (d drawn) words(t *testing.T, number int) string {
	t.Helper()
	page := d.Pages[number-1]
	if page.Words == "" {
		return ""
	}
	data, err := os.ReadFile(filepath.Join(d.dir, filepath.FromSlash(page.Words)))
	if err != nil {
		t.Fatal(err)
	}
	var places struct {
		Words []struct{ Text string } `json:"words"`
	}
	if err := json.Unmarshal(data, &places); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	var words []string
	for _, w := range places.Words {
		words = append(words, w.Text)
	}
	return strings.Join(words, " ")
}

func titled(n int) []slidestest.PPTXSlide {
	made := make([]slidestest.PPTXSlide, n)
	for i := range made {
		made[i].Shapes = slidestest.Shape("title", fmt.Sprintf("Title %d", i+1))
	}
	return made
}

// TestDamagedSlidesKeepTheirPage: page i stays slide i.
func TestDamagedSlidesKeepTheirPage(t *testing.T) {
	t.Parallel()
	whole := slidestest.PPTX(t, titled(4))
	for _, tt := range []struct{ name, old, replacement string }{
		{"truncated", `<a:t>Title 2</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>`, `<a:t>Title 2`},
		{"no relation", `Target="slides/slide98.xml"`, `Target=""`},
		{"part missing", `Target="slides/slide98.xml"`, `Target="slides/other.xml"`},
		{"a layout", `Target="slides/slide98.xml"`, `Target="slideLayouts/slideLayout1.xml"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := draw(t, replaceOnce(t, whole, tt.old, tt.replacement))
			if len(d.Pages) != 4 || len(d.Slides) != 4 {
				t.Fatalf("%d pages, %d slides, want 4", len(d.Pages), len(d.Slides))
			}
			for i, want := range []string{"Title 1", "", "Title 3", "Title 4"} {
				if got := d.words(t, i+1); got != want {
					t.Errorf("page %d has %q, want %q", i+1, got, want)
				}
			}
			if warnings := strings.Join(d.Warnings, "; "); !strings.Contains(warnings, "slides have no text: 2 (") {
				t.Errorf("no warning names slide 2: %q", warnings)
			}
		})
	}
}
