package pdfcontent

import (
	"bytes"
	"math"
	"strconv"
)

// scanner reads a content stream (ISO 32000-1, 7.8.2), one operator with its operands
// at a time. Of operands it keeps numbers, the last name and replacement texts.
type scanner struct {
	data    []byte
	at      int
	numbers []float64
	name    string // without the slash

	from    int      // where the operands begin
	shown   int      // bytes of the texts among them, as they are written
	actuals []actual // replacement texts among them
}

// operandsMax is the number of operands that are kept, far above that of any operator
// that is understood.
const operandsMax = 16

// next is the next operator, or "" at the end.
func (s *scanner) next() string {
	s.numbers, s.name, s.from, s.shown, s.actuals = s.numbers[:0], "", -1, 0, nil
	key := -1 // where the key of a replacement text begins
	for s.at < len(s.data) {
		if s.from < 0 && !isSpace(s.data[s.at]) && s.data[s.at] != '%' {
			s.from = s.at
		}
		switch c, from := s.data[s.at], s.at; {
		case isSpace(c) || bytes.IndexByte([]byte("[]<>{})"), c) >= 0:
			if c == '<' && s.at+1 < len(s.data) && s.data[s.at+1] != '<' {
				s.skipPast('>') // a text in hexadecimal digits
				s.addText(from, key, (s.at-from-1)/2)
				key = -1
				continue
			}
			s.at++
			if c == '<' {
				s.at++
			}
		case c == '%':
			s.skipPast('\n')
		case c == '(':
			s.skipText()
			s.addText(from, key, s.at-from-2)
			key = -1
		case c == '/':
			s.at++
			if s.name = s.word(); s.name == "ActualText" {
				key = from
			}
		default:
			if operator := s.operand(s.word()); operator != "" {
				return operator
			}
		}
	}
	return ""
}

// addText counts a text of that many bytes, and keeps it if it is a replacement text
// whose key begins at key.
func (s *scanner) addText(from, key, length int) {
	s.shown += length
	if key >= 0 {
		s.actuals = append(s.actuals, actual{key, s.at, textOf(s.data[from:s.at])})
	}
}

// operand keeps a number, or returns any other word, which is an operator.
func (s *scanner) operand(word string) string {
	if c := word[0]; c > '9' || c < '0' && c != '-' && c != '+' && c != '.' {
		return word
	}
	n, err := strconv.ParseFloat(word, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		n = 0
	}
	if len(s.numbers) < operandsMax {
		s.numbers = append(s.numbers, n)
	}
	return ""
}

// word is the word that begins here, and the scanner moves past it.
func (s *scanner) word() string {
	from := s.at
	for s.at < len(s.data) && !isSpace(s.data[s.at]) && bytes.IndexByte([]byte("[]<>{}()/%"), s.data[s.at]) < 0 {
		s.at++
	}
	return string(s.data[from:s.at])
}

func (s *scanner) skipPast(end byte) {
	i := bytes.IndexByte(s.data[s.at:], end)
	if i < 0 {
		s.at = len(s.data)
		return
	}
	s.at += i + 1
}

// skipText skips a text in parentheses, which nest.
func (s *scanner) skipText() {
	depth := 0
	for ; s.at < len(s.data); s.at++ {
		switch s.data[s.at] {
		case '\\':
			s.at++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				s.at++
				return
			}
		}
	}
}

// skipImage skips the data of an inline image, after its operator ID (8.9.7).
func (s *scanner) skipImage() {
	for s.at < len(s.data) {
		i := bytes.Index(s.data[s.at:], []byte("EI"))
		if i < 0 {
			s.at = len(s.data)
			return
		}
		from := s.at + i
		s.at = from + 2
		if from > 0 && isSpace(s.data[from-1]) && (s.at == len(s.data) || isSpace(s.data[s.at])) {
			return
		}
	}
}

func isSpace(c byte) bool { return c <= ' ' }
