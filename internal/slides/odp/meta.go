package odp

import (
	"cmp"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/words"
)

// properties are the metadata of a presentation. Its author is who created it, or
// else who saved it last.
func properties(root *office.Node) meeting.Properties {
	meta := root.Down("meta")
	value := func(name string) string { return words.OneLine(meta.Down(name).Content()) }
	var keywords []string
	for keyword := range meta.Named("keyword") {
		if k := words.OneLine(keyword.Content()); k != "" {
			keywords = append(keywords, k)
		}
	}
	return meeting.Properties{
		Title:       value("title"),
		Author:      cmp.Or(value("initial-creator"), value("creator")),
		Subject:     value("subject"),
		Keywords:    strings.Join(keywords, ", "),
		Description: strings.TrimSpace(meta.Down("description").Content()),
		Created:     value("creation-date"),
		Modified:    value("date"),
	}
}
