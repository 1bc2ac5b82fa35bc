package slides_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/image/tiff"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// tools replace the real tools, by name.
type tools map[string]func(c proc.Command) (stderr string, err error)

func (f tools) Run(_ context.Context, c proc.Command) (string, error) {
	if slices.Contains([]string{"-v", "-version", "--version"}, c.Args[0]) {
		_, err := io.WriteString(c.Stdout, c.Path+" 1.2.3")
		return "", err
	}
	if f[c.Path] == nil {
		return "", fmt.Errorf("start %s: %w", c.Path, os.ErrNotExist)
	}
	return f[c.Path](c)
}

// working are tools that succeed: a deck becomes a PDF file with that many pages.
func working(pages int) tools {
	page := blank(1600, 900)
	return tools{
		"soffice": func(c proc.Command) (string, error) {
			return "", put(filepath.Join(after(c, "--outdir"), "deck.pdf"), []byte("%PDF-1.7"))
		},
		"qpdf": func(c proc.Command) (string, error) { // without the pages that pdfinfo reports
			return "", put(c.Args[len(c.Args)-1], []byte(`{"qpdf": [{}, {}]}`))
		},
		"pdfimages": prints("", nil),
		"pdftohtml": prints("", nil),
		"pdfinfo": func(c proc.Command) (string, error) {
			if slices.Contains(c.Args, "-url") {
				return "", nil
			}
			out := fmt.Sprintf("Pages: %d\n", pages)
			for i := range pages {
				out += fmt.Sprintf("Page %d size: 960 x 540 pts\n", i+1)
			}
			_, err := io.WriteString(c.Stdout, out)
			return "", err
		},
		"pdftotext": func(c proc.Command) (string, error) {
			const page = `<page width="960" height="540"><block><line xMin="96" xMax="480" yMin="54" yMax="108"><word xMin="96" xMax="480" yMin="54" yMax="108">Title</word></line></block></page>`
			return "", put(c.Args[len(c.Args)-1], []byte(strings.Repeat(page, pages)))
		},
		"pdftocairo": func(c proc.Command) (string, error) {
			first, _ := strconv.Atoi(after(c, "-f"))
			last, _ := strconv.Atoi(after(c, "-l"))
			for n := first; n <= last; n++ {
				if err := put(fmt.Sprintf("%s-%02d.tif", c.Args[len(c.Args)-1], n), page); err != nil {
					return "", err
				}
			}
			return "", nil
		},
		"cwebp": func(c proc.Command) (string, error) {
			w, h := uint32(1600), uint32(900)
			if strings.HasSuffix(after(c, "-o"), "-320.webp") {
				w, h = 320, 180
			}
			data := []byte("RIFF\x18\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f")
			data = binary.LittleEndian.AppendUint32(data, w-1|(h-1)<<14)
			return "", put(after(c, "-o"), append(data, make([]byte, 7)...))
		},
	}
}

// blank is a rendered page of that size.
func blank(width, height int) []byte {
	p := image.NewGray(image.Rect(0, 0, width, height))
	for i := range p.Pix {
		p.Pix[i] = 0xee
	}
	var b bytes.Buffer
	_ = tiff.Encode(&b, p, nil) // a buffer accepts everything
	return b.Bytes()
}

func put(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o600)
}

func after(c proc.Command, flag string) string { return c.Args[slices.Index(c.Args, flag)+1] }

// with replaces one of the tools.
func (f tools) with(name string, run func(proc.Command) (string, error)) tools {
	f[name] = run
	return f
}

func prints(stderr string, err error) func(proc.Command) (string, error) {
	return func(proc.Command) (string, error) { return stderr, err }
}

func oneSlide(t *testing.T) []byte {
	t.Helper()
	return slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: slidestest.Shape("title", "T")}})
}

func convertBy(t *testing.T, f tools, data []byte) (whole, error) {
	t.Helper()
	return convertWith(t, f, data, slides.Options{})
}

func convertWith(t *testing.T, f tools, data []byte, o slides.Options) (whole, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return convert(t.Context(), slides.New(f, ""), path, t.TempDir(), o, nil)
}

