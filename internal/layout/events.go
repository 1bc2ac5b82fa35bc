package layout

import "strings"

// Events is the prefix of the events of a meeting. They are not below [Meetings], so that
// the list of all meetings does not grow with them.
func Events(id string) string { return "archive/events/" + id + "/" }

// Event is the key of an event of a meeting.
func Event(id, name string) string { return Events(id) + name + ".json" }

// VerifiedPrefix is the prefix of all objects of [Verified].
const VerifiedPrefix = "archive/verified/"

// Verified is the key of the last verification of a meeting.
func Verified(id string) string { return VerifiedPrefix + id + ".json" }

// VerifiedID is the ID of the meeting in a key of [Verified], or "" for another key.
func VerifiedID(key string) string {
	id, below := strings.CutPrefix(key, VerifiedPrefix)
	id, named := strings.CutSuffix(id, ".json")
	if !below || !named || strings.Contains(id, "/") {
		return ""
	}
	return id
}

// VerifyRun is the key of the unfinished verification of the whole archive.
const VerifyRun = "archive/verify.json"
