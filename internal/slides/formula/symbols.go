package formula

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// commands are the LaTeX commands of symbols.
var commands = map[rune]string{ //nolint:gochecknoglobals // a table
	'α': `\alpha`, 'β': `\beta`, 'γ': `\gamma`, 'δ': `\delta`, 'ε': `\varepsilon`, 'ϵ': `\epsilon`, 'ζ': `\zeta`, 'η': `\eta`,
	'θ': `\theta`, 'ϑ': `\vartheta`, 'ι': `\iota`, 'κ': `\kappa`, 'λ': `\lambda`, 'μ': `\mu`, 'ν': `\nu`, 'ξ': `\xi`, 'π': `\pi`,
	'ϖ': `\varpi`, 'ρ': `\rho`, 'ϱ': `\varrho`, 'σ': `\sigma`, 'ς': `\varsigma`, 'τ': `\tau`, 'υ': `\upsilon`, 'φ': `\varphi`,
	'ϕ': `\phi`, 'χ': `\chi`, 'ψ': `\psi`, 'ω': `\omega`, 'Γ': `\Gamma`, 'Δ': `\Delta`, 'Θ': `\Theta`, 'Λ': `\Lambda`, 'Ξ': `\Xi`,
	'Π': `\Pi`, 'Σ': `\Sigma`, 'Υ': `\Upsilon`, 'Φ': `\Phi`, 'Ψ': `\Psi`, 'Ω': `\Omega`, '×': `\times`, '⋅': `\cdot`, '·': `\cdot`,
	'÷': `\div`, '±': `\pm`, '∓': `\mp`, '∗': `\ast`, '∘': `\circ`, '⊕': `\oplus`, '⊗': `\otimes`, '⊙': `\odot`, '∧': `\wedge`,
	'∨': `\vee`, '¬': `\neg`, '≤': `\le`, '≥': `\ge`, '≠': `\ne`, '≈': `\approx`, '≡': `\equiv`, '∼': `\sim`, '≃': `\simeq`,
	'≅': `\cong`, '∝': `\propto`, '≪': `\ll`, '≫': `\gg`, '≺': `\prec`, '≻': `\succ`, '∈': `\in`, '∉': `\notin`, '∋': `\ni`,
	'⊂': `\subset`, '⊃': `\supset`, '⊆': `\subseteq`, '⊇': `\supseteq`, '∪': `\cup`, '∩': `\cap`, '∖': `\setminus`, '∅': `\emptyset`,
	'∀': `\forall`, '∃': `\exists`, '∄': `\nexists`, '⊥': `\perp`, '∥': `\parallel`, '∠': `\angle`, '∴': `\therefore`,
	'∵': `\because`, '→': `\to`, '←': `\leftarrow`, '↔': `\leftrightarrow`, '⇒': `\Rightarrow`, '⇐': `\Leftarrow`,
	'⇔': `\Leftrightarrow`, '↦': `\mapsto`, '↑': `\uparrow`, '↓': `\downarrow`, '⟶': `\longrightarrow`, '∞': `\infty`,
	'∂': `\partial`, '∇': `\nabla`, 'ℏ': `\hbar`, 'ℓ': `\ell`, 'ℜ': `\Re`, 'ℑ': `\Im`, 'ℵ': `\aleph`, '…': `\ldots`, '⋯': `\cdots`,
	'⋮': `\vdots`, '⋱': `\ddots`, '∑': `\sum`, '∏': `\prod`, '∐': `\coprod`, '∫': `\int`, '∬': `\iint`, '∭': `\iiint`, '∮': `\oint`,
	'⋃': `\bigcup`, '⋂': `\bigcap`, '⋁': `\bigvee`, '⋀': `\bigwedge`, '⨁': `\bigoplus`, '⨂': `\bigotimes`, '⟨': `\langle`,
	'⟩': `\rangle`, '‖': `\|`, '⌈': `\lceil`, '⌉': `\rceil`, '⌊': `\lfloor`, '⌋': `\rfloor`, '{': `\{`, '}': `\}`, '√': `\surd`,
	'†': `\dagger`, '⊢': `\vdash`, '⊨': `\models`, '⋆': `\star`, '#': `\#`, '$': `\$`, '%': `\%`, '_': `\_`, '&': `\&`,
}

