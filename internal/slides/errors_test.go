package slides_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/slides/slidestest"
)

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
		{"LibreOffice's output has no pages", working(0), "look at the PDF file of a deck"},
		{"no page is rendered", working(1).with("pdftocairo", nothing), "0 of 1 were made"},
		{"a page is rendered in another size", working(1).with("pdftocairo", func(c proc.Command) (string, error) {
			return "", put(c.Args[len(c.Args)-1]+"-1.tif", blank(1601, 900))
		}), "encode page 1: read the rendered page: it is 1601×900, not 1600×900"},
		{"a page is rendered in part", working(1).with("pdftocairo", func(c proc.Command) (string, error) {
			return "", put(c.Args[len(c.Args)-1]+"-1.tif", blank(1600, 900)[:999])
		}), "encode page 1: read the rendered page"},
		{"no image is made", working(1).with("sh", nothing), "encode page 1: check image"},
		{"an image is truncated", working(1).with("sh", func(c proc.Command) (string, error) {
			return "", put(c.Args[6], []byte("RIFF\xff\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
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
