package manifest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"proceedings/internal/bcp47"
)

// DASHWithText adds captions to a manifest of [WriteDASH], for another place.
// The output of the step is unchanged: captions may come years later, and the
// manifest with both lies beside manifest.json, like the HLS master playlist.
// base is the relative path from there to the folder of the original; the URLs
// of the captions are relative to the new place.
func DASHWithText(written []byte, base string, texts []TextTrack) ([]byte, error) {
	const tail = "\n  </Period>"
	doc := string(written)
	sets := strings.Count(doc, "<AdaptationSet ")
	// What stands in a set before its BaseURL (ISO/IEC 23009-1, section 5.3.3.2).
	head := regexp.MustCompile(`<AdaptationSet [^>]*>(?:\s*<Label>[^<]*</Label>)?(?:\s*<(?:Accessibility|Role) [^>]*></(?:Accessibility|Role)>)*`)
	if strings.Count(doc, tail) != 1 || len(head.FindAllString(doc, -1)) != sets {
		return nil, errors.New("add captions to a DASH manifest: it is not one of ours")
	}
	if !relative.MatchString(strings.TrimSuffix(base, "/")) || !strings.HasSuffix(base, "/") {
		return nil, fmt.Errorf("add captions to a DASH manifest: base %q is not a plain relative folder", base)
	}
	var added strings.Builder
	for i, t := range texts {
		if !relative.MatchString(t.URL) {
			return nil, fmt.Errorf("add captions to a DASH manifest: URL %q is not a plain relative path", t.URL)
		}
		set := textSet{
			ID: sets + i, ContentType: "text", Role: descriptor{roleScheme, "caption"},
			Representation: textRepresentation{ID: "captions-" + t.ID, Type: "text/vtt", Bandwidth: max(1, t.Bandwidth), URL: t.URL},
		}
		if bcp47.WellFormed(t.Language) {
			set.Language = t.Language
		}
		if title := quotable(t.Title); title != "" {
			set.Label = &title
		}
		data, err := xml.MarshalIndent(set, "    ", "  ")
		if err != nil {
			return nil, fmt.Errorf("add captions to a DASH manifest: %w", err)
		}
		added.WriteString("\n" + string(data))
	}
	// One for each set, and none for all: ffmpeg takes a BaseURL of the captions'
	// own for one that replaces that of the manifest, where the standard (section
	// 5.6.4) has it go on from there. Nothing in a relative path needs to be escaped.
	doc = head.ReplaceAllString(doc, "$0\n      <BaseURL>"+base+"</BaseURL>")
	return []byte(strings.Replace(doc, tail, added.String()+tail, 1)), nil
}

// The elements of captions: one WebVTT file for all of a recording.
type (
	textSet struct {
		XMLName        xml.Name           `xml:"AdaptationSet"`
		ID             int                `xml:"id,attr"`
		ContentType    string             `xml:"contentType,attr"`
		Language       string             `xml:"lang,attr,omitempty"`
		Label          *string            `xml:"Label"`
		Role           descriptor         `xml:"Role"`
		Representation textRepresentation `xml:"Representation"`
	}
	textRepresentation struct {
		ID        string `xml:"id,attr"`
		Type      string `xml:"mimeType,attr"`
		Bandwidth int    `xml:"bandwidth,attr"`
		URL       string `xml:"BaseURL"`
	}
)
