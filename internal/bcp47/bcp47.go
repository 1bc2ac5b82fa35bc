// Package bcp47 checks tags of languages (BCP 47), such as en or pt-BR.
package bcp47

import (
	"regexp"

	"golang.org/x/text/language"
)

var form = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// WellFormed reports whether tag has the form of a language tag, whatever it
// means: it may then stand in a playlist or in an attribute of a page.
func WellFormed(tag string) bool { return form.MatchString(tag) }

// Checked returns tag if it is well formed, else "": with a wrong lang attribute
// a page is read aloud in the wrong voice.
func Checked(tag string) string {
	if !WellFormed(tag) {
		return ""
	}
	return tag
}

// Parse returns the usual form of a tag, or of a code of ISO 639-2: pt-BR for
// pt_br, de for ger. ok is false for what is no language that is registered.
func Parse(text string) (tag string, ok bool) {
	parsed, err := language.Parse(text)
	return parsed.String(), err == nil
}
