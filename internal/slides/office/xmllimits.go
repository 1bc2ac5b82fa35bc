package office

import (
	"bytes"
)

// CheckXML returns [ErrDepth] or [ErrElements] for an XML text whose elements nest
// too deep or are too many for programs that build a tree of it. It is exact for
// well-formed text, and fast: it checks all XML of a deck.
func CheckXML(text []byte, limits Limits) error {
	depth, elements := 0, 0
	for {
		at := bytes.IndexByte(text, '<')
		if at < 0 || at+1 == len(text) {
			return nil
		}
		text = text[at+1:]
		switch {
		case text[0] == '/':
			depth--
		case bytes.HasPrefix(text, []byte("!--")):
			text = behind(text, "-->")
		case bytes.HasPrefix(text, []byte("![CDATA[")):
			text = behind(text, "]]>")
		case text[0] == '?', text[0] == '!':
			text = behind(text, ">")
		default:
			end := tagEnd(text)
			if end == 0 || text[end-1] != '/' {
				depth++
			}
			elements++
			text = text[end:]
		}
		if depth > limits.Depth {
			return ErrDepth
		}
		if elements > limits.Elements {
			return ErrElements
		}
	}
}

func behind(text []byte, mark string) []byte {
	_, rest, _ := bytes.Cut(text, []byte(mark))
	return rest
}

// tagEnd is where the ">" of a tag is: not within quotes.
func tagEnd(text []byte) int {
	var quote byte
	for i, c := range text {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"', c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
	return len(text)
}