func TestRefusals(t *testing.T) {
	t.Parallel()

	exit1 := &proc.ExitError{Path: "pdfinfo", Code: 1}
	bomb := slidestest.PPTX(t, []slidestest.PPTXSlide{{}}, slidestest.Part{Name: "ppt/media/a.emf", Content: strings.Repeat("\x00", 65<<20)})
	tests := []struct {
		name   string
		data   []byte
		tools  tools
		reason string
	}{
		{"an empty file", nil, working(1), "is empty"},
		{"a spreadsheet", slidestest.Zip(t, slidestest.Part{Name: "mimetype", Content: "application/vnd.oasis.opendocument.spreadsheet"}), working(1), "is not a deck but of the format ods; decks are pptx, ppt, odp, pdf and images"},
		{"an encrypted PDF file", []byte("%PDF-1.7\n"), working(1).with("pdfinfo", prints("Command Line Error: Incorrect password", exit1)), "is encrypted and needs a password"},
		{"a damaged PDF file", []byte("%PDF-1.7\n"), working(1).with("pdfinfo", prints("Syntax Error: Couldn't read xref table", exit1)), "is damaged: it is not a readable PDF file"},
		{"a PDF file with unknown damage", []byte("%PDF-1.7\n"), working(1).with("pdfinfo", prints("?", exit1)), "is damaged: it cannot be opened as PDF"},
		{"a PDF file without pages", []byte("%PDF-1.7\n"), working(0), "has no pages"},
		{"a deck that LibreOffice cannot load, with exit status 0", oneSlide(t), working(1).with("soffice", prints("Error: source file could not be loaded", nil)), "is damaged or needs a password: LibreOffice cannot open it"},
		{"a zip bomb, before LibreOffice opens it", bomb, working(1).with("soffice", prints("", errors.New("must not run"))), "has a part that is larger than 64 MB: ppt/media/a.emf"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := convertBy(t, tt.tools, tt.data)
			if !fault.IsPermanent(err) || fault.Reason(err) != tt.reason {
				t.Errorf("conversion = %v, want the refusal %q", err, tt.reason)
			}
		})
	}
}

func TestToolErrorsAreTemporary(t *testing.T) {
	t.Parallel()

	nothing := prints("", nil)
	tests := []struct {
		name  string
		tools tools
		text  string
	}{
		{"LibreOffice makes no file and prints nothing", working(1).with("soffice", nothing), "LibreOffice: it made no file"},
		{"LibreOffice makes an empty file", working(1).with("soffice", func(c proc.Command) (string, error) {
			return "", put(filepath.Join(after(c, "--outdir"), "deck.pdf"), nil)
		}), "LibreOffice: it made no file"},
		{"LibreOffice is killed", working(1).with("soffice", prints("", &proc.ExitError{Path: "soffice", Code: 137})), "exit status 137"},
		{"LibreOffice always asks to be started again", working(1).with("soffice", prints("", &proc.ExitError{Path: "soffice", Code: 81})), "exit status 81"},
		{"qpdf cannot read what LibreOffice made", working(1).with("qpdf", prints("", &proc.ExitError{Path: "qpdf", Code: 2})), "read LibreOffice's PDF file"},
		{"qpdf makes no JSON", working(1).with("qpdf", nothing), "read LibreOffice's PDF file"},
		{"LibreOffice's output is not a PDF file", working(1).with("pdfinfo", prints("", &proc.ExitError{Path: "pdfinfo", Code: 1})), "look at the PDF file"},
		{"LibreOffice's output has no pages", working(0), "look at LibreOffice's PDF file"},
		{"no page is rendered", working(1).with("pdftocairo", nothing), "0 of 1 were made"},
		{"a page is rendered in another size", working(1).with("pdftocairo", func(c proc.Command) (string, error) {
			return "", put(c.Args[len(c.Args)-1]+"-1.tif", blank(1601, 900))
		}), "encode page 1: read the rendered page: it is 1601×900, not 1600×900"},
		{"a page is rendered in part", working(1).with("pdftocairo", func(c proc.Command) (string, error) {
			return "", put(c.Args[len(c.Args)-1]+"-1.tif", blank(1600, 900)[:999])
		}), "encode page 1: read the rendered page"},
		{"no image is made", working(1).with("cwebp", nothing), "encode page 1: check image"},
		{"an image is truncated", working(1).with("cwebp", func(c proc.Command) (string, error) {
			return "", put(after(c, "-o"), []byte("RIFF\xff\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
		}), "not a whole WebP image"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := convertBy(t, tt.tools, oneSlide(t))
			if err == nil || fault.IsPermanent(err) || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("conversion = %v, want a temporary error with %q", err, tt.text)
			}
		})
	}
}

