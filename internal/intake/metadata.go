package intake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"proceedings/internal/words"
)

// Limits on metadata.xml, of which an honest one is some kilobytes, and its
// nesting a few deep.
const (
	maxMetadata      = 1 << 20
	maxMetadataDepth = 16
)

// metadata is what BigBlueButton's metadata.xml tells that is of use here.
// Nothing in it is taken for a path or an address.
type metadata struct {
	title string
	date  string // of its beginning, UTC
}

// readMetadata reads metadata.xml. Its errors are predicates.
func readMetadata(data []byte) (metadata, error) {
	var found metadata
	decoder := xml.NewDecoder(bytes.NewReader(data))
	var path []string
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) && len(path) == 0 && found != (metadata{}) {
			return found, nil
		}
		if errors.Is(err, io.EOF) {
			return metadata{}, errors.New("names neither a meeting nor a time")
		}
		if err != nil {
			return metadata{}, errors.New("is damaged")
		}
		switch token := token.(type) {
		case xml.Directive:
			return metadata{}, errors.New("declares types or entities, which BigBlueButton does not")
		case xml.StartElement:
			if len(path) == 0 && token.Name.Local != "recording" {
				return metadata{}, errors.New("is not of a recording")
			}
			if path = append(path, token.Name.Local); len(path) > maxMetadataDepth {
				return metadata{}, errors.New("is nested too deeply")
			}
			if strings.Join(path, "/") == "recording/meeting" {
				for _, attr := range token.Attr {
					if attr.Name.Local == "name" {
						found.title = words.Label(attr.Value)
					}
				}
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			switch text := words.Label(string(token)); strings.Join(path, "/") {
			case "recording/start_time":
				found.date = dateOf(text)
			case "recording/meta/meetingName":
				found.title = text
			}
		}
	}
}

// dateOf is the day of a time in milliseconds since 1970; empty if it is none
// of this century.
func dateOf(text string) string {
	ms, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return ""
	}
	if t := time.UnixMilli(ms).UTC(); t.Year() >= 2000 && t.Year() < 2100 {
		return t.Format(time.DateOnly)
	}
	return ""
}
