package warm_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/slidestest"
	"proceedings/internal/slides/warm"
)

// TestALongDeckFits has a deck of 500 slides converted, of which LibreOffice
// gets the copy that it gets of each deck.
func TestALongDeckFits(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	needUNO(t)
	proctest.Need(t, "pdftotext")

	// 785 MB were seen, of which 100 are the files of the program.
	const slides, bound = 500, 850 << 20
	data := slidestest.PPTXOf(t, slidestest.Usual(slides))
	a, err := office.Open(bytes.NewReader(data), int64(len(data)), office.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var copied bytes.Buffer
	if _, err = a.Clean(&copied, office.OpenXML); err != nil {
		t.Fatal(err)
	}
	var m proctest.Meter
	o := warm.New(m.Runner(), t.TempDir())
	out := filepath.Join(t.TempDir(), "made.pdf")
	err = o.Convert(t.Context(), warm.Conversion{In: write(t, copied.Bytes()), Out: out, Filter: pptxFilter, Export: "pdf"})
	if closed := o.Close(); err != nil || closed != nil { // what it used is known when it has ended
		t.Fatal(err, closed)
	}
	most := m.Used().MaxRSS
	t.Logf("LibreOffice held at most %d MB and took %.1f s of a processor", most>>20, m.Used().CPU.Seconds())
	if most == 0 || most > bound {
		t.Errorf("LibreOffice held %d MB, want some and at most %d", most>>20, bound>>20)
	}
	if pages := text(t, out); len(pages) != slides {
		t.Errorf("%d pages, want %d", len(pages), slides)
	}
}
