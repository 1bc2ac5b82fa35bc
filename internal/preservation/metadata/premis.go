package metadata

import "encoding/xml"

const premisNamespace = "http://www.loc.gov/premis/v3"

// premis is a document of PREMIS 3.0. The order of the elements is that of its schema.
type premis struct {
	XMLName  xml.Name       `xml:"premis:premis"`
	NS       string         `xml:"xmlns:premis,attr"`
	XSI      string         `xml:"xmlns:xsi,attr"`
	Location string         `xml:"xsi:schemaLocation,attr"`
	Version  string         `xml:"version,attr"`
	Objects  []premisObject `xml:"premis:object"`
	Events   []premisEvent  `xml:"premis:event"`
	Agents   []premisAgent  `xml:"premis:agent"`
}

type premisID struct {
	Type  string `xml:"premis:objectIdentifierType"`
	Value string `xml:"premis:objectIdentifierValue"`
}

type premisObject struct {
	Type            string                 `xml:"xsi:type,attr"`
	IDs             []premisID             `xml:"premis:objectIdentifier"`
	Characteristics *premisCharacteristics `xml:"premis:objectCharacteristics"`
	OriginalName    string                 `xml:"premis:originalName,omitempty"`
	Relationships   []premisRelationship   `xml:"premis:relationship"`
}

type premisCharacteristics struct {
	Level  int            `xml:"premis:compositionLevel"`
	Fixity []premisFixity `xml:"premis:fixity"`
	Size   int64          `xml:"premis:size"`
	Format premisFormat   `xml:"premis:format"`
}

type premisFixity struct {
	Algorithm string `xml:"premis:messageDigestAlgorithm"`
	Digest    string `xml:"premis:messageDigest"`
}

type premisFormat struct {
	Designation premisDesignation `xml:"premis:formatDesignation"`
	Registry    *premisRegistry   `xml:"premis:formatRegistry"`
	Note        string            `xml:"premis:formatNote,omitempty"`
}

type premisDesignation struct {
	Name    string `xml:"premis:formatName"`
	Version string `xml:"premis:formatVersion,omitempty"`
}

type premisRegistry struct {
	Name string `xml:"premis:formatRegistryName"`
	Key  string `xml:"premis:formatRegistryKey"`
	Role string `xml:"premis:formatRegistryRole"`
}

type premisRelationship struct {
	Type    string     `xml:"premis:relationshipType"`
	SubType string     `xml:"premis:relationshipSubType"`
	Related []relation `xml:"premis:relatedObjectIdentifier"`
}

type relation struct {
	Type  string `xml:"premis:relatedObjectIdentifierType"`
	Value string `xml:"premis:relatedObjectIdentifierValue"`
}

// The types of identifiers.
const (
	pathType    = "path in the bag"
	meetingType = "meeting ID"
	eventType   = "event"
	agentType   = "agent"
)

// PREMIS describes the files, what happened to the meeting, and who did it.
func PREMIS(s Subject) ([]byte, error) {
	p := premis{NS: premisNamespace, XSI: schemaInstance, Location: premisNamespace + " https://www.loc.gov/standards/premis/v3/premis-v3-0.xsd", Version: "3.0"}
	whole := premisObject{Type: "premis:intellectualEntity", IDs: []premisID{{meetingType, s.Meeting.ID}}, OriginalName: s.Meeting.Title}
	parts := premisRelationship{Type: "structural", SubType: "has part"}
	for _, f := range s.Files {
		parts.Related = append(parts.Related, relation{pathType, f.Path})
	}
	if len(parts.Related) > 0 {
		whole.Relationships = []premisRelationship{parts}
	}
	p.Objects = append(p.Objects, whole)
	for _, f := range s.Files {
		p.Objects = append(p.Objects, premisFile(f))
	}
	p.Events = append(premisEvents(s), exportEvents(s)...)
	p.Agents = premisAgents(s)
	return encode(p)
}

func premisFile(f File) premisObject {
	o := premisObject{
		Type: "premis:file", IDs: []premisID{{pathType, f.Path}},
		Characteristics: &premisCharacteristics{
			Fixity: []premisFixity{{"SHA-256", f.SHA256}, {"SHA-512", f.SHA512}}, Size: f.Size, Format: formatOf(f),
		},
	}
	if f.Source != nil {
		o.IDs = append(o.IDs, premisID{"ID in the meeting", f.Source.ID})
		o.OriginalName = f.Source.Name
	}
	return o
}

// formatOf is the format that PRONOM knows, or the media type.
func formatOf(f File) premisFormat {
	p := premisFormat{Designation: premisDesignation{f.Format.Name, f.Format.Version}, Note: f.Format.Warning}
	if f.Format.ID != "" {
		p.Registry = &premisRegistry{"PRONOM", f.Format.ID, "specification"}
	}
	if p.Designation.Name == "" {
		p.Designation = premisDesignation{Name: f.Type}
	}
	if p.Designation.Name == "" {
		p.Designation.Name = "unknown"
	}
	return p
}
