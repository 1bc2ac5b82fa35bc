package metadata

import (
	"cmp"
	"encoding/xml"
	"fmt"
)

const (
	metsNamespace  = "http://www.loc.gov/METS/"
	xlinkNamespace = "http://www.w3.org/1999/xlink"
)

// mets is a document of METS 1.12.
type mets struct {
	XMLName  xml.Name    `xml:"mets:mets"`
	NS       string      `xml:"xmlns:mets,attr"`
	XLink    string      `xml:"xmlns:xlink,attr"`
	XSI      string      `xml:"xmlns:xsi,attr"`
	Location string      `xml:"xsi:schemaLocation,attr"`
	ObjectID string      `xml:"OBJID,attr"`
	Label    string      `xml:"LABEL,attr"`
	Type     string      `xml:"TYPE,attr"`
	Header   metsHeader  `xml:"mets:metsHdr"`
	DC       metsSection `xml:"mets:dmdSec"`
	PREMIS   metsAdmin   `xml:"mets:amdSec"`
	Groups   []metsGroup `xml:"mets:fileSec>mets:fileGrp"`
	Struct   metsStruct  `xml:"mets:structMap"`
}

type metsHeader struct {
	Created string    `xml:"CREATEDATE,attr"`
	Agent   metsAgent `xml:"mets:agent"`
}

type metsAgent struct {
	Role      string `xml:"ROLE,attr"`
	Type      string `xml:"TYPE,attr"`
	OtherType string `xml:"OTHERTYPE,attr"`
	Name      string `xml:"mets:name"`
}

type metsSection struct {
	ID  string  `xml:"ID,attr"`
	Ref metsRef `xml:"mets:mdRef"`
}

type metsAdmin struct {
	ID      string      `xml:"ID,attr"`
	Section metsSection `xml:"mets:digiprovMD"`
}

type metsRef struct {
	LocType      string `xml:"LOCTYPE,attr"`
	Href         string `xml:"xlink:href,attr"`
	Kind         string `xml:"MDTYPE,attr"`
	MediaType    string `xml:"MIMETYPE,attr"`
	Size         int64  `xml:"SIZE,attr"`
	Checksum     string `xml:"CHECKSUM,attr"`
	ChecksumType string `xml:"CHECKSUMTYPE,attr"`
}

type metsGroup struct {
	Use   Use        `xml:"USE,attr"`
	Files []metsFile `xml:"mets:file"`
}

type metsFile struct {
	ID           string  `xml:"ID,attr"`
	MediaType    string  `xml:"MIMETYPE,attr"`
	Size         int64   `xml:"SIZE,attr"`
	Checksum     string  `xml:"CHECKSUM,attr"`
	ChecksumType string  `xml:"CHECKSUMTYPE,attr"`
	Locat        metsLoc `xml:"mets:FLocat"`
}

type metsLoc struct {
	LocType string `xml:"LOCTYPE,attr"`
	Href    string `xml:"xlink:href,attr"`
}

type metsStruct struct {
	Type string  `xml:"TYPE,attr"`
	Root metsDiv `xml:"mets:div"`
}

type metsDiv struct {
	Type  string    `xml:"TYPE,attr,omitempty"`
	Label string    `xml:"LABEL,attr,omitempty"`
	DMD   string    `xml:"DMDID,attr,omitempty"`
	ADM   string    `xml:"ADMID,attr,omitempty"`
	Files []metsPtr `xml:"mets:fptr"`
	Divs  []metsDiv `xml:"mets:div"`
}

type metsPtr struct {
	FileID string `xml:"FILEID,attr"`
}

// METS ties the descriptions to the files.
func METS(s Subject, dc, premis Reference) ([]byte, error) {
	d := mets{
		NS: metsNamespace, XLink: xlinkNamespace, XSI: schemaInstance, Location: metsNamespace + " https://www.loc.gov/standards/mets/mets.xsd",
		ObjectID: s.Meeting.ID, Label: s.Meeting.Title, Type: "meeting",
		Header: metsHeader{stamp(s.Time), metsAgent{"CREATOR", "OTHER", "software", s.Program}},
		DC:     metsSection{"dc", reference(dc, "DC")},
		PREMIS: metsAdmin{"amd", metsSection{"premis", reference(premis, "PREMIS")}},
		Struct: metsStruct{"logical", metsDiv{Type: "meeting", Label: s.Meeting.Title, DMD: "dc", ADM: "premis"}},
	}
	for _, use := range []Use{Original, Record, Rendition} {
		group, div := metsGroup{Use: use}, metsDiv{Type: string(use) + "s"}
		for i, f := range s.Files {
			if f.Use != use {
				continue
			}
			group.Files = append(group.Files, metsFile{fileID(i), cmp.Or(f.Type, "application/octet-stream"), f.Size, f.SHA256, "SHA-256", metsLoc{"URL", href(f.Path)}})
			label, kind := "", string(use)
			if f.Source != nil {
				label, kind = cmp.Or(f.Source.Title, f.Source.Name), cmp.Or(string(f.Source.Role), "file")
			}
			div.Divs = append(div.Divs, metsDiv{Type: kind, Label: label, Files: []metsPtr{{fileID(i)}}})
		}
		if len(group.Files) > 0 {
			d.Groups = append(d.Groups, group)
			d.Struct.Root.Divs = append(d.Struct.Root.Divs, div)
		}
	}
	if len(d.Groups) == 0 {
		return nil, fmt.Errorf("describe %s: it has no files", s.Meeting.ID)
	}
	return encode(d)
}

func reference(r Reference, kind string) metsRef {
	return metsRef{"URL", r.Name, kind, "text/xml", r.Size, r.SHA256, "SHA-256"}
}
