package probe_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/pdfium"
	"proceedings/internal/probe"
	"proceedings/internal/proc"
)

// pdfinfo is a runner that answers as that does.
type pdfinfo struct {
	out, err string
	exit     error
}

func (p pdfinfo) Run(_ context.Context, c proc.Command) (string, error) {
	_, _ = io.WriteString(c.Stdout, p.out) // a buffer takes everything
	return p.err, p.exit
}

// sees is a fallback with a fixed answer for every file.
type sees struct {
	out   string
	err   error
	asked *int
}

func (s sees) Run(_ context.Context, j pdfium.Job) error {
	*s.asked++
	_, _ = io.WriteString(j.Stdout, s.out)
	return s.err
}

// TestFallbackForPDF is what another program sees in it.
func TestFallbackForPDF(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, []byte("%PDF-1.7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	exit := &proc.ExitError{Path: "pdfinfo", Code: 1}
	const wide, high = "Pages: 2\nPage size: 960 x 540 pts\n", "Pages: 3\nPage size: 595 x 842 pts\n"
	for _, tt := range []struct {
		name   string
		first  pdfinfo
		second sees
		want   string // role and number of pages, or the error
		asked  int
	}{
		{"a file that poppler reads", pdfinfo{out: wide}, sees{out: high}, "deck 2", 0},
		{"a file that it does not", pdfinfo{err: "?", exit: exit}, sees{out: wide}, "deck 2", 1},
		{"a file that ends it", pdfinfo{exit: &proc.ExitError{Code: -1, Signal: "killed"}}, sees{out: high}, "document 3", 1},
		{"a file in which it finds no pages", pdfinfo{out: "Pages: 0\n"}, sees{out: wide}, "deck 2", 1},
		{"a file whose first page it does not find", pdfinfo{out: "Pages: 1\nPage size: 0 x 0 pts\n"}, sees{out: wide}, "deck 2", 1},
		{"a page that nobody finds", pdfinfo{out: "Pages: 1\nPage size: 0 x 0 pts\n"}, sees{err: exit}, "document 1", 1},
		{"a file that nobody reads", pdfinfo{err: "bad xref", exit: exit}, sees{err: exit}, "is damaged: no PDF can be read from it: bad xref", 1},
		{"a file that nobody finds pages in", pdfinfo{out: "Pages: 0\n"}, sees{out: "Pages: 0\n"}, "is a PDF without pages", 1},
		{"a file that is locked", pdfinfo{err: "Incorrect password", exit: exit}, sees{out: wide}, "is encrypted and needs a password", 0},
		{"a tool that is not there", pdfinfo{exit: os.ErrNotExist}, sees{out: wide}, "probe: file does not exist", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			asked := 0
			tt.second.asked = &asked
			found, err := (&probe.Prober{Runner: tt.first, Second: tt.second}).File(t.Context(), path, meeting.Role(""))
			got := fmt.Sprint(err)
			if err == nil {
				got = fmt.Sprintf("%s %d", found.Role, found.Pages.Count)
			}
			if !strings.HasPrefix(got, tt.want) || asked != tt.asked {
				t.Errorf("got %s after %d questions, want %s after %d", got, asked, tt.want, tt.asked)
			}
		})
	}
}
