package slides_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/image/tiff"

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
		"sh": func(c proc.Command) (string, error) { // cwebp and cjpeg of all images of a page
			for args := c.Args[3:]; len(args) > 0; args = args[6:] {
				w, _ := strconv.ParseUint(args[0], 10, 32)
				h, _ := strconv.ParseUint(args[1], 10, 32)
				data := []byte("RIFF\x18\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f")
				data = binary.LittleEndian.AppendUint32(data, uint32(w-1|(h-1)<<14)) //nolint:gosec // 32 bits
				if err := put(args[3], append(data, make([]byte, 7)...)); err != nil {
					return "", err
				}
				var file bytes.Buffer
				if err := jpeg.Encode(&file, image.NewGray(image.Rect(0, 0, int(w), int(h))), nil); err != nil { //nolint:gosec // 32 bits
					return "", err
				}
				if err := put(args[5], file.Bytes()); err != nil {
					return "", err
				}
			}
			return "", nil
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
