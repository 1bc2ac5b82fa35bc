package sanitize

import (
	"fmt"
	"strings"
)

// Removed says what is missing from the copy of a deck.
type Removed struct {
	Links      int      // references to outside files
	Objects    int      // embedded files of other programs; their preview images stay
	Macros     bool     // programs
	HugeImages []string // sizes of images that are too large to decode
	Damaged    int      // parts that cannot be read
	Entities   int      // drawings that declare XML entities
}

// Warnings are predicates about the deck, in words for a person. Objects need
// none, because their preview images stay.
func (r Removed) Warnings() []string {
	var warnings []string
	add := func(n int, format string) {
		if n > 0 {
			warnings = append(warnings, fmt.Sprintf(format, n))
		}
	}
	add(r.Links, "refers to %d outside files, which are not shown")
	if r.Macros {
		warnings = append(warnings, "contains macros, which were not run")
	}
	if len(r.HugeImages) > 0 {
		warnings = append(warnings, "has a picture of "+strings.Join(r.HugeImages, " and one of ")+" pixels, which is not shown")
	}
	add(r.Damaged, "has %d damaged parts, which are not shown")
	add(r.Entities, "has %d drawings that declare entities, which are not shown")
	return warnings
}
