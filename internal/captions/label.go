package captions

import (
	"cmp"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Tag is a BCP 47 tag in its canonical form; empty if lang is not one.
func Tag(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}

// Label is the name of a language in that language, for a menu: a reader who looks for
// German captions may not know the page's language.
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
