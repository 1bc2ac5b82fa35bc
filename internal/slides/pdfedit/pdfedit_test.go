package pdfedit_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/proc"
	"proceedings/internal/slides/pdfedit"
	"proceedings/internal/slides/pdffile"
)

// qpdf replaces the tool. It writes its output to the path of its last argument.
type qpdf struct {
	output string // "" for no file
	err    error
}

func (q qpdf) Run(_ context.Context, c proc.Command) (string, error) {
	if q.err != nil || q.output == "" {
		return "", q.err
	}
	return "", os.WriteFile(c.Args[len(c.Args)-1], []byte(q.output), 0o600)
}

const onePage = `{"qpdf": [{}, {"trailer": {"value": {"/Root": "1 0 R"}}, "obj:1 0 R": {"value": {"/Pages": "2 0 R"}},
	"obj:2 0 R": {"value": {"/Kids": ["3 0 R"]}}, "obj:3 0 R": {"value": {"/Type": "/Page"}}}]}`

func TestRead(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct {
		name string
		qpdf qpdf
		text string // of the error
		want bool   // whether it is pdffile.ErrShape
	}{
		{"a file with a page", qpdf{output: onePage}, "", false},
		{"qpdf fails", qpdf{err: &proc.ExitError{Path: "qpdf", Code: 2}}, "read LibreOffice's PDF file: qpdf: exit status 2", false},
		{"qpdf makes no file", qpdf{}, "read LibreOffice's PDF file", false},
		{"qpdf's file is not JSON", qpdf{output: "%PDF-1.7"}, "read qpdf's JSON", false},
		{"a file without pages", qpdf{output: `{"qpdf": [{}, {}]}`}, "it has no catalogue", true},
		{"a file with too many objects", qpdf{output: onePage + strings.Repeat(" ", 17<<20)}, "it takes 17 MB to list its objects", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			_, err := pdfedit.New(tt.qpdf, dir).Read(t.Context(), "made.pdf", filepath.Join(dir, "whole"), pdffile.Names{Document: "deck"})
			if (err == nil) != (tt.text == "") || err != nil && !strings.Contains(err.Error(), tt.text) || errors.Is(err, pdffile.ErrShape) != tt.want {
				t.Errorf("Read = %v, want an error with %q, ErrShape: %v", err, tt.text, tt.want)
			}
		})
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()

	f, err := pdffile.Parse([]byte(onePage))
	if err != nil {
		t.Fatal(err)
	}
	path, err := pdfedit.New(qpdf{output: "%PDF-1.7"}, t.TempDir()).Write(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil || string(data) != "%PDF-1.7" {
		t.Errorf("the file is %q, %v, want what qpdf wrote", data, err)
	}
	if _, err = pdfedit.New(qpdf{err: errors.New("disk full")}, t.TempDir()).Write(t.Context(), f); err == nil || err.Error() != "write the PDF file: disk full" {
		t.Errorf("Write = %v, want the error of qpdf", err)
	}
}
