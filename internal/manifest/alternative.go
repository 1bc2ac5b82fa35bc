package manifest

import (
	"fmt"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// longestAlt is the most characters in an alternative text: a screen reader
// cannot pause in it. The page has the whole text.
const longestAlt = 600

// Alternative is the alternative text of a slide: its own text.
func Alternative(s meeting.Slide) string {
	said := []string{s.Title, s.Body}
	for _, b := range s.Blocks {
		said = append(said, b.Alt)
	}
	var lines []string
	for line := range strings.SplitSeq(strings.Join(said, "\n"), "\n") {
		if line = words.OneLine(line); line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return fmt.Sprintf("Slide %d: an image without readable text", s.Number)
	}
	text := []rune(fmt.Sprintf("Slide %d: %s", s.Number, strings.Join(lines, ". ")))
	if len(text) <= longestAlt {
		return string(text)
	}
	cut := string(text[:longestAlt])
	if space := strings.LastIndexByte(cut, ' '); space > longestAlt/2 {
		cut = cut[:space]
	}
	return cut + " …"
}