// TestLibreOfficeIsRestartedAfterStatus81 also checks its sandbox, limits and profile.
func TestLibreOfficeIsRestartedAfterStatus81(t *testing.T) {
	t.Parallel()

	works := working(1)["soffice"]
	starts := 0
	made, err := convertBy(t, working(1).with("soffice", func(c proc.Command) (string, error) {
		starts++
		settings, err := os.ReadFile(filepath.Join(c.Dir, "profile", "user", "registrymodifications.xcu"))
		for _, key := range []string{"BlockUntrustedRefererLinks", "DisableMacrosExecution", "MacroSecurityLevel"} {
			if err != nil || !strings.Contains(string(settings), key) {
				t.Errorf("the profile does not set %s: %v", key, err)
			}
		}
		if c.CPU <= 0 || c.FileSize <= 0 || len(c.Read) != 1 || !slices.Equal(c.Write, []string{c.Dir}) {
			t.Errorf("LibreOffice runs with %+v, want limits, the deck to read, its own folder to write", c)
		}
		if starts == 1 {
			return "", &proc.ExitError{Path: "soffice", Code: 81}
		}
		return works(c)
	}), oneSlide(t))
	if err != nil || starts != 2 || len(made.Slides) != 1 {
		t.Errorf("%d starts, %d slides, %v, want 2 starts, 1 slide", starts, len(made.Slides), err)
	}
}

// TestDeckWithoutPortions: a PDF file with an unsupported structure, or with too many
// objects, is kept as LibreOffice made it.
func TestDeckWithoutPortions(t *testing.T) {
	t.Parallel()

	for name, objects := range map[string]string{
		"no pages":     `{"qpdf": [{}, {}]}`,
		"many objects": `{"qpdf": [{}, {}]}` + strings.Repeat(" ", 17<<20),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			works := working(1)["soffice"]
			made := 0
			f := working(3).with("soffice", func(c proc.Command) (string, error) {
				made++
				return works(c)
			}).with("qpdf", func(c proc.Command) (string, error) {
				return "", put(c.Args[len(c.Args)-1], []byte(objects))
			})
			path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
			if err := os.WriteFile(path, examplePPTX(t), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := slides.New(f, "").SetPortionMax(1).Render(t.Context(), path, dir, slides.Options{}, nil)
			if err != nil || len(got.Pages) != 3 || made != 2 {
				t.Fatalf("%d pages by %d conversions, %v, want 3 by 2", len(got.Pages), made, err)
			}
			if kept, err := os.ReadFile(filepath.Join(dir, slides.PDFName)); err != nil || string(kept) != "%PDF-1.7" {
				t.Errorf("kept %q, %v, want what LibreOffice made", kept, err)
			}
		})
	}
}

// TestMissingPortionIsAnError: LibreOffice may make no file and exit with 0, where a
// file of the last conversion lies.
func TestMissingPortionIsAnError(t *testing.T) {
	t.Parallel()

	const pages = `{"qpdf": [{}, {"trailer": {"value": {"/Root": "1 0 R"}}, "obj:1 0 R": {"value": {"/Pages": "2 0 R"}},
		"obj:2 0 R": {"value": {"/Kids": ["3 0 R", "4 0 R", "5 0 R"]}}, "obj:3 0 R": {"value": {"/Type": "/Page"}},
		"obj:4 0 R": {"value": {"/Type": "/Page"}}, "obj:5 0 R": {"value": {"/Type": "/Page"}}}]}`
	works := working(1)["soffice"]
	made := 0
	f := working(3).with("soffice", func(c proc.Command) (string, error) {
		if made++; made == 2 {
			return "", nil
		}
		return works(c)
	}).with("qpdf", func(c proc.Command) (string, error) {
		return "", put(c.Args[len(c.Args)-1], []byte(pages))
	})
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, examplePPTX(t), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := slides.New(f, "").SetPortionMax(1).Render(t.Context(), path, t.TempDir(), slides.Options{}, nil)
	if err == nil || fault.IsPermanent(err) || !strings.Contains(err.Error(), "it made no file") {
		t.Errorf("Render = %v, want an error of the second portion", err)
	}
}

func TestOneLibreOfficeAtATime(t *testing.T) {
	t.Parallel()

	entered, leave := make(chan struct{}), make(chan struct{})
	works := working(1)["soffice"]
	c := slides.New(working(1).with("soffice", func(c proc.Command) (string, error) {
		entered <- struct{}{}
		<-leave
		return works(c)
	}), "")
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, oneSlide(t), 0o600); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	dir := t.TempDir()
	go func() {
		_, err := c.Render(t.Context(), path, dir, slides.Options{}, nil)
		ended <- err
	}()
	<-entered
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("shutting down")
	cancel(why)
	if _, err := c.Render(ctx, path, t.TempDir(), slides.Options{}, nil); !errors.Is(err, why) {
		t.Errorf("a second conversion = %v, want it to wait until its context ends", err)
	}
	close(leave)
	if err := <-ended; err != nil {
		t.Errorf("the first conversion = %v", err)
	}
}
