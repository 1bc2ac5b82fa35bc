package layout

import "strings"

// Events is the prefix of the events of a meeting. They are not below [Meetings], so that
// the list of all meetings does not grow with them.
func Events(id string) string { return "archive/events/" + id + "/" }

// Event is the key of an event of a meeting.
func Event(id, name string) string { return Events(id) + name + ".json" }

// IsEvent reports whether a key is one of [Event].
func IsEvent(key string) bool { return strings.HasPrefix(key, "archive/events/") }

// IsCatalogue reports whether a key is of a JSON object of the catalogue.
func IsCatalogue(key string) bool {
	return strings.HasSuffix(key, ".json") &&
		(key == Public.Top(Catalogue) || strings.HasPrefix(key, Public.Top(CatalogueFolder)+"/") || strings.HasPrefix(key, Archive+CatalogueFolder))
}

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
