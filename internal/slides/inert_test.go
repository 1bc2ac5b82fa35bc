package slides_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// TestPublishedDecksHaveNoScripts also covers decks whose originals are published.
func TestPublishedDecksHaveNoScripts(t *testing.T) {
	t.Parallel()
	needTools(t)
	deck := slidestest.PDF(
		`<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(open-script)>>>>`, `<</Type/Pages/Kids[3 0 R]/Count 1>>`,
		`<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]/Annots[4 0 R 5 0 R]>>`,
		`<</Type/Annot/Subtype/Screen/Rect[0 0 9 9]/A<</S/Rendition/OP 0/JS(rendition-script)>>>>`,
		`<</Type/Annot/Subtype/RichMedia/Rect[0 0 9 9]/RichMediaContent<</Configurations[(flash-movie)]>>>>`)
	for name, omit := range map[string]slides.Omission{"with its original": {}, "without private content": {Metadata: true, Comments: true, Attachments: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path, out := filepath.Join(dir, "deck.pdf"), filepath.Join(dir, "out")
			if err := os.WriteFile(path, deck, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Mkdir(out, 0o700); err != nil {
				t.Fatal(err)
			}
			made, err := slides.New(proctest.Runner(t), dir).Render(t.Context(), path, out, slides.Options{Omit: omit}, nil)
			if err != nil || made.PDF.Name == "" {
				t.Fatalf("made %+v, %v", made, err)
			}
			plain := filepath.Join(dir, "plain.pdf")
			if _, err = proctest.Runner(t).Run(t.Context(), proc.Command{Path: "qpdf", Args: []string{"--qdf", filepath.Join(out, made.PDF.Name), plain}, Write: []string{dir}}); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(plain)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range []string{"open-script", "rendition-script", "flash-movie"} {
				if strings.Contains(string(data), text) {
					t.Errorf("the published file has %s", text)
				}
			}
		})
	}
}
