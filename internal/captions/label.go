package captions

import (
	"cmp"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Tag is a language in its usual form; empty for none, and for what is none.
func Tag(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}

// Label is a language by its own name, as a menu has it: who looks for captions
// in German may not know the page's language.
func Label(lang string) string {
	if Tag(lang) == "" {
		return "Captions"
	}
	tag := language.Make(lang)
	label := cmp.Or(display.Self.Name(tag), lang)
	if region, sure := tag.Region(); sure == language.Exact {
		label += " (" + region.String() + ")"
	}
	return label
}
