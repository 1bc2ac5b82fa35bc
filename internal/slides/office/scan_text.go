package office

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// quoted parses the value of an attribute.
func (s *scanner) quoted(keep bool) (string, error) {
	quote := s.peek()
	if quote != '"' && quote != '\'' {
		return "", errNotSimple
	}
	s.at++
	end := bytes.IndexByte(s.data[s.at:], quote)
	if end < 0 || bytes.IndexByte(s.data[s.at:s.at+end], '<') >= 0 {
		return "", errNotSimple
	}
	raw := s.data[s.at : s.at+end]
	s.at += end + 1
	return s.value(raw, keep)
}

// value is text with its references resolved and its line ends normalised.
func (s *scanner) value(raw []byte, keep bool) (string, error) {
	references, returns := false, false
	for _, c := range raw {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			return "", errNotSimple
		}
		references = references || c == '&'
		returns = returns || c == '\r'
	}
	if !keep && !references {
		return "", nil
	}
	text := string(raw)
	if returns {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	if references {
		return resolve(text)
	}
	return text, nil
}

// resolve replaces the references in text by characters.
func resolve(text string) (string, error) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "&")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		name, after, found := strings.Cut(rest, ";")
		if !found {
			return "", errNotSimple
		}
		r, ok := character(name)
		if !ok {
			return "", errNotSimple
		}
		b.WriteRune(r)
		text = after
	}
}

func character(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, base := strings.TrimPrefix(name, "#"), 10
	if digits == name || digits == "" || digits[0] == '+' {
		return 0, false
	}
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	r := rune(n) //nolint:gosec // 32 bits; the check below rejects larger values
	legal := r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000 && r <= utf8.MaxRune
	return r, err == nil && legal
}

// name parses a name of ASCII characters with at most one prefix.
func (s *scanner) name() ([]byte, error) {
	from, colons := s.at, 0
	for s.at < len(s.data) && isName(s.data[s.at]) {
		if s.data[s.at] == ':' {
			colons++
		}
		s.at++
	}
	name := s.data[from:s.at]
	if len(name) == 0 || colons > 1 || name[0] == ':' || name[len(name)-1] == ':' || name[0] < 'A' {
		return nil, errNotSimple
	}
	return name, nil
}

func isName(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == ':' || c == '_' || c == '-' || c == '.'
}

func cut(name []byte) (prefix, local []byte) {
	prefix, local, found := bytes.Cut(name, []byte(":"))
	if !found {
		return nil, name
	}
	return prefix, local
}

// bindingOf is the namespace of a prefix, or the prefix itself if it is not
// declared.
func (s *scanner) bindingOf(prefix string) string {
	if prefix == "xml" {
		return "http://www.w3.org/XML/1998/namespace"
	}
	for _, b := range slices.Backward(s.bound) {
		if b.prefix == prefix {
			return b.space
		}
	}
	return prefix
}

func (s *scanner) space() {
	for s.at < len(s.data) && (s.data[s.at] == ' ' || s.data[s.at] == '\n' || s.data[s.at] == '\t' || s.data[s.at] == '\r') {
		s.at++
	}
}

// peek is the next byte, or 0 at the end.
func (s *scanner) peek() byte {
	if s.at < len(s.data) {
		return s.data[s.at]
	}
	return 0
}
