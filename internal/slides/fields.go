package slides

import (
	"slices"
	"strings"

	"proceedings/internal/meeting"
)

// removeFields removes the names that LibreOffice writes for empty fields of a .ppt file
// from notes and masters: no slide shows them.
func removeFields(text *meeting.DeckText) {
	names := []string{"<number>", "<header>", "<footer>", "<date/time>"}
	for i := range text.Slides {
		for _, part := range []*string{&text.Slides[i].Notes, &text.Slides[i].Master} {
			lines := strings.Split(*part, "\n")
			*part = strings.Join(slices.DeleteFunc(lines, func(line string) bool { return slices.Contains(names, strings.TrimSpace(line)) }), "\n")
		}
	}
}
