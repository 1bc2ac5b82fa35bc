package symbolfont_test

import (
	"testing"
	"unicode/utf8"

	"proceedings/internal/slides/symbolfont"
)

func TestText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, font, text, want string }{
		{"an arrow of Wingdings", "Wingdings", "\uf0e8", "→"},
		{"another arrow of Wingdings", "Wingdings", "a \uf0e0", "♋ →"},
		{"smileys", "wingdings", "JKL", "☺😐☹"},
		{"check marks", "Wingdings", "\u00fc\u00fb\uf0fe", "✓✗☑"},
		{"bullets", "Wingdings", "\uf06c\uf06e\uf0a7\uf0d8\uf076", "●■▪→❖"},
		{"a code that has another place in Unicode", "Wingdings", "\u0192", "➂"},
		{"Wingdings 2", "Wingdings 2", "\uf050\uf052\uf0a3", "✓☑□"},
		{"Wingdings 3", "Wingdings 3", "\uf07d\uf022\uf070", "\U0001f782→▲"},
		{"Webdings", "Webdings", "\uf04e\uf0d9", "👁☁"},
		{"Symbol", "Symbol", "\uf0b3\uf061abc", "≥ααβχ"},
		{"an unused code", "Wingdings 3", "\uf0ff", "\ufffd"},
		{"characters beyond the code page stay", "Wingdings", "日→", "日→"},
		{"another font", "Arial", "\uf0e8J", "\uf0e8J"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := symbolfont.Text(tt.font, tt.text); got != tt.want {
				t.Errorf("Text = %q, want %q", got, tt.want)
			}
		})
	}
	if got := symbolfont.Private("Wingdings", "J\uf04a"); got != "J☺" {
		t.Errorf("Private = %q, want the private code replaced alone", got)
	}
}

// TestTablesAreComplete has every code of every font.
func TestTablesAreComplete(t *testing.T) {
	t.Parallel()
	for _, font := range []string{"Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"} {
		if !symbolfont.Is(font) {
			t.Errorf("%s is no symbol font", font)
		}
		for code := rune(0xf020); code <= 0xf0ff; code++ {
			got := symbolfont.Text(font, string(code))
			if utf8.RuneCountInString(got) != 1 || got == string(code) {
				t.Errorf("%s: %U becomes %q", font, code, got)
			}
		}
	}
}
