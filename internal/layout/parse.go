package layout

import (
	"regexp"
	"strings"
)

// Class says what an object is.
type Class int

// The classes of objects. [Unknown] objects are of another program or a later version.
const (
	Unknown     Class = iota
	DerivedFile       // of one run of a step
	StepFile          // result or status of a step
	UploadState       // of an unfinished upload
	LinkPage          // a page with temporary links
	MeetingPage       // a page of a meeting, or its manifest
	RecordFile        // the record of a meeting
	Original          // an original or the checksums of its blocks
	Lasting           // any other object of this program
)

// Parsed is a key taken apart. Fields that its class does not have are empty.
type Parsed struct {
	Class   Class
	Space   Space  // of a derived file or a page; may be [Withdrawn]
	Step    string // of a derived file or a step's file
	Run     string // of a derived file
	Meeting string // of a page, a record or a state
	Name    string // of a page, below the meeting's folder
	Sum     string // SHA-256 of an original or an upload
}

// The patterns of the parts of keys.
const (
	stepPattern = `[a-z]+-[0-9a-f]{32}`
	runPattern  = `[0-9a-f]{12}`
	sumPattern  = `[0-9a-f]{64}`
)

var (
	derivedKey  = regexp.MustCompile(`^(public|archive/published|archive/withdrawn)/derived/(` + stepPattern + `)/(` + runPattern + `)/.`)
	pageKey     = regexp.MustCompile(`^(public|archive/published)/meetings/([^/]+)/(.+)$`)
	stepKey     = regexp.MustCompile(`^archive/steps/(` + stepPattern + `)/(?:result|status)\.json$`)
	uploadKey   = regexp.MustCompile(`^archive/uploads/(` + sumPattern + `)\.json$`)
	originalKey = regexp.MustCompile(`^archive/sources/(` + sumPattern + `)/(?:original|blocks\.json)$`)
	lastingKey  = regexp.MustCompile(`^(?:archive/(?:meetings|catalogue|probe|unfinished|attention|events|revisions|verified|batches)/.|archive/(?:unfinished|attention|site|verify)\.json$|(?:public|archive/published)/(?:assets/.|catalogue/.|[^/]+$))`)
	derivedLink = regexp.MustCompile(`(?:^|/)derived/(` + stepPattern + `)/(` + runPattern + `)/`)
)

// Parse takes a key apart.
func Parse(key string) Parsed {
	if m := derivedKey.FindStringSubmatch(key); m != nil {
		return Parsed{Class: DerivedFile, Space: Space(m[1]), Step: m[2], Run: m[3]}
	}
	if m := pageKey.FindStringSubmatch(key); m != nil {
		return Parsed{Class: MeetingPage, Space: Space(m[1]), Meeting: m[2], Name: m[3]}
	}
	if m := stepKey.FindStringSubmatch(key); m != nil {
		return Parsed{Class: StepFile, Step: m[1]}
	}
	if m := uploadKey.FindStringSubmatch(key); m != nil {
		return Parsed{Class: UploadState, Sum: m[1]}
	}
	if m := originalKey.FindStringSubmatch(key); m != nil {
		return Parsed{Class: Original, Sum: m[1]}
	}
	if id := RecordID(key); id != "" {
		return Parsed{Class: RecordFile, Meeting: id}
	}
	if _, ok := LinkEnds(key); ok && strings.HasSuffix(key, ".html") {
		return Parsed{Class: LinkPage}
	}
	if lastingKey.MatchString(key) {
		return Parsed{Class: Lasting, Meeting: stateOf(key)}
	}
	return Parsed{}
}

// stateOf returns the ID of the meeting in the key of a state; empty for another key.
func stateOf(key string) string {
	id, _, _ := strings.Cut(strings.TrimPrefix(key, Meetings), "/")
	if id == "" || key != State(id) {
		return ""
	}
	return id
}

// ParseDerivedLink returns the step and the run of a link made by [ToDerived].
func ParseDerivedLink(link string) (step, run string, ok bool) {
	m := derivedLink.FindStringSubmatch(link)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}
