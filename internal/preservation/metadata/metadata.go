// Package metadata describes a meeting as repositories read it: Dublin Core says what it is,
// PREMIS 3 what its files are and what happened to them, and METS ties these to the files.
// It is pure: the caller has read everything.
package metadata

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/url"
	"strings"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/pronom"
)

// Use says what a file is for.
type Use string

// The uses, as METS has them.
const (
	Original  Use = "original"
	Record    Use = "record"
	Rendition Use = "rendition"
)

// File is a file of the payload.
type File struct {
	Path           string // in the bag
	Size           int64
	SHA256, SHA512 string
	Use            Use
	Type           string          // media type
	Source         *meeting.Source // of an original
	Format         pronom.Format   // of an original
	Step           string          // that made a rendition
}

// Event is an event of the meeting, with the name of its file in a bag.
type Event struct {
	archive.Event

	Name string
}

// Subject is what is described.
type Subject struct {
	Meeting meeting.Meeting
	Files   []File
	Events  []Event // in their order

	Time    time.Time // of the export
	Who     string    // user@host
	Program string    // of the export, with its version
	Tool    string    // that identified the formats; empty if none did
}

// Folder is the folder of the metadata in a bag.
const Folder = "metadata"

// Reference is a metadata file that METS names.
type Reference struct {
	Name   string // in [Folder]
	Size   int64
	SHA256 string
}

// encode is a document of XML.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("write XML: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// fileID is the XML ID of a file.
func fileID(i int) string { return fmt.Sprintf("file-%d", i+1) }

// href is the link from [Folder] to a path of the bag.
func href(path string) string {
	elements := strings.Split(path, "/")
	for i, e := range elements {
		elements[i] = url.PathEscape(e)
	}
	return "../" + strings.Join(elements, "/")
}

// stamp is a time in XML.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// schemaInstance is the namespace of xsi:type and xsi:schemaLocation.
const schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"
