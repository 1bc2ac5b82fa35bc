package metadata

import (
	"encoding/xml"
	"slices"
	"strings"

	"proceedings/internal/meeting"
)

// dublinCore is a record in simple Dublin Core, in the container of OAI-PMH.
type dublinCore struct {
	XMLName     xml.Name `xml:"oai_dc:dc"`
	OAI         string   `xml:"xmlns:oai_dc,attr"`
	DC          string   `xml:"xmlns:dc,attr"`
	XSI         string   `xml:"xmlns:xsi,attr"`
	Location    string   `xml:"xsi:schemaLocation,attr"`
	Title       string   `xml:"dc:title"`
	Creator     []string `xml:"dc:creator"`
	Contributor []string `xml:"dc:contributor"`
	Subject     []string `xml:"dc:subject"`
	Description string   `xml:"dc:description,omitempty"`
	Date        string   `xml:"dc:date,omitempty"`
	Type        []string `xml:"dc:type"`
	Format      []string `xml:"dc:format"`
	Identifier  string   `xml:"dc:identifier"`
	Language    string   `xml:"dc:language,omitempty"`
	Relation    []string `xml:"dc:relation"`
	Rights      []string `xml:"dc:rights"`
}

const (
	oaiNamespace = "http://www.openarchives.org/OAI/2.0/oai_dc/"
	dcNamespace  = "http://purl.org/dc/elements/1.1/"
)

// DublinCore describes a meeting in simple Dublin Core.
func DublinCore(s Subject) ([]byte, error) {
	m := s.Meeting
	d := dublinCore{
		OAI: oaiNamespace, DC: dcNamespace, XSI: schemaInstance, Location: oaiNamespace + " http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
		Title: m.Title, Description: m.Description, Date: m.Date, Identifier: m.ID, Language: m.Language,
		Type: []string{"Event"}, Relation: nil,
	}
	for _, p := range m.Presentations {
		d.Subject = appendNew(d.Subject, p.Title)
		for _, speaker := range p.Speakers {
			d.Creator = appendNew(d.Creator, speaker)
		}
	}
	for _, p := range m.People {
		if !slices.Contains(d.Creator, p.Name) {
			d.Contributor = appendNew(d.Contributor, described(p))
		}
	}
	for _, f := range s.Files {
		if f.Use == Original {
			d.Type = appendNew(d.Type, dcmiType(f.Type))
			d.Format = appendNew(d.Format, f.Type)
		}
	}
	for _, text := range []string{m.Rights.License, m.Rights.Holder} {
		d.Rights = appendNew(d.Rights, text)
	}
	return encode(d)
}

// described is a person with role and affiliation.
func described(p meeting.Person) string {
	var more []string
	for _, text := range []string{p.Role, p.Affiliation} {
		if text != "" {
			more = append(more, text)
		}
	}
	if len(more) == 0 {
		return p.Name
	}
	return p.Name + " (" + strings.Join(more, ", ") + ")"
}

// dcmiType is the term of the DCMI Type Vocabulary for a media type; empty if none is sure.
func dcmiType(mediaType string) string {
	kind, _, _ := strings.Cut(mediaType, "/")
	switch kind {
	case "video":
		return "MovingImage"
	case "audio":
		return "Sound"
	case "image":
		return "StillImage"
	case "text":
		return "Text"
	}
	return ""
}

// appendNew appends text unless it is empty or there.
func appendNew(list []string, text string) []string {
	if text == "" || slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
