package layout

import (
	"path"
	"strings"
)

// Sources is the prefix of all originals.
const Sources = "archive/sources/"

// SourceOf is the SHA-256 in the key of an original or of its checksums, or "" for another
// key.
func SourceOf(key string) string {
	sum, name := path.Split(strings.TrimPrefix(key, Sources))
	sum = strings.TrimSuffix(sum, "/")
	if !strings.HasPrefix(key, Sources) || name != path.Base(Source("")) && name != path.Base(Blocks("")) {
		return ""
	}
	return sum
}

// AllDerived is the prefix of the outputs of all steps.
func (s Space) AllDerived() string { return s.Derived("", "", "") + "/" }

// StepIn is the step in a key of [Space.Derived], or "" for another key.
func (s Space) StepIn(key string) string {
	rest, below := strings.CutPrefix(key, s.AllDerived())
	step, _, inside := strings.Cut(rest, "/")
	if !below || !inside {
		return ""
	}
	return step
}

// AllMeetings is the prefix of the pages of all meetings.
func (s Space) AllMeetings() string { return s.Meeting("", "") + "/" }

// MeetingIn is the ID of the meeting in a key of [Space.Meeting], or "" for another key.
func (s Space) MeetingIn(key string) string {
	rest, below := strings.CutPrefix(key, string(s)+"/")
	id, _, ok := ParseMeeting(rest)
	if !below || !ok {
		return ""
	}
	return id
}
