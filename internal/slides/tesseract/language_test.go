package tesseract

import (
	"context"
	"errors"
	"io"
	"strings"
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

func TestLanguages(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct {
		name, tags, installed, want, missing string
	}{
		{"an installed language", "de-CH", "eng\ndeu", "deu", ""},
		{"two languages", "de en", "eng\ndeu", "deu+eng", ""},
		{"two tags of one language", "de-CH de-AT", "eng\ndeu", "deu", ""},
		{"English for a language that is not installed", "fr de", "eng\ndeu", "eng+deu", "fr"},
		{"English for an unknown language", "tlh", "eng\ndeu", "eng", "tlh"},
		{"English if no language is known", "", "eng", "eng", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, missing, err := New(installed(tt.installed), t.TempDir()).Languages(t.Context(), strings.Fields(tt.tags))
			if err != nil || got != tt.want || strings.Join(missing, " ") != tt.missing {
				t.Errorf("Languages(%s) = %q, missing %q, %v; want %q, %q", tt.tags, got, missing, err, tt.want, tt.missing)
			}
		})
	}
	if got, _, err := New(missing{}, t.TempDir()).Languages(t.Context(), []string{"en-GB"}); err != nil || got != "eng" {
		t.Errorf("Languages of English = %q, %v, want eng without running tesseract", got, err)
	}
	if _, _, err := New(missing{}, t.TempDir()).Languages(t.Context(), []string{"de"}); err == nil {
		t.Error("Languages succeeds without tesseract")
	}
}
