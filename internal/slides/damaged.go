package slides

import (
	"fmt"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// Limits of a warning.
const (
	maxNamed   = 20 // slides
	maxReasons = 5
)

// TextWarnings are predicates about the parts of a deck whose text cannot be read.
func TextWarnings(slides []meeting.Slide) []string {
	var warnings []string
	if damaged := damagedSlides(slides); damaged != "" {
		warnings = append(warnings, "is damaged in part: no text of "+damaged)
	}
	return append(warnings, unreadParts(slides)...)
}

// damagedSlides names the damaged slides with the reasons. Slides with the same reason
// are together.
func damagedSlides(slides []meeting.Slide) string {
	var reasons []string
	numbers := map[string][]int{} // by reason
	for _, s := range slides {
		if s.Damaged == "" {
			continue
		}
		if numbers[s.Damaged] == nil {
			reasons = append(reasons, s.Damaged)
		}
		numbers[s.Damaged] = append(numbers[s.Damaged], s.Number)
	}
	var parts []string
	var others []int
	for i, reason := range reasons {
		if i < maxReasons {
			parts = append(parts, fmt.Sprintf("%s (%s)", words.Numbered("slide", numbers[reason], maxNamed), reason))
		} else {
			others = append(others, numbers[reason]...)
		}
	}
	if len(others) > 0 {
		parts = append(parts, words.Numbered("slide", others, maxNamed))
	}
	return strings.Join(parts, ", ")
}

// unreadParts are warnings about parts of slides that cannot be read.
func unreadParts(slides []meeting.Slide) []string {
	numbers := map[meeting.SlidePart][]int{}
	for _, s := range slides {
		for _, part := range s.Unread {
			numbers[part] = append(numbers[part], s.Number)
		}
	}
	var warnings []string
	for _, kind := range []struct {
		part meeting.SlidePart
		name string
	}{
		{meeting.NotesPart, "speaker notes"},
		{meeting.CommentsPart, "comments"},
		{meeting.RelationsPart, "references to notes, charts and links"},
	} {
		if list := numbers[kind.part]; len(list) > 0 {
			warnings = append(warnings, fmt.Sprintf("has damaged %s on %s, which are left out", kind.name, words.Numbered("slide", list, maxNamed)))
		}
	}
	return warnings
}
