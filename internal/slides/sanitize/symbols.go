package sanitize

import (
	"bytes"
	"encoding/xml"
	"strings"

	"proceedings/internal/slides/symbolfont"
)

// standIn is the font that shows symbols: it has all characters of the symbol fonts.
// Without it, LibreOffice takes any font that has them.
const standIn = "Symbola"

// namesSymbolFont reports whether a text may name a symbol font.
func namesSymbolFont(text []byte) bool {
	for rest := text; ; {
		i := bytes.Index(rest, []byte(`typeface=`))
		if i < 0 {
			return false
		}
		rest = rest[i+len(`typeface=`):]
		if len(rest) < 2 {
			return false
		}
		switch rest[1] {
		case 'W', 'w', 'S', 's':
			if end := bytes.IndexByte(rest[1:], rest[0]); end > 0 && symbolfont.Is(string(rest[1:1+end])) {
				return true
			}
		}
	}
}

// run writes the characters that a run has in a symbol font as Unicode characters:
// LibreOffice draws them as boxes if the font is not installed. Bullets it draws.
func (v *viewer) run(r *element) {
	properties, t := r.child("rPr"), r.child("t")
	if properties == nil {
		return
	}
	var symbols, letters string // the font of symbols, and of all characters
	for _, font := range properties.kids {
		switch face := font.attr("typeface"); {
		case !symbolfont.Is(face):
			continue
		case font.name == "sym":
			symbols = face
		case font.name == "latin":
			letters = face
		case font.name != "ea" && font.name != "cs":
			continue
		}
		v.replace(font.start, font.end, []byte("<"+font.tag(font.name)+` typeface="`+standIn+`"/>`))
	}
	if t == nil || symbols == "" && letters == "" {
		return
	}
	text, ok := plainText(v.text[t.innerFrom:t.inner])
	if !ok {
		return
	}
	if shown := symbolfont.Text(letters, symbolfont.Private(symbols, text)); shown != text {
		v.replace(t.innerFrom, t.inner, []byte(escape(shown)))
	}
}

// plainText is the text of an XML fragment without elements.
func plainText(fragment []byte) (string, bool) {
	d := xml.NewDecoder(bytes.NewReader(fragment))
	var b strings.Builder
	for {
		token, err := d.RawToken()
		if err != nil {
			return b.String(), int(d.InputOffset()) == len(fragment)
		}
		text, ok := token.(xml.CharData)
		if !ok {
			return "", false
		}
		b.Write(text)
	}
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder accepts all
	return b.String()
}
