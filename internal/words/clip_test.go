package words_test

import (
	"testing"

	"proceedings/internal/words"
)

func TestClip(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"": "", "äöü": "äöü", "äöüß": "äöü…", "a\xffbcd": "a\ufffdb…"} {
		if got := words.Clip(text, 3); got != want {
			t.Errorf("Clip(%q) = %q, want %q", text, got, want)
		}
	}
}
