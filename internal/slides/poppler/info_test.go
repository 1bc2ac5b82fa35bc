package poppler_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/slides/poppler"
)

// pdfinfo replaces the tool.
type pdfinfo struct {
	stdout, stderr string
	err            error
}

func (p pdfinfo) Run(_ context.Context, c proc.Command) (string, error) {
	if c.Path == "qpdf" { // opens no file
		return "invalid password", &proc.ExitError{Path: "qpdf", Code: 2, Stderr: "invalid password"}
	}
	_, err := io.WriteString(c.Stdout, p.stdout)
	return p.stderr, errors.Join(p.err, err)
}

func TestInfo(t *testing.T) {
	t.Parallel()

	exit := func(code int) error { return &proc.ExitError{Path: "pdfinfo", Code: code} }
	const onePage = "Pages: 1\nPage 1 size: 960 x 540 pts\n"
	for _, tt := range []struct {
		name     string
		tool     pdfinfo
		password string
		uploaded bool
		reason   string // of a refusal
		text     string // of a temporary error
	}{
		{"a file with a page", pdfinfo{stdout: onePage}, "", true, "", ""},
		{"an uploaded file that is damaged", pdfinfo{stderr: "Couldn't read xref table", err: exit(1)}, "", true, "is damaged: it is not a readable PDF file", ""},
		{"an uploaded file with another error", pdfinfo{stderr: "?", err: exit(99)}, "", true, "is damaged: it cannot be opened as PDF", ""},
		{"an uploaded file without pages", pdfinfo{stdout: "Pages: 0\n"}, "", true, "has no pages", ""},
		{"an encrypted file", pdfinfo{stderr: "Incorrect password", err: exit(1)}, "", true, "is encrypted and needs a password", ""},
		{"a wrong password", pdfinfo{stderr: "Incorrect password", err: exit(1)}, "guess", true, "is encrypted, and the given password is wrong", ""},
		{"pdfinfo is killed", pdfinfo{err: exit(-1)}, "", true, "", "look at the PDF file"},
		{"LibreOffice's file is damaged", pdfinfo{stderr: "Couldn't read xref table", err: exit(1)}, "", false, "", "look at the PDF file"},
		{"LibreOffice's file has no pages", pdfinfo{stdout: "Pages: 0\n"}, "", false, "", "look at the PDF file of a deck"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, sizes, err := poppler.New(tt.tool, "deck.pdf", tt.password, t.TempDir()).Info(t.Context(), tt.uploaded)
			if fault.IsPermanent(err) != (tt.reason != "") || tt.reason != "" && fault.Reason(err) != tt.reason {
				t.Errorf("Info = %v, want the refusal %q", err, tt.reason)
			}
			if tt.text != "" && (err == nil || !strings.Contains(err.Error(), tt.text)) {
				t.Errorf("Info = %v, want an error with %q", err, tt.text)
			}
			if password := (poppler.PasswordError{}); errors.As(err, &password) != strings.Contains(tt.reason, "encrypted") {
				t.Errorf("Info = %v, a PasswordError: %v", err, errors.As(err, &password))
			}
			if (len(sizes) == 1) != (err == nil) {
				t.Errorf("%d sizes, %v", len(sizes), err)
			}
		})
	}
}
