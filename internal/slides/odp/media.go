package odp

import (
	"strconv"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// silent is the lowest volume in LibreOffice, in decibels.
const silent = -40

// media are the video and audio files within a page's shapes (OpenDocument 1.3, 10.4.8).
func (s *shapes) media(frame *office.Node) {
	for plugin := range frame.Named("plugin") {
		part := strings.TrimPrefix(strings.TrimPrefix(plugin.AttrIn("xlink", "href"), "vnd.sun.star.Package:"), "./")
		if !s.reader.archive.Has(part) {
			continue // a link
		}
		e := meeting.Embedded{Part: part, Title: alt(frame)}
		for param := range plugin.Named("param") {
			switch value := param.Attr("value"); param.Attr("name") {
			case "Mute":
				e.Muted = e.Muted || value == "true"
			case "VolumeDB":
				volume, err := strconv.Atoi(value)
				e.Muted = e.Muted || err == nil && volume <= silent
			}
		}
		s.clips = append(s.clips, e)
	}
}