// symbolLaTeX is a text of symbols and letters in LaTeX.
func symbolLaTeX(text string) string {
	var parts []string
	for _, r := range text {
		switch command, ok := commands[r]; {
		case ok:
			parts = append(parts, command)
		case r == '−':
			parts = append(parts, "-")
		case r == '′':
			parts = append(parts, "'")
		case r == '°':
			parts = append(parts, `^{\circ}`)
		case r == '\\':
			parts = append(parts, `\backslash`)
		case r == '^' || r == '~':
			parts = append(parts, `\`+string(r)+`{}`)
		case unicode.IsSpace(r):
			parts = append(parts, " ")
		default:
			parts = append(parts, string(r))
		}
	}
	return joinLaTeX(parts...)
}

// isOperatorName reports whether LaTeX has a command for the name of a function.
func isOperatorName(text string) bool {
	switch text {
	case "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "arcsin", "arccos", "arctan", "log", "ln", "lg", "exp",
		"lim", "limsup", "liminf", "max", "min", "sup", "inf", "det", "dim", "ker", "deg", "gcd", "arg", "hom", "Pr":
		return true
	}
	return false
}

// leafLaTeX is a text in a style. Letters that are styled by their character count
// one by one.
func leafLaTeX(text string, s style) string {
	name := strings.TrimSpace(text)
	switch {
	case name == "":
		return ""
	case isOperatorName(name):
		return `\` + name
	case s == plainText:
		return `\text{` + escapeText(text) + `}`
	case s == upright && isLetters(name) && utf8.RuneCountInString(name) > 1:
		return `\mathrm{` + name + `}`
	}
	parts := strings.Split(text, "&") // marks for alignment
	for i, part := range parts {
		parts[i] = styledLaTeX(part, s)
	}
	return strings.Join(parts, "&")
}

// styledLaTeX collects letters of one style into one command.
func styledLaTeX(text string, s style) string {
	var parts []string
	var open strings.Builder
	current := italic
	flush := func() {
		if open.Len() > 0 {
			parts = append(parts, styleCommand(current, symbolLaTeX(open.String())))
			open.Reset()
		}
	}
	for _, r := range text {
		own, letter := letterStyle(r)
		if own == italic && (unicode.IsLetter(letter) || unicode.IsDigit(letter)) && s > plainText {
			own = s
		}
		if own != current {
			flush()
			current = own
		}
		open.WriteRune(letter)
	}
	flush()
	return joinLaTeX(parts...)
}

func styleCommand(s style, text string) string {
	if command, ok := map[style]string{bold: "mathbf", blackboard: "mathbb", calligraphic: "mathcal", fraktur: "mathfrak", upright: "mathrm"}[s]; ok {
		return `\` + command + `{` + text + `}`
	}
	return text
}

// letterStyle is the style of a letter of the block Mathematical Alphanumeric
// Symbols, and the plain letter.
func letterStyle(r rune) (style, rune) {
	if r >= 'ℂ' && r <= 'ℤ' && strings.ContainsRune("ℂℍℕℙℚℝℤ", r) {
		plain, _ := utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
		return blackboard, plain
	}
	if !isMathLetter(r) {
		return italic, r
	}
	plain, _ := utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
	for _, block := range []struct {
		first, last rune
		style       style
	}{
		{0x1d400, 0x1d433, bold},
		{0x1d468, 0x1d49b, bold},
		{0x1d49c, 0x1d503, calligraphic},
		{0x1d504, 0x1d537, fraktur},
		{0x1d538, 0x1d56b, blackboard},
		{0x1d56c, 0x1d59f, fraktur},
		{0x1d5a0, 0x1d6a3, upright},
		{0x1d6a8, 0x1d6e1, bold},
		{0x1d7ce, 0x1d7d7, bold},
	} {
		if r >= block.first && r <= block.last {
			return block.style, plain
		}
	}
	return italic, plain
}

func isLetters(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) })
}

// escapeText escapes what LaTeX does not take as text.
func escapeText(text string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, `{`, `\{`, `}`, `\}`, `$`, `\$`, `%`, `\%`, `#`, `\#`, `_`, `\_`, `&`, `\&`, `^`, `\^{}`, `~`, `\~{}`).Replace(text)
}
