package metadata_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/preservation/metadata"
	"proceedings/internal/pronom"
)

// subject is a meeting with characters that XML escapes or forbids.
func subject() metadata.Subject {
	m := meeting.Meeting{
		ID: "board", Revision: 2, Title: "Board & <friends>\x01", Date: "2026-03-02", Language: "en", Description: "Spring ]]> & more",
		Rights: meeting.Rights{License: "CC-BY-4.0", Holder: "Harbour Council"},
		People: []meeting.Person{{Name: "Ada Byron", Role: "chair", Affiliation: "Harbour"}, {Name: "Bo Li"}},
		Sources: []meeting.Source{
			{ID: "talk", Name: "100 % Ünï/Talk #1.pdf", Title: "The talk", Role: meeting.Deck},
			{ID: "hall", Name: "hall.mp4"},
		},
		Presentations: []meeting.Presentation{{ID: "one", Title: "Clear water", Speakers: []string{"Bo Li"}, Deck: "talk"}},
	}
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	return metadata.Subject{
		Meeting: m, Time: at, Who: "ada@desk", Program: "Proceedings ingest 1.2", Tool: "siegfried 1.11",
		Files: []metadata.File{
			{Path: "data/originals/100 % Ünï/Talk #1.pdf", Size: 12, SHA256: strings.Repeat("a", 64), SHA512: strings.Repeat("b", 128), Use: metadata.Original, Type: "application/pdf", Source: &m.Sources[0], Format: pronom.Format{ID: "fmt/276", Name: "Portable Document Format", Version: "1.7"}},
			{Path: "data/originals/hall.mp4", Size: 5, SHA256: strings.Repeat("c", 64), SHA512: strings.Repeat("d", 128), Use: metadata.Original, Type: "video/mp4", Source: &m.Sources[1], Format: pronom.Format{Warning: "no match"}},
			{Path: "data/record.json", Size: 3, SHA256: strings.Repeat("e", 64), SHA512: strings.Repeat("f", 128), Use: metadata.Record, Type: "application/json"},
			{Path: "data/renditions/x/y/z", Size: 3, SHA256: strings.Repeat("e", 64), SHA512: strings.Repeat("f", 128), Use: metadata.Rendition, Step: "x"},
		},
		Events: []metadata.Event{
			{Name: "event-1", Event: archive.Event{Meeting: "board", Kind: archive.EventSubmitted, Who: "ada@desk", Time: at.Add(-time.Hour), Revision: 1}},
			{Name: "event-2", Event: archive.Event{Meeting: "board", Kind: archive.EventRefused, Who: "worker host", Time: at.Add(-time.Minute), File: "x.bin", Reason: "is empty"}},
			{Name: "event-3", Event: archive.Event{Meeting: "board", Kind: archive.EventVerified, Who: "bo@desk", Time: at.Add(-time.Second), Check: &archive.Check{Files: 2, Read: 2}}},
			{Name: "event-4", Event: archive.Event{Meeting: "board", Kind: archive.EventVerified, Who: "bo@desk", Time: at.Add(-time.Second), Check: &archive.Check{Files: 2, Read: 2, Missing: 1}}},
			{Name: "event-5", Event: archive.Event{Meeting: "board", Kind: archive.EventUnpublish, Who: "bo@desk", Time: at, Revision: 2}},
		},
	}
}

var update = flag.Bool("update", false, "rewrite the golden files")

// documents are the three documents. Each must be well-formed.
func documents(t *testing.T) (dc, premis, mets string) {
	t.Helper()
	s := subject()
	texts := make([]string, 3)
	for i, make := range []func() ([]byte, error){
		func() ([]byte, error) { return metadata.DublinCore(s) }, func() ([]byte, error) { return metadata.PREMIS(s) },
		func() ([]byte, error) {
			return metadata.METS(s, metadata.Reference{Name: "dc.xml", Size: 1, SHA256: strings.Repeat("1", 64)}, metadata.Reference{Name: "premis.xml", Size: 2, SHA256: strings.Repeat("2", 64)})
		},
	} {
		data, err := make()
		if err != nil {
			t.Fatal(err)
		}
		checkElements(t, data)
		texts[i] = string(data)
	}
	return texts[0], texts[1], texts[2]
}

// checkElements fails if a document is not well-formed, or has an element with neither text,
// attributes nor other elements: the schemas of PREMIS and METS allow none.
func checkElements(t *testing.T, data []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(data))
	var start *xml.StartElement
	text := ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v:\n%s", err, data)
		}
		switch e := token.(type) {
		case xml.StartElement:
			start, text = &e, ""
		case xml.CharData:
			text += strings.TrimSpace(string(e))
		case xml.EndElement:
			if start != nil && text == "" && len(start.Attr) == 0 {
				t.Errorf("the element %s is empty", e.Name.Local)
			}
			start = nil
		}
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	dc, premis, mets := documents(t)
	for name, got := range map[string]string{"dc.xml": dc, "premis.xml": premis, "mets.xml": mets} {
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s:%s", name, diff)
		}
	}
}

