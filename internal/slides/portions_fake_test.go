package slides_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/proc"
	"proceedings/internal/slides"
)

// TestDeckWithoutPortions: of a PDF file with an unsupported structure, or with too many
// objects, the pages are kept.
func TestDeckWithoutPortions(t *testing.T) {
	t.Parallel()

	for name, objects := range map[string]string{
		"no pages":     `{"qpdf": [{}, {}]}`,
		"many objects": `{"qpdf": [{}, {}]}` + strings.Repeat(" ", 17<<20),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			works := working(1)["soffice"]
			made := 0
			f := working(3).with("soffice", func(c proc.Command) (string, error) {
				made++
				return works(c)
			}).with("qpdf", func(c proc.Command) (string, error) {
				if slices.Contains(c.Args, "--pages") {
					return "", put(c.Args[len(c.Args)-1], []byte("only pages"))
				}
				return "", put(c.Args[len(c.Args)-1], []byte(objects))
			})
			path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
			if err := os.WriteFile(path, examplePPTX(t), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := slides.New(f, "").SetPortionMax(1).Render(t.Context(), path, dir, slides.Options{}, nil)
			if err != nil || len(got.Pages) != 3 || made != 2 {
				t.Fatalf("%d pages by %d conversions, %v, want 3 by 2", len(got.Pages), made, err)
			}
			if kept, err := os.ReadFile(filepath.Join(dir, layout.DeckPDF)); err != nil || string(kept) != "only pages" {
				t.Errorf("kept %.20q, %v, want the pages of what LibreOffice made", kept, err)
			}
		})
	}
}

// TestMissingPortionIsAnError: LibreOffice may make no file and exit with 0, where a
// file of the last conversion lies.
func TestMissingPortionIsAnError(t *testing.T) {
	t.Parallel()

	const pages = `{"qpdf": [{}, {"trailer": {"value": {"/Root": "1 0 R"}}, "obj:1 0 R": {"value": {"/Pages": "2 0 R"}},
		"obj:2 0 R": {"value": {"/Kids": ["3 0 R", "4 0 R", "5 0 R"]}}, "obj:3 0 R": {"value": {"/Type": "/Page"}},
		"obj:4 0 R": {"value": {"/Type": "/Page"}}, "obj:5 0 R": {"value": {"/Type": "/Page"}}}]}`
	works := working(1)["soffice"]
	made := 0
	f := working(3).with("soffice", func(c proc.Command) (string, error) {
		if made++; made == 2 {
			return "", nil
		}
		return works(c)
	}).with("qpdf", func(c proc.Command) (string, error) {
		return "", put(c.Args[len(c.Args)-1], []byte(pages))
	})
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, examplePPTX(t), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := slides.New(f, "").SetPortionMax(1).Render(t.Context(), path, t.TempDir(), slides.Options{}, nil)
	if err == nil || fault.IsPermanent(err) || !strings.Contains(err.Error(), "it made no file") {
		t.Errorf("Render = %v, want an error of the second portion", err)
	}
}
