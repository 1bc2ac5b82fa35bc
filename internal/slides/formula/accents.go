package formula

import "unicode/utf8"

// accents are combining characters with the LaTeX command, the command for more than
// one letter, and the name in text.
var accents = map[string][3]string{ //nolint:gochecknoglobals // a table
	"\u0300": {`\grave`, `\grave`, "grave"},
	"\u0301": {`\acute`, `\acute`, "acute"},
	"\u0302": {`\hat`, `\widehat`, "hat"},
	"\u0303": {`\tilde`, `\widetilde`, "tilde"},
	"\u0304": {`\bar`, `\overline`, "bar"},
	"\u0305": {`\bar`, `\overline`, "bar"},
	"\u0306": {`\breve`, `\breve`, "breve"},
	"\u0307": {`\dot`, `\dot`, "dot"},
	"\u0308": {`\ddot`, `\ddot`, "ddot"},
	"\u030a": {`\mathring`, `\mathring`, "ring"},
	"\u030c": {`\check`, `\check`, "check"},
	"\u0331": {`\underline`, `\underline`, "underline"},
	"\u0332": {`\underline`, `\underline`, "underline"},
	"\u20d6": {`\overleftarrow`, `\overleftarrow`, "overleftarrow"},
	"\u20d7": {`\vec`, `\overrightarrow`, "vec"},
	"\u20db": {`\dddot`, `\dddot`, "dddot"},
	"\u20e1": {`\overleftrightarrow`, `\overleftrightarrow`, "overleftrightarrow"},
}

func accentName(combining string) string {
	if known, ok := accents[combining]; ok {
		return known[2]
	}
	return "accent"
}

func accentCommand(combining string, base *Expr) string {
	known, ok := accents[combining]
	switch {
	case !ok:
		return `\hat`
	case base.only() == nil || base.only().kind != leaf || utf8.RuneCountInString(base.only().text) > 1:
		return known[1]
	}
	return known[0]
}

// combining is the combining character of an accent that is written as a character
// of its own, as MathML has it.
func combining(text string) (string, bool) {
	known, ok := map[string]string{
		"^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "∼": "\u0303", "¯": "\u0305", "‾": "\u0305", "ˉ": "\u0305", "_": "\u0332", "̲": "\u0332",
		"→": "\u20d7", "⃗": "\u20d7", "⇀": "\u20d7", "←": "\u20d6", "˙": "\u0307", ".": "\u0307", "¨": "\u0308", "..": "\u0308", "˘": "\u0306", "ˇ": "\u030c",
		"´": "\u0301", "`": "\u0300", "˚": "\u030a", "°": "\u030a",
	}[text]
	if _, itself := accents[text]; itself {
		return text, true
	}
	return known, ok
}