// What a reader of PREMIS looks for, whatever the prefixes.
func TestPREMIS(t *testing.T) {
	t.Parallel()
	_, text, _ := documents(t)
	var p struct {
		XMLName xml.Name `xml:"http://www.loc.gov/premis/v3 premis"`
		Version string   `xml:"version,attr"`
		Objects []struct {
			Name    string   `xml:"originalName"`
			Size    int64    `xml:"objectCharacteristics>size"`
			Digests []string `xml:"objectCharacteristics>fixity>messageDigest"`
			PRONOM  string   `xml:"objectCharacteristics>format>formatRegistry>formatRegistryKey"`
			Format  string   `xml:"objectCharacteristics>format>formatDesignation>formatName"`
			Note    string   `xml:"objectCharacteristics>format>formatNote"`
		} `xml:"object"`
		Events []struct {
			ID      string   `xml:"eventIdentifier>eventIdentifierValue"`
			Type    string   `xml:"eventType"`
			Outcome string   `xml:"eventOutcomeInformation>eventOutcome"`
			Agents  []string `xml:"linkingAgentIdentifier>linkingAgentIdentifierValue"`
		} `xml:"event"`
		Agents []struct {
			ID   string `xml:"agentIdentifier>agentIdentifierValue"`
			Type string `xml:"agentType"`
		} `xml:"agent"`
	}
	if err := xml.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(err)
	}
	if o := p.Objects[1]; p.Version != "3.0" || o.Name != "100 % Ünï/Talk #1.pdf" || o.Size != 12 || len(o.Digests) != 2 || o.PRONOM != "fmt/276" {
		t.Errorf("%+v", o)
	}
	if o := p.Objects[2]; o.PRONOM != "" || o.Format != "video/mp4" || o.Note != "no match" {
		t.Errorf("a format that PRONOM does not know: %+v", o)
	}
	if o := p.Objects[4]; o.Format != "unknown" {
		t.Errorf("an unknown format: %+v", o)
	}
	agents, ids := map[string]string{}, map[string]bool{}
	for _, a := range p.Agents {
		agents[a.ID] = a.Type
	}
	var types []string
	for _, e := range p.Events {
		types = append(types, strings.TrimSpace(e.Type+" "+e.Outcome))
		if ids[e.ID] {
			t.Errorf("two events have the ID %s", e.ID)
		}
		ids[e.ID] = true
		for _, a := range e.Agents {
			if agents[a] == "" {
				t.Errorf("the agent %q of %s is not described", a, e.ID)
			}
		}
	}
	want := []string{"ingestion", "validation failure", "fixity check success", "fixity check failure", "unpublish requested", "information package creation success", "format identification"}
	if diff := cmp.Diff(want, types); diff != "" {
		t.Error(diff)
	}
	if agents["worker host"] != "software" || agents["ada@desk"] != "person" || agents["siegfried 1.11"] != "software" || len(agents) != 5 {
		t.Errorf("%v", agents)
	}
}

// Each file of METS has a place in the structure, and a link that leads to it.
func TestMETS(t *testing.T) {
	t.Parallel()
	_, _, text := documents(t)
	var m struct {
		XMLName xml.Name `xml:"http://www.loc.gov/METS/ mets"`
		Refs    []string `xml:"dmdSec>mdRef"`
		Groups  []struct {
			Use   string `xml:"USE,attr"`
			Files []struct {
				ID    string `xml:"ID,attr"`
				Locat struct {
					Href string `xml:"http://www.w3.org/1999/xlink href,attr"`
				} `xml:"FLocat"`
			} `xml:"file"`
		} `xml:"fileSec>fileGrp"`
		Pointers []struct {
			ID string `xml:"FILEID,attr"`
		} `xml:"structMap>div>div>div>fptr"`
	}
	if err := xml.Unmarshal([]byte(text), &m); err != nil {
		t.Fatal(err)
	}
	pointed := map[string]bool{}
	for _, p := range m.Pointers {
		pointed[p.ID] = true
	}
	var links []string
	for _, g := range m.Groups {
		for _, f := range g.Files {
			links = append(links, g.Use+" "+f.Locat.Href)
			if !pointed[f.ID] {
				t.Errorf("%s is not in the structure", f.ID)
			}
		}
	}
	want := []string{"original ../data/originals/100%20%25%20%C3%9Cn%C3%AF/Talk%20%231.pdf", "original ../data/originals/hall.mp4", "record ../data/record.json", "rendition ../data/renditions/x/y/z"}
	if diff := cmp.Diff(want, links); diff != "" {
		t.Error(diff)
	}
	if _, err := metadata.METS(metadata.Subject{}, metadata.Reference{}, metadata.Reference{}); err == nil {
		t.Error("a meeting without files has a METS document")
	}
}
