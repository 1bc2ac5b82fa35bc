package slides_test

import (
	"os"
	"path/filepath"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// TestTooComplexPDF refuses a PDF file whose pages take too long to read, without another
// program and without another attempt.
func TestTooComplexPDF(t *testing.T) {
	t.Parallel()
	runs := 0
	limit := &proc.ExitError{Path: "pdftotext", Code: -1, Signal: "CPU time limit exceeded"}
	c := slides.New(working(1).with("pdftotext", func(proc.Command) (string, error) { runs++; return "", limit }), t.TempDir())
	defer c.Close() //nolint:errcheck // tools that do nothing
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, slidestest.PDF("<</Type/Catalog>>"), 0o600); err != nil {
		t.Fatal(err)
	}
	const want = "is too complex: its text cannot be read within 61 seconds"
	if _, err := c.Text(t.Context(), path, t.TempDir(), slides.Options{}); fault.Reason(err) != want || runs != 1 {
		t.Errorf("Text = %v after %d attempts, want the refusal %q after one", err, runs, want)
	}
	if _, err := c.Render(t.Context(), path, t.TempDir(), slides.Options{Omit: everything()}, nil); fault.Reason(err) != want {
		t.Errorf("Render = %v, want the refusal %q", err, want)
	}
}
