package slides_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
)

// pagesPDF is a PDF file of many pages, each with its number and filling text. The
// pages are low, because their cost depends on their pixels.
func pagesPDF(pages, height int) []byte {
	var b bytes.Buffer
	var at []int
	object := func(format string, args ...any) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), fmt.Sprintf(format, args...))
	}
	b.WriteString("%PDF-1.4\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 4+2*i)
	}
	object("<</Type/Pages/Kids[%s]/Count %d/MediaBox[0 0 960 %d]/Resources<</Font<</F 3 0 R>>>>>>", kids.String(), pages, height)
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	for i := range pages {
		var text strings.Builder
		fmt.Fprintf(&text, "BT /F 30 Tf 40 %d Td (Page number %d) Tj /F 10 Tf", height-40, i+1)
		for y := 60; y < height; y += 14 {
			fmt.Fprintf(&text, " 0 -14 Td (%s) Tj", strings.Repeat("so much is said here ", 6))
		}
		text.WriteString(" ET")
		object("<</Type/Page/Parent 2 0 R/Contents %d 0 R>>", 5+2*i)
		object("<</Length %d>>stream\n%s\nendstream", text.Len(), text.String())
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// TestLongDeckNeedsNoMoreMemoryOrDisk checks their limits. 80 pages are five batches;
// 500 would not fit into memory at once.
func TestLongDeckNeedsNoMoreMemoryOrDisk(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	needTools(t)

	pages := 80
	if proctest.Long() {
		pages = 500
	}
	const heapMax, renderedMax = 700 << 20, 16 // including parallel tests
	path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
	if err := os.WriteFile(path, pagesPDF(pages, 120), 0o600); err != nil {
		t.Fatal(err)
	}
	var heap uint64
	rendered := 0
	c := converter(t)
	got, err := convert(t.Context(), c, path, dir, slides.Options{}, func(done, total int) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		heap = max(heap, m.HeapInuse)
		files, _ := filepath.Glob(filepath.Join(dir, "work-*", "rendered", "*"))
		rendered = max(rendered, len(files))
		if total != pages || done > total {
			t.Errorf("page %d of %d, want %d", done, total, pages)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("at most %d MB of memory, %d rendered pages", heap>>20, rendered)
	if heap > heapMax || rendered > renderedMax || rendered == 0 {
		t.Errorf("took %d MB of memory and %d rendered pages, want %d and %d at most", heap>>20, rendered, heapMax>>20, renderedMax)
	}
	for i, s := range got.Slides {
		if want := fmt.Sprintf("Page number %d", i+1); s.Title != want || len(s.Images) != 4 || got.Pages[i].Letters < 20 {
			t.Fatalf("slide %d is %q with %d pictures and %d letters, want %q", i+1, s.Title, len(s.Images), got.Pages[i].Letters, want)
		}
		words, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(s.Words)))
		if err != nil || !bytes.Contains(words, fmt.Appendf(nil, `"%d"`, i+1)) {
			t.Fatalf("the words of page %d are %.200s (%v), want its number among them", i+1, words, err)
		}
	}
}

// TestPageNumbersOfLongDecks reads more pages than are read at once.
func TestPageNumbersOfLongDecks(t *testing.T) {
	t.Parallel()
	needTools(t)

	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, pagesPDF(205, 60), 0o600); err != nil {
		t.Fatal(err)
	}
	scratch := t.TempDir()
	got, err := converter(t).Text(t.Context(), path, scratch, slides.Options{})
	if err != nil || len(got.Slides) != 205 {
		t.Fatalf("%d slides, %v, want 205", len(got.Slides), err)
	}
	for i, s := range got.Slides {
		if want := fmt.Sprintf("Page number %d", i+1); !strings.Contains(s.Title+s.Body, want) || s.Number != i+1 {
			t.Fatalf("slide %d of number %d is %q: %q, want %q", i+1, s.Number, s.Title, s.Body, want)
		}
	}
	if left, err := os.ReadDir(scratch); err != nil || len(left) > 0 {
		t.Errorf("%v remain in the folder (%v), want nothing", left, err)
	}
}
