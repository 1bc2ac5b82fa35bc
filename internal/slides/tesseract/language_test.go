package tesseract

import (
	"context"
	"errors"
	"io"
	"testing"

	"proceedings/internal/proc"
)

// installed is a tesseract that lists these languages.
type installed string

func (i installed) Run(_ context.Context, c proc.Command) (string, error) {
	_, err := io.WriteString(c.Stdout, "List of available languages (2):\n"+string(i)+"\n")
	return "", err
}

type missing struct{}

func (missing) Run(context.Context, proc.Command) (string, error) { return "", errors.New("missing") }

func TestLanguage(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct{ name, tag, installed, want string }{
		{"an installed language", "de-CH", "eng\ndeu", "deu"},
		{"English for a language that is not installed", "fr", "eng\ndeu", "eng"},
		{"English for an unknown language", "tlh", "eng\ndeu", "eng"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := New(installed(tt.installed), t.TempDir()).Language(t.Context(), tt.tag)
			if err != nil || got != tt.want {
				t.Errorf("Language(%q) = %q, %v, want %q", tt.tag, got, err, tt.want)
			}
		})
	}
	if got, err := New(missing{}, t.TempDir()).Language(t.Context(), "en-GB"); err != nil || got != "eng" {
		t.Errorf("Language of English = %q, %v, want eng without running tesseract", got, err)
	}
	if _, err := New(missing{}, t.TempDir()).Language(t.Context(), "de"); err == nil {
		t.Error("Language succeeds without tesseract")
	}
}
