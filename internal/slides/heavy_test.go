package slides_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// TestLongDeckFitsIntoMemory converts a deck with lists, tables, charts, diagrams and
// links. The short run has 160 slides: fewer portions of the same weight.
func TestLongDeckFitsIntoMemory(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	needTools(t)

	pages, bound := 160, 450_000_000
	if proctest.Long() {
		pages, bound = 500, 700_000_000
	}
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, slidestest.PPTXOf(t, slidestest.Usual(pages)), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	c := slides.New(proctest.Runner(t), dir)
	pdf, err := c.Export(t.Context(), path, t.TempDir())
	most := largest(t, dir)
	if closed := c.Close(); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
	if why := c.OfficeUnavailable(); why != nil {
		t.Fatalf("LibreOffice was not kept running, so its memory cannot be measured: %v", why)
	}
	t.Logf("LibreOffice held at most %d MB", most/1_000_000)
	if most == 0 || most > bound {
		t.Errorf("LibreOffice held %d MB, want some and at most %d", most/1_000_000, bound/1_000_000)
	}
	if made, err := os.Stat(pdf); err != nil || made.Size() == 0 {
		t.Errorf("the PDF file: %v", err)
	}
}

// largest is the peak memory, in bytes, of the LibreOffice process that works in dir.
// The kernel's figure for an ended child would include its parent's peak.
func largest(t testing.TB, dir string) int {
	t.Helper()
	most := 0
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range lines {
		line, err := os.ReadFile(path)
		program, args, _ := bytes.Cut(line, []byte{0})
		if err != nil || !bytes.HasSuffix(program, []byte("soffice.bin")) || !bytes.Contains(args, []byte(dir)) {
			continue
		}
		status, err := os.ReadFile(filepath.Join(filepath.Dir(path), "status"))
		if err != nil {
			continue // it has already ended
		}
		_, after, _ := bytes.Cut(status, []byte("VmHWM:"))
		if fields := bytes.Fields(after); len(fields) > 0 {
			kib, _ := strconv.Atoi(string(fields[0]))
			most = max(most, kib<<10)
		}
	}
	return most
}
