package site

import (
	"html/template"
	"strings"

	"proceedings/internal/manifest"
	"proceedings/internal/words"
)

// headView is the page's metadata for other sites.
type headView struct {
	manifest.Head

	JSONLD template.JS // checked to be JSON, with what could end a script element escaped
}

// viewHead is the metadata of a page. It includes each recording's transcript
// in its first language.
func viewHead(in Input) (headView, error) {
	said := map[string]string{}
	for _, t := range in.Transcripts {
		if said[t.Recording] != "" {
			continue
		}
		var text strings.Builder
		for i, c := range t.Cues {
			if i > 0 {
				text.WriteByte(' ')
			}
			text.WriteString(words.OneLine(c.Text))
		}
		said[t.Recording] = text.String()
	}
	head, err := manifest.HeadOf(in.Manifest, in.Site, said)
	return headView{Head: head, JSONLD: template.JS(head.JSONLD)}, err
}
