package sanitize

import (
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/words"
)

// Removed says what is missing from the copy of a deck.
type Removed struct {
	Links        int       // references to outside files
	LinksOn      []int     // numbers of slides with such references, or 0 for a layout or another part
	Objects      int       // embedded files of other programs; their preview images stay
	Macros       bool      // programs
	HugeImages   []string  // sizes of images that are too large to decode
	Damaged      int       // parts that cannot be read
	DamagedParts []string  // names of their files
	Entities     int       // drawings that declare XML entities
	Uncropped    []int     // numbers of slides, or 0 for a layout, of cropped pictures of which the copy has all
	Pictures     []Picture // and charts and diagrams, that are missing or damaged
	Trailing     []int     // numbers of slides after the end of whose XML is other data
	Blank        []int     // numbers of slides that are empty in the copy, because they are damaged
	Undrawn      []int     // numbers of slides with something that LibreOffice does not draw, such as ink

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
	where := pagesOf(r.LinksOn)
	add(r.Links, "refers to an outside file"+where+", which is not shown", "refers to %d outside files"+where+", which are not shown")
	if r.Macros {
		warnings = append(warnings, "contains macros, which were not run")
	}
	if len(r.HugeImages) > 0 {
		warnings = append(warnings, "has a picture of "+strings.Join(r.HugeImages, " and one of ")+" pixels, which is not shown")
	}
	warnings = append(warnings, r.damagedWarning()...)
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

// pagesOf names the slides with these numbers, if they are known.
func pagesOf(numbers []int) string {
	if numbers = slices.DeleteFunc(slices.Clone(numbers), func(n int) bool { return n == 0 }); len(numbers) == 0 {
		return ""
	}
	return " on " + slideList(numbers)
}

// damagedWarning is a predicate about a deck with damaged parts that no slide names.
func (r Removed) damagedWarning() []string {
	const most = 10
	named := func(part string) bool {
		return slices.ContainsFunc(r.Pictures, func(p Picture) bool { return strings.EqualFold(p.Name, part) })
	}
	parts := slices.DeleteFunc(slices.Clone(r.DamagedParts), named)
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return []string{"has a damaged part, which is not shown: " + parts[0]}
	}
	return []string{fmt.Sprintf("has %d damaged parts, which are not shown: %s", len(parts), words.List(parts, most))}
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
