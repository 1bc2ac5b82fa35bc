package slides_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/pdfium"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// fakeFallback replaces pdfium, and records its jobs.
type fakeFallback struct {
	jobs []string
	err  error
}

func (f *fakeFallback) Command(do string, _ ...string) proc.Command {
	return proc.Command{Path: "second", Args: []string{"--version", do}}
}

func (f *fakeFallback) Run(_ context.Context, j pdfium.Job) error {
	f.jobs = append(f.jobs, j.Do)
	if f.err != nil {
		return f.err
	}
	switch j.Do {
	case pdfium.Info:
		_, err := io.WriteString(j.Stdout, "Title: Seen\nPages: 1\nPage 1 size: 960 x 540 pts\n")
		return err
	case pdfium.Text:
		return put(j.Out, []byte(`<page width="960" height="540"><block><line yMin="10" yMax="60"><word>Otherwise</word></line></block></page>`))
	}
	return put(fmt.Sprintf("%s-%04d.tif", j.Out, j.First), blank(j.Width, j.Height))
}

// TestFallback: the fallback does only what poppler fails to do.
func TestFallback(t *testing.T) {
	t.Parallel()

	exit := &proc.ExitError{Path: "poppler", Code: 1}
	refuses := &proc.ExitError{Path: "second", Code: 1}
	half := func(c proc.Command) (string, error) {
		return "", errors.Join(put(c.Args[len(c.Args)-1]+"-1.tif", blank(1, 1)), exit)
	}
	for _, tt := range []struct {
		name  string
		tools tools
		err   error
		jobs  string
		title string // or the error
	}{
		{"a file that poppler reads", working(1), nil, "", "Title"},
		{"a file that poppler does not open", working(1).with("pdfinfo", prints("Syntax Error: Couldn't read xref table", exit)), nil, "info text info text paint", "Otherwise"},
		{"a file in which poppler finds no pages", working(0), nil, "info text info text paint", "Otherwise"},
		{"a file that crashes poppler", working(1).with("pdfinfo", prints("", &proc.ExitError{Path: "pdfinfo", Code: -1, Signal: "killed"})), nil, "info text info text paint", "Otherwise"},
		{"pages whose text poppler does not read", working(1).with("pdftotext", prints("", exit)), nil, "text text", "Otherwise"},
		{"pages that poppler does not render", working(1).with("pdftocairo", prints("", exit)), nil, "paint", "Title"},
		{"pages of which poppler leaves one out", working(1).with("pdftocairo", prints("", nil)), nil, "paint", "Title"},
		{"pages that poppler renders in part", working(1).with("pdftocairo", half), nil, "paint", "Title"},
		{"a file that neither program opens", working(1).with("pdfinfo", prints("Syntax Error: Couldn't read xref table", exit)), refuses, "info", "is damaged: it is not a readable PDF file"},
		{"a file with a password", working(1).with("pdfinfo", prints("Command Line Error: Incorrect password", exit)), nil, "", "is encrypted and needs a password"},
		{"a tool that is not installed", working(1).with("pdfinfo", prints("", os.ErrNotExist)), nil, "", "look at the PDF file: file does not exist"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "original")
			if err := os.WriteFile(path, []byte("%PDF-1.7\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			fallback := &fakeFallback{err: tt.err}
			c := slides.New(tt.tools, "")
			c.Fallback = fallback
			got, err := convert(t.Context(), c, path, t.TempDir(), slides.Options{}, nil)
			if jobs := strings.Join(fallback.jobs, " "); jobs != tt.jobs {
				t.Errorf("the jobs of the fallback are %q, want %q", jobs, tt.jobs)
			}
			if err != nil {
				if fault.Reason(err) != tt.title && !strings.HasSuffix(err.Error(), tt.title) {
					t.Errorf("conversion = %v, want the error %q", err, tt.title)
				}
				return
			}
			warned := slices.ContainsFunc(got.Warnings, func(w string) bool { return strings.HasPrefix(w, "is damaged: only a second program") })
			if got.Slides[0].Title != tt.title || len(got.Pages[0].Images) != 4 || warned != (tt.jobs != "") || (got.Tools["pdfium"] != "") != (tt.jobs != "") {
				t.Errorf("slide %+v, warnings %q, tools %v, want the title %q and images, and pdfium among the tools if it was used", got.Slides[0], got.Warnings, got.Tools, tt.title)
			}
		})
	}
}

// TestDamagedDecks runs the real tools on decks that poppler or pdfium does not open.
func TestDamagedDecks(t *testing.T) {
	t.Parallel()
	needTools(t)
	proctest.Need(t, "tesseract")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	runner := proctest.Runner(t)
	c := slides.New(runner, "")
	c.Fallback = pdfium.New(runner, self, filepath.Join(t.TempDir(), "code"))
	const text = "BT /F 60 Tf 40 300 Td (Deep water) Tj /F 20 Tf 0 -80 Td (It is cold) Tj ET"
	whole := slidestest.PDF("<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 720 405]/Resources<</Font<</F 4 0 R>>>>>>",
		"<</Type/Page/Parent 2 0 R/Contents 5 0 R>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(text), text))
	for _, tt := range []struct {
		name   string
		deck   []byte
		second bool
	}{
		{"poppler does not open it", []byte(strings.Replace(string(whole), "/Count 1", "/Count 0", 1)), true},
		{"poppler does not find its page", []byte(strings.Replace(string(whole), "[3 0 R]", "[<</Type/Page/Parent 2 0 R/Contents 5 0 R>>]", 1)), true},
		{"pdfium does not open it", []byte(strings.Replace(string(whole), "/Type/Page/", "/Type/Pages/", 1)), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
			if err := os.WriteFile(path, tt.deck, 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := convert(t.Context(), c, path, dir, slides.Options{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			s := got.Slides[0]
			if s.Title != "Deep water" || s.Body != "It is cold" || (got.Tools["pdfium"] != "") != tt.second {
				t.Errorf("the slide is %q: %q, by %v, want both lines, by pdfium: %v", s.Title, s.Body, got.Tools, tt.second)
			}
			words, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(s.Words)))
			if err != nil || !strings.Contains(string(words), `"Deep","box":[0.05`) {
				t.Errorf("its words are %s (%v), want their places", words, err)
			}
			// OCR checks how the page looks.
			read, err := c.OCR(t.Context(), filepath.Join(dir, layout.DeckPDF), t.TempDir(), slides.OCRPages{Whole: []int{1}}, slides.Options{Languages: []string{"en"}}, nil)
			if err != nil || len(read.Pages) != 1 || !strings.Contains(read.Pages[0].Body, "Deep water") {
				t.Errorf("OCR reads %+v (%v), want the title in it", read.Pages, err)
			}
		})
	}
}
