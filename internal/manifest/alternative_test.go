package manifest_test

import (
	"strings"
	"testing"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
)

// The text in place of a picture has at most 600 letters. It ends with a whole
// word, unless that would be less than half of it.
func TestAlternativeIsCutAtAWord(t *testing.T) {
	t.Parallel()
	const head = "Slide 1: "
	letters := func(n int) string { return strings.Repeat("ä", n) }
	tests := map[string]struct{ title, want string }{
		"it fits":                   {letters(591), head + letters(591)},
		"one letter too many":       {letters(592), head + letters(591) + " …"},
		"a space in the first half": {strings.Repeat("x", 291) + " " + strings.Repeat("y", 400), head + strings.Repeat("x", 291) + " " + strings.Repeat("y", 299) + " …"},
		"a space behind it":         {strings.Repeat("x", 292) + " " + strings.Repeat("y", 400), head + strings.Repeat("x", 292) + " …"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := manifest.Alternative(meeting.Slide{Number: 1, Title: tt.title}); got != tt.want {
				t.Errorf("Alternative = %q, want %q", got, tt.want)
			}
		})
	}
}
