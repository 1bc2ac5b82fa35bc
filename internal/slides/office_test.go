package slides_test

import (
	"os"
	"path/filepath"
	"testing"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
)

// TestLibreOfficeIsKeptRunning: a converted deck does not show how it was converted,
// but the slow way must be reported.
func TestLibreOfficeIsKeptRunning(t *testing.T) {
	t.Parallel()
	needTools(t)
	if _, err := proctest.Runner(t).Run(t.Context(), proc.Command{Path: "/usr/bin/python3", Args: []string{"-I", "-c", "import uno"}}); err != nil {
		proctest.Missing(t, "python3-uno is not installed: %v", err)
	}

	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, oneSlide(t), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		c    *slides.Converter
		slow bool
	}{
		{"with Python", converter(t), false},
		{"without Python", slides.New(working(1), ""), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rendered, err := tt.c.Render(t.Context(), path, t.TempDir(), slides.Options{}, nil)
			if err != nil || len(rendered.Pages) != 1 {
				t.Fatalf("Render = %d pages, %v, want 1", len(rendered.Pages), err)
			}
			if err := tt.c.OfficeUnavailable(); (err != nil) != tt.slow {
				t.Errorf("OfficeUnavailable = %v, want a reason: %t", err, tt.slow)
			}
		})
	}
}
