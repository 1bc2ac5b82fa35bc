package pptx

import (
	"strings"

	"proceedings/internal/meeting"
)

// properties are the metadata of the file (ECMA-376, part 2, 8.3).
func (r *reader) properties(top relations) (meeting.Properties, error) {
	part, ok := top.first("core-properties")
	if !ok {
		part = "docProps/core.xml"
	}
	root, err := r.optional(part)
	if err != nil {
		return meeting.Properties{}, err
	}
	value := func(name string) string { return strings.TrimSpace(unescape(root.Down(name).Content())) }
	return meeting.Properties{
		Title: value("title"), Author: value("creator"), Subject: value("subject"), Keywords: value("keywords"),
		Description: value("description"), Created: value("created"), Modified: value("modified"),
	}, nil
}
