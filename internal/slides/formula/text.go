package formula

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text is the formula in one line.
func (e *Expr) Text() string {
	if e == nil {
		return ""
	}
	switch e.kind {
	case row:
		return joinText(e.args)
	case leaf:
		return plainLetters(strings.ReplaceAll(e.text, "&", ""))
	case fraction:
		return group(e.arg(0).Text(), product) + "/" + group(e.arg(1).Text(), atom)
	case stack:
		return group(e.arg(0).Text(), product) + "¦" + group(e.arg(1).Text(), atom)
	case script:
		return baseText(e.arg(0), product) + subscript(e.arg(1).Text()) + superscript(e.arg(2).Text())
	case prescript:
		return superscript(e.arg(2).Text()) + subscript(e.arg(1).Text()) + e.arg(0).Text()
	case root:
		return rootText(e.arg(0).Text(), e.arg(1).Text())
	case delimited:
		return e.delimitedText()
	case nary:
		return strings.TrimSpace(e.text + subscript(e.arg(0).Text()) + superscript(e.arg(1).Text()) + " " + e.arg(2).Text())
	case function:
		return functionText(e.arg(0).Text(), e.arg(1).Text())
	case accent:
		return accentText(e.arg(0).Text(), e.text)
	case overline:
		return accentText(e.arg(0).Text(), "\u0305")
	case underline:
		return accentText(e.arg(0).Text(), "\u0332")
	case overset:
		return baseText(e.arg(0), atom) + superscript(e.arg(1).Text())
	case underset:
		return baseText(e.arg(0), atom) + subscript(e.arg(1).Text())
	case matrix:
		return "[" + rowsText(e.rows) + "]"
	case equations:
		return rowsText(e.rows)
	case boxed:
		return e.arg(0).Text()
	}
	return ""
}

// baseText is what scripts belong to: a name as it is, anything else in parentheses
// if it does not hold together. Letters of one run may be a product.
func baseText(e *Expr, least class) string {
	text := e.Text()
	if only := e.only(); only == nil || only.kind != leaf {
		least = atom
	} else if only.isName() {
		return text
	}
	return group(text, least)
}

// isName reports whether a leaf is a word, such as the name of a function.
func (e *Expr) isName() bool {
	return e.kind == leaf && utf8.RuneCountInString(e.text) > 1 && (e.style == upright || e.style == plainText || isOperatorName(e.text))
}

// joinText joins parts. A space ends a script that is not in parentheses, and
// separates a function or a word from what follows.
func joinText(args []*Expr) string {
	var b strings.Builder
	name := false
	for _, arg := range args {
		text := arg.Text()
		if text == "" {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(b.String()[max(0, b.Len()-utf8.UTFMax):])
		first, _ := utf8.DecodeRuneInString(text)
		if b.Len() > 0 && isWord(first) && isWord(last) && (name || openScript(b.String())) {
			b.WriteByte(' ')
		}
		name = arg.isName()
		b.WriteString(text)
	}
	return b.String()
}

func isWord(r rune) bool { return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !isScript(r) }

// openScript reports whether a text ends with a script without parentheses.
func openScript(text string) bool {
	const most = 64 // bytes
	text = text[max(0, len(text)-most):]
	at := strings.LastIndexAny(text, "^_")
	return at >= 0 && !strings.ContainsFunc(text[at+1:], func(r rune) bool { return !isWord(r) })
}

func rootText(of, degree string) string {
	switch degree {
	case "", "2":
		return "√" + group(of, atom)
	case "3":
		return "∛" + group(of, atom)
	case "4":
		return "∜" + group(of, atom)
	}
	if shifted := superscript(degree); !strings.HasPrefix(shifted, "^") {
		return shifted + "√" + group(of, atom)
	}
	return "√[" + degree + "](" + of + ")"
}

func (e *Expr) delimitedText() string {
	parts := make([]string, len(e.args))
	for i, arg := range e.args {
		if inner := arg.only(); inner != nil && inner.kind == matrix {
			parts[i] = rowsText(inner.rows)
		} else {
			parts[i] = arg.Text()
		}
	}
	return e.text + strings.Join(parts, e.sep) + e.close
}

func functionText(name, argument string) string {
	switch {
	case argument == "" || name == "":
		return name + argument
	case isEnclosed(argument) && !strings.ContainsAny(name, "_^"):
		return name + argument
	case classify(argument) == sum:
		return name + "(" + argument + ")"
	}
	return name + " " + argument
}

// isEnclosed reports whether a pair of parentheses is around all of a text.
func isEnclosed(text string) bool {
	if !strings.HasPrefix(text, "(") || !strings.HasSuffix(text, ")") {
		return false
	}
	depth := 0
	for i, r := range text {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			return i == len(text)-1
		}
	}
	return false
}

// accentText puts an accent on a letter, or writes its name before a longer text.
func accentText(base, combining string) string {
	if base == "" {
		return ""
	}
	if utf8.RuneCountInString(base) == 1 {
		return norm.NFC.String(base + combining)
	}
	return accentName(combining) + "(" + base + ")"
}

// rowsText are rows of cells, of a matrix or of equations.
func rowsText(rows [][]*Expr) string {
	lines := make([]string, len(rows))
	for i, cells := range rows {
		texts := make([]string, len(cells))
		for j, cell := range cells {
			texts[j] = cell.Text()
		}
		lines[i] = strings.Join(texts, ", ")
	}
	return strings.Join(lines, "; ")
}

// plainLetters replaces the letters of the block Mathematical Alphanumeric Symbols,
// which PowerPoint uses for variables, by plain ones, so that search finds them.
func plainLetters(text string) string {
	if !strings.ContainsFunc(text, isMathLetter) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if isMathLetter(r) {
			r, _ = utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
		}
		return r
	}, text)
}

func isMathLetter(r rune) bool { return r >= 0x1d400 && r <= 0x1d7ff || r == 'ℎ' }
