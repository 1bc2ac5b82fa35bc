package words_test

import (
	"strings"
	"testing"

	"proceedings/internal/words"
)

func TestLabel(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		" Clear\twater\r\nat the quay ":  "Clear water at the quay",
		"\x1b[31mred\x00":                "[31mred",
		"a\xffb":                         "a\ufffdb",
		strings.Repeat("ä", 300):         strings.Repeat("ä", 200),
		strings.Repeat("a", 199) + " bc": strings.Repeat("a", 199),
		"":                               "",
	} {
		if got := words.Label(text); got != want {
			t.Errorf("Label(%q) = %q, want %q", text, got, want)
		}
	}
}
