package pdfreader_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/pdfium"
	"proceedings/internal/proc"
	"proceedings/internal/slides/pdfreader"
	"proceedings/internal/slides/poppler"
)

const (
	info = "Pages: 1\nPage 1 size: 960 x 540 pts\n"
	page = `<page width="960" height="540"><block><line yMin="10" yMax="60"><word>%s</word></line></block></page>`
)

// tools are poppler's, of which some fail.
type tools map[string]error

func (f tools) Run(_ context.Context, c proc.Command) (string, error) {
	if f[c.Path] != nil {
		return "", f[c.Path]
	}
	switch out := c.Args[len(c.Args)-1]; c.Path {
	case "pdfinfo":
		_, err := io.WriteString(c.Stdout, info)
		return "", err
	case "pdftotext":
		return "", os.WriteFile(out, fmt.Appendf(nil, page, "Poppler"), 0o600)
	case "qpdf":
		return "", os.WriteFile(out, []byte(`{"pages": [], "qpdf": [{}, {}]}`), 0o600)
	case "pdftocairo":
		return "", os.WriteFile(out+"-1.tif", []byte("poppler"), 0o600)
	}
	return "", nil
}

// fallback replaces pdfium and records its jobs.
type fallback struct {
	jobs []string
	err  error
}

func (f *fallback) Run(_ context.Context, j pdfium.Job) error {
	f.jobs = append(f.jobs, j.Do)
	switch {
	case f.err != nil:
		return f.err
	case j.Do == pdfium.Info:
		_, err := io.WriteString(j.Stdout, info)
		return err
	case j.Do == pdfium.Text:
		return os.WriteFile(j.Out, fmt.Appendf(nil, page, "Pdfium"), 0o600)
	}
	return os.WriteFile(j.Out+"-1.tif", []byte("pdfium"), 0o600)
}

func TestFallback(t *testing.T) {
	t.Parallel()

	exit := &proc.ExitError{Path: "poppler", Code: 1}
	for _, tt := range []struct {
		name        string
		tools       tools
		fails       bool   // the fallback
		jobs        string // of the fallback
		title, tiff string // "" for an error
	}{
		{"poppler does all", tools{}, false, "", "Poppler", "poppler"},
		{"poppler does not open the file", tools{"pdfinfo": exit}, false, "info text paint", "Pdfium", "pdfium"},
		{"poppler does not read the text", tools{"pdftotext": exit}, false, "text", "Pdfium", "poppler"},
		{"poppler does not render", tools{"pdftocairo": exit}, false, "paint", "Poppler", "pdfium"},
		{"neither program opens the file", tools{"pdfinfo": exit}, true, "info paint", "", ""},
		{"a tool is not installed", tools{"pdfinfo": os.ErrNotExist, "pdftocairo": os.ErrNotExist}, false, "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			second := &fallback{}
			if tt.fails {
				second.err = exit
				tt.tools["pdftocairo"] = exit
			}
			d := pdfreader.Open(tt.tools, second, pdfreader.File{Path: "deck.pdf", Dir: t.TempDir(), Uploaded: true})
			text, err := d.Text(t.Context())
			if (err == nil) != (tt.title != "") || err == nil && text.Slides[0].Title != tt.title {
				t.Errorf("Text = %+v, %v, want the title %q", text, err, tt.title)
			}
			files, err := d.Render(t.Context(), poppler.Rendering{First: 1, Last: 1, Width: 16, Height: 9})
			if (err == nil) != (tt.tiff != "") {
				t.Fatalf("Render = %q, %v, want one by %q", files, err, tt.tiff)
			}
			if err == nil {
				if data, err := os.ReadFile(files[0]); err != nil || string(data) != tt.tiff {
					t.Errorf("the page was rendered by %q (%v), want %q", data, err, tt.tiff)
				}
			}
			if jobs := strings.Join(second.jobs, " "); jobs != tt.jobs {
				t.Errorf("the jobs of the fallback are %q, want %q", jobs, tt.jobs)
			}
			used := tt.jobs != "" && !tt.fails
			if d.UsedFallback() != used || (len(d.Warnings()) > 0) != used {
				t.Errorf("UsedFallback = %v, warnings %q, want %v", d.UsedFallback(), d.Warnings(), used)
			}
		})
	}
}

// TestRenderClearsItsFolder: files of a failed attempt must not count.
func TestRenderClearsItsFolder(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "rendered"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "rendered", "page-2.tif"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d := pdfreader.Open(tools{}, nil, pdfreader.File{Path: "deck.pdf", Dir: dir})
	if files, err := d.Render(t.Context(), poppler.Rendering{First: 1, Last: 1}); err != nil || len(files) != 1 {
		t.Errorf("Render = %q, %v, want one file", files, err)
	}
	if _, err := d.Render(t.Context(), poppler.Rendering{First: 1, Last: 2}); !errors.Is(err, poppler.ErrIncomplete) {
		t.Errorf("Render of two pages = %v, want ErrIncomplete", err)
	}
}
