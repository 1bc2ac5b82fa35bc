package formula

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// LaTeX is the formula in LaTeX, with commands of the package amsmath, without
// delimiters around it.
func (e *Expr) LaTeX() string {
	if e == nil {
		return ""
	}
	switch e.kind {
	case row:
		parts := make([]string, len(e.args))
		for i, arg := range e.args {
			parts[i] = arg.LaTeX()
		}
		return joinLaTeX(parts...)
	case leaf:
		return leafLaTeX(e.text, e.style)
	case fraction:
		return `\frac` + braced(e.arg(0)) + braced(e.arg(1))
	case stack:
		return `\genfrac{}{}{0pt}{}` + braced(e.arg(0)) + braced(e.arg(1))
	case script:
		return scripted(e.baseLaTeX(), e.arg(1), e.arg(2))
	case prescript:
		return scripted("{}", e.arg(1), e.arg(2)) + e.baseLaTeX()
	case root:
		if degree := e.arg(1); !degree.isEmpty() {
			return `\sqrt[` + degree.LaTeX() + `]` + braced(e.arg(0))
		}
		return `\sqrt` + braced(e.arg(0))
	case delimited:
		return e.delimitedLaTeX()
	case nary:
		return joinLaTeX(scripted(symbolLaTeX(e.text), e.arg(0), e.arg(1)), " ", e.arg(2).LaTeX())
	case function:
		return joinLaTeX(e.arg(0).LaTeX(), " ", e.arg(1).LaTeX())
	case accent:
		return accentCommand(e.text, e.arg(0)) + braced(e.arg(0))
	case overline:
		return `\overline` + braced(e.arg(0))
	case underline:
		return `\underline` + braced(e.arg(0))
	case overset, underset:
		return e.setLaTeX()
	case matrix:
		return `\begin{matrix}` + rowsLaTeX(e.rows) + `\end{matrix}`
	case equations:
		return `\begin{aligned}` + rowsLaTeX(e.rows) + `\end{aligned}`
	case boxed:
		return `\boxed` + braced(e.arg(0))
	}
	return ""
}

func braced(e *Expr) string { return "{" + e.LaTeX() + "}" }

// baseLaTeX is the base of scripts, in braces if it has several parts.
func (e *Expr) baseLaTeX() string {
	base := e.arg(0).LaTeX()
	switch kind := e.arg(0).only(); {
	case base == "":
		return "{}"
	case kind.kind == leaf && utf8.RuneCountInString(kind.text) == 1, kind.kind == delimited, strings.HasPrefix(base, `\`) && kind.kind == leaf:
		return base
	}
	return "{" + base + "}"
}

func scripted(base string, sub, sup *Expr) string {
	if !sub.isEmpty() {
		base += "_" + braced(sub)
	}
	switch only := sup.only(); {
	case sup.isEmpty():
	case only != nil && only.kind == leaf && strings.Trim(only.text, "′'") == "":
		base += strings.Repeat("'", utf8.RuneCountInString(only.text))
	default:
		base += "^" + braced(sup)
	}
	return base
}

// delimitedLaTeX has the environments of amsmath for a matrix, and for cases.
func (e *Expr) delimitedLaTeX() string {
	if len(e.args) == 1 {
		switch inner := e.args[0].only(); {
		case inner == nil:
		case inner.kind == matrix:
			if name, ok := map[string]string{"()": "p", "[]": "b", "{}": "B", "||": "v", "‖‖": "V"}[e.text+e.close]; ok {
				return `\begin{` + name + `matrix}` + rowsLaTeX(inner.rows) + `\end{` + name + `matrix}`
			}
		case inner.kind == equations && e.text == "{" && e.close == "":
			return `\begin{cases}` + rowsLaTeX(inner.rows) + `\end{cases}`
		case inner.kind == stack && e.text == "(" && e.close == ")":
			return `\binom` + braced(inner.arg(0)) + braced(inner.arg(1))
		}
	}
	parts := make([]string, len(e.args))
	for i, arg := range e.args {
		parts[i] = arg.LaTeX()
	}
	separator := symbolLaTeX(e.sep)
	if e.sep == "|" {
		separator = `\middle|`
	}
	return joinLaTeX(`\left`, delimiter(e.text), strings.Join(parts, separator), `\right`, delimiter(e.close))
}

func delimiter(text string) string {
	if text == "" {
		return "."
	}
	return symbolLaTeX(text)
}

// setLaTeX is text above or below a base: of a brace, a limit, or any other.
func (e *Expr) setLaTeX() string {
	above := e.kind == overset
	base := e.arg(0).only()
	switch {
	case e.text == "⏞" || e.text == "⏟":
		command := `\overbrace`
		if e.text == "⏟" {
			command = `\underbrace`
		}
		return command + braced(base)
	case base != nil && (base.kind == overset || base.kind == underset) && base.text != "",
		base != nil && base.kind == leaf && isOperatorName(base.text):
		if above {
			return scripted(base.LaTeX(), nil, e.arg(1))
		}
		return scripted(base.LaTeX(), e.arg(1), nil)
	}
	command, other := `\underset`, e.arg(1).LaTeX()
	if above {
		command = `\overset`
	}
	if e.text != "" {
		other = symbolLaTeX(e.text)
	}
	return command + "{" + other + "}" + braced(base)
}

func rowsLaTeX(rows [][]*Expr) string {
	lines := make([]string, len(rows))
	for i, cells := range rows {
		texts := make([]string, len(cells))
		for j, cell := range cells {
			texts[j] = cell.LaTeX()
		}
		lines[i] = strings.Join(texts, " & ")
	}
	return strings.Join(lines, ` \\ `)
}

// joinLaTeX joins parts, with a space between a command and a letter. A space among
// the parts is left out where none is needed.
func joinLaTeX(parts ...string) string {
	var b strings.Builder
	space := false
	command := false // what was written last is a command
	for _, part := range parts {
		if part == " " {
			space = b.Len() > 0
			continue
		}
		if part == "" {
			continue
		}
		first, _ := utf8.DecodeRuneInString(part)
		if letter := unicode.IsLetter(first); letter && command || space {
			b.WriteByte(' ')
		}
		space = false
		b.WriteString(part)
		command = endsWithCommand(part)
	}
	return b.String()
}

func endsWithCommand(text string) bool {
	const most = 40 // letters of a command
	text = text[max(0, len(text)-most):]
	at := strings.LastIndexByte(text, '\\')
	return at >= 0 && at < len(text)-1 && !strings.ContainsFunc(text[at+1:], func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) })
}
