package sanitize

import (
	"fmt"
	"slices"
	"strings"
)

// Removed says what is missing from the copy of a deck.
type Removed struct {
	Links      int       // references to outside files
	Objects    int       // embedded files of other programs; their preview images stay
	Macros     bool      // programs
	HugeImages []string  // sizes of images that are too large to decode
	Damaged    int       // parts that cannot be read
	Entities   int       // drawings that declare XML entities
	Uncropped  []int     // numbers of slides, or 0 for a layout, of cropped pictures of which the copy has all
	Pictures   []Picture // that are missing or damaged
	Trailing   []int     // numbers of slides after the end of whose XML is other data
	Blank      []int     // numbers of slides that are empty in the copy, because they are damaged
	Undrawn    []int     // numbers of slides with something that LibreOffice does not draw, such as ink

	TextAsShapes []int // numbers of slides of which some text is drawn as shapes, is a picture or is hidden
}

// Warnings are predicates about the deck, in words for a person. Objects need
// none, because their preview images stay.
func (r Removed) Warnings() []string {
	var warnings []string
	add := func(n int, one, many string) {
		switch {
		case n == 1:
			warnings = append(warnings, one)
		case n > 1:
			warnings = append(warnings, fmt.Sprintf(many, n))
		}
	}
	add(r.Links, "refers to an outside file, which is not shown", "refers to %d outside files, which are not shown")
	if r.Macros {
		warnings = append(warnings, "contains macros, which were not run")
	}
	if len(r.HugeImages) > 0 {
		warnings = append(warnings, "has a picture of "+strings.Join(r.HugeImages, " and one of ")+" pixels, which is not shown")
	}
	add(r.Damaged, "has a damaged part, which is not shown", "has %d damaged parts, which are not shown")
	add(r.Entities, "has a drawing that declares entities, which is not shown", "has %d drawings that declare entities, which are not shown")
	warnings = append(warnings, pictureWarning(r.Pictures)...)
	if len(r.Trailing) > 0 {
		warnings = append(warnings, "has data after the end of its XML, which is not shown, on "+slideList(r.Trailing))
	}
	if len(r.Undrawn) > 0 {
		warnings = append(warnings, "has ink or graphics without a picture, which are not shown, on "+slideList(r.Undrawn))
	}
	return warnings
}

// slideList names slides by their numbers, most in ascending order.
func slideList(numbers []int) string {
	const most = 20
	numbers = slices.Sorted(slices.Values(numbers))
	var b strings.Builder
	b.WriteString("slide")
	for i, n := range numbers {
		if i == most {
			fmt.Fprintf(&b, " and %d more", len(numbers)-most)
			break
		}
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, " %d", n)
	}
	return b.String()
}
