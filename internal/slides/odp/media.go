package odp

import (
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// media are the films and sounds within a page's shapes (OpenDocument 1.3, 10.4.8).
func (s *shapes) media(frame *office.Node) {
	for plugin := range frame.Named("plugin") {
		part := strings.TrimPrefix(strings.TrimPrefix(plugin.AttrIn("xlink", "href"), "vnd.sun.star.Package:"), "./")
		if !s.reader.archive.Has(part) {
			continue // a link
		}
		e := meeting.Embedded{Part: part, Title: alt(frame)}
		for param := range plugin.Named("param") {
			if param.Attr("name") == "Mute" && param.Attr("value") == "true" {
				e.Muted = true
			}
		}
		s.clips = append(s.clips, e)
	}
}
