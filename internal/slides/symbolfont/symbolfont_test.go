package symbolfont_test

import (
	"testing"
	"unicode"

	"proceedings/internal/slides/symbolfont"
)

func TestText(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct{ font, text, want string }{
		{"Wingdings", "Cause \uf0e0 effect", "👍♋◆🞟♏ 🡪 ♏♐♐♏♍⧫"},
		{"Wingdings", "\uf0fc", "✓"},
		{"Wingdings", "ü", "✓"}, // as a bullet is written
		{"wingdings", "§", "▪"},
		{"Wingdings", "•", "➓"},
		{"Wingdings", "–", "🙢"},
		{"Wingdings", "\uf0ff", "\uf0ff"}, // the logo of Windows
		{"Wingdings 2", "P", "🗸"},
		{"Wingdings 3", "}", "🞂"},
		{"Webdings", "4", "⏵"},
		{"Symbol", "a\uf062\uf0b3", "αβ≥"},
		{"Symbol", "\uf080", "\uf080"},
		{"Symbol", "水", "水"},
		{"Arial", "\uf0fc a", "\uf0fc a"},
	} {
		if got := symbolfont.Text(tt.font, tt.text); got != tt.want {
			t.Errorf("Text(%q, %q) = %q, want %q", tt.font, tt.text, got, tt.want)
		}
	}
	if got := symbolfont.Private("Wingdings", "a \uf0fc"); got != "a ✓" {
		t.Errorf("Private maps a letter: %q", got)
	}
}

// TestCodesMapToUnicode checks that a code in the private range, the only way to
// write it in text without losing it, has the same character as the code itself,
// and that no character is private or unassigned.
func TestCodesMapToUnicode(t *testing.T) {
	t.Parallel()

	for _, font := range []string{"Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"} {
		mapped := 0
		for code := rune(0x20); code <= 0xff; code++ {
			shown, ok := symbolfont.Rune(font, code)
			private, privateOK := symbolfont.Rune(font, 0xf000+code)
			if shown != private || ok != privateOK {
				t.Errorf("%s: %#x is %q, but in the private range %q", font, code, shown, private)
			}
			if !ok {
				continue
			}
			mapped++
			if unicode.Is(unicode.Co, shown) || !unicode.IsPrint(shown) {
				t.Errorf("%s: %#x is %U", font, code, shown)
			}
		}
		if mapped < 180 {
			t.Errorf("%s has %d characters", font, mapped)
		}
	}
	if _, ok := symbolfont.Rune("Symbol", 0x1f600); ok {
		t.Error("a character that is no code is mapped")
	}
}
