package pdfedit_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/pdfedit"
	"proceedings/internal/slides/pdffile"
	"proceedings/internal/slides/slidestest"
)

// TestStripMadeRemovesFilms removes a film from a file as LibreOffice makes it of a deck
// that no copy was made of.
func TestStripMadeRemovesFilms(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "qpdf")
	dir := t.TempDir()
	path := filepath.Join(dir, "deck.pdf")
	data := slidestest.PDF("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]/Contents 4 0 R/Annots[5 0 R 7 0 R]>>",
		"<</Length 17>>stream\n0 0 700 400 re f  \nendstream",
		"<</Type/Annot/Subtype/Screen/Rect[0 0 90 90]/P 3 0 R/A<</S/Rendition/OP 0/AN 5 0 R/R<</Type/Rendition/S/MR/C<</Type/MediaClip/S/MCD/CT(video/mp4)/D<</Type/Filespec/F(<embedded file>)/EF<</F 6 0 R>>>>>>>>>>>>",
		"<</Type/EmbeddedFile/Length 13>>stream\nsecret scenes\nendstream",
		"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.org/)>>>>")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	runner := proctest.Runner(t)
	e := pdfedit.New(runner, dir)
	f, err := e.Read(t.Context(), path, filepath.Join(dir, "whole"), pdffile.Names{Document: "deck"})
	if err == nil {
		err = e.StripMade(f, pdffile.Removal{Attachments: true})
	}
	if err != nil {
		t.Fatal(err)
	}
	made, err := e.Write(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	all := uncompressed(t, runner, made)
	for _, gone := range []string{"secret scenes", "/Screen", "/Rendition", "/EmbeddedFile"} {
		if strings.Contains(all, gone) {
			t.Errorf("the file has %s", gone)
		}
	}
	for _, kept := range []string{"https://example.org/", "0 0 700 400 re"} {
		if !strings.Contains(all, kept) {
			t.Errorf("the file lacks %s", kept)
		}
	}
}
