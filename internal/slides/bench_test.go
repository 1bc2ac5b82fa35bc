package slides_test

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// BenchmarkDeck converts whole decks: text, LibreOffice, pages, images and words.
// LibreOffice is started once; with -benchtime 10x its start counts for ten decks.
func BenchmarkDeck(b *testing.B) {
	needTools(b)
	for _, n := range []int{3, 30, 500} {
		b.Run(fmt.Sprintf("of %d slides", n), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "original")
			if err := os.WriteFile(path, slidestest.PPTXOf(b, slidestest.Usual(n)), 0o600); err != nil {
				b.Fatal(err)
			}
			var m proctest.Meter
			dir := b.TempDir()
			c := slides.New(m.Runner(), dir)
			before := ownCPU()
			for b.Loop() {
				if got, err := convert(b.Context(), c, path, b.TempDir(), slides.Options{}, nil); err != nil || len(got.Pages) != n {
					b.Fatalf("%d pages, %v, want %d", len(got.Pages), err, n)
				}
			}
			most := largest(b, dir)
			if err := c.Close(); err != nil { // its use of processor time is known only now
				b.Fatal(err)
			}
			used := m.Used()
			b.ReportMetric((used.CPU+ownCPU()-before).Seconds()/float64(b.N), "cpu-s/deck")
			b.ReportMetric(float64(most)/1e6, "MB-LibreOffice")
		})
	}
}

// BenchmarkOCR reads one page: a scan, and the picture on a slide with text.
func BenchmarkOCR(b *testing.B) {
	needTools(b)
	proctest.Need(b, "tesseract")
	lines := []string{"Dissolved oxygen by month", "January 11 mg per litre", "August 4 mg per litre", "September 6 mg per litre", "December 9 mg per litre"}
	path := filepath.Join(b.TempDir(), "deck.pdf")
	data := picturedPDF(
		pictured{"", drawnLines(b, image.Pt(1600, 900), 60, lines...), [4]int{0, 0, 960, 540}},
		pictured{"Oxygen in the lake over one year", drawnLines(b, image.Pt(800, 400), 40, lines...), [4]int{400, 60, 500, 250}},
	)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		b.Fatal(err)
	}
	for name, pages := range map[string]slides.OCRPages{"scan": {Whole: []int{1}}, "picture": {Pictures: []int{2}}} {
		b.Run(name, func(b *testing.B) {
			var m proctest.Meter
			c, before := slides.New(m.Runner(), ""), ownCPU()
			for b.Loop() {
				if got, err := c.OCR(b.Context(), path, b.TempDir(), pages, slides.Options{}, nil); err != nil || len(got.Pages) != 1 || got.Pages[0].Body == "" {
					b.Fatalf("read %+v, %v", got.Pages, err)
				}
			}
			b.ReportMetric((m.Used().CPU+ownCPU()-before).Seconds()/float64(b.N), "cpu-s/page")
		})
	}
}

// ownCPU is the processor time that this process has used, without its
// children.
func ownCPU() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0 // the kernel knows this process
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
