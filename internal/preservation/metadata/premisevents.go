package metadata

import (
	"slices"
	"strings"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
)

type premisEvent struct {
	Type     string        `xml:"premis:eventIdentifier>premis:eventIdentifierType"`
	ID       string        `xml:"premis:eventIdentifier>premis:eventIdentifierValue"`
	Kind     string        `xml:"premis:eventType"`
	Time     string        `xml:"premis:eventDateTime"`
	Detail   string        `xml:"premis:eventDetailInformation>premis:eventDetail"`
	Outcome  *outcome      `xml:"premis:eventOutcomeInformation"`
	Agents   []linkedAgent `xml:"premis:linkingAgentIdentifier"`
	Object   string        `xml:"premis:linkingObjectIdentifier>premis:linkingObjectIdentifierType"`
	ObjectID string        `xml:"premis:linkingObjectIdentifier>premis:linkingObjectIdentifierValue"`
}

// outcome is success or failure.
type outcome struct {
	Value string `xml:"premis:eventOutcome"`
}

type linkedAgent struct {
	Type  string `xml:"premis:linkingAgentIdentifierType"`
	Value string `xml:"premis:linkingAgentIdentifierValue"`
	Role  string `xml:"premis:linkingAgentRole"`
}

type premisAgent struct {
	IDType string `xml:"premis:agentIdentifier>premis:agentIdentifierType"`
	ID     string `xml:"premis:agentIdentifier>premis:agentIdentifierValue"`
	Name   string `xml:"premis:agentName"`
	Type   string `xml:"premis:agentType"`
}

// eventTypes are the terms of the Library of Congress for kinds of events. Kinds without a
// term keep their own words.
func eventTypes() map[archive.EventKind]string {
	return map[archive.EventKind]string{
		archive.EventSubmitted: "ingestion",
		archive.EventEdited:    "modification",
		archive.EventRefused:   "validation",
		archive.EventPublished: "dissemination",
		archive.EventPurged:    "deletion",
		archive.EventVerified:  "fixity check",
		archive.EventRepaired:  "recovery",
		archive.EventExported:  "information package creation",
		archive.EventImported:  "replication",
	}
}

// premisEvents are the events of the meeting.
func premisEvents(s Subject) []premisEvent {
	var list []premisEvent
	for _, e := range s.Events {
		kind, known := eventTypes()[e.Kind]
		if !known {
			kind = string(e.Kind)
		}
		p := newEvent(s.Meeting, e.Name, kind, e.Time, e.String())
		p.Agents = []linkedAgent{{agentType, e.Who, role(e.Who)}}
		switch {
		case e.Kind == archive.EventRefused, e.Check != nil && e.Check.Faults() > 0:
			p.Outcome = &outcome{"failure"}
		case e.Kind == archive.EventVerified:
			p.Outcome = &outcome{"success"}
		}
		list = append(list, p)
	}
	return list
}

// exportEvents are the events of this export.
func exportEvents(s Subject) []premisEvent {
	at := "export-" + s.Time.UTC().Format("20060102T150405Z")
	made := newEvent(s.Meeting, at, "information package creation", s.Time, "the originals and the record were read, compared with their SHA-256, and written as a bag (RFC 8493)")
	made.Outcome = &outcome{"success"}
	made.Agents = []linkedAgent{{agentType, s.Who, role(s.Who)}, {agentType, s.Program, "executing program"}}
	list := []premisEvent{made}
	if s.Tool != "" {
		found := newEvent(s.Meeting, at+"-formats", "format identification", s.Time, "the formats of the originals were compared with the signatures of PRONOM")
		found.Agents = []linkedAgent{{agentType, s.Tool, "executing program"}}
		list = append(list, found)
	}
	return list
}

func newEvent(m meeting.Meeting, id, kind string, at time.Time, detail string) premisEvent {
	return premisEvent{Type: eventType, ID: id, Kind: kind, Time: stamp(at), Detail: detail, Object: meetingType, ObjectID: m.ID}
}

// role is that of a user, or of a worker, which is a program.
func role(who string) string {
	if isProgram(who) {
		return "executing program"
	}
	return "implementer"
}

func isProgram(who string) bool { return strings.HasPrefix(who, "worker ") }

// premisAgents are all who did something, sorted by name.
func premisAgents(s Subject) []premisAgent {
	software := map[string]bool{s.Program: true, s.Who: isProgram(s.Who)}
	if s.Tool != "" {
		software[s.Tool] = true
	}
	for _, e := range s.Events {
		software[e.Who] = isProgram(e.Who)
	}
	var list []premisAgent
	for who, program := range software {
		kind := "person"
		if program {
			kind = "software"
		}
		list = append(list, premisAgent{agentType, who, who, kind})
	}
	slices.SortFunc(list, func(a, b premisAgent) int { return strings.Compare(a.ID, b.ID) })
	return list
}
