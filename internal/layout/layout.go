// Package layout knows every key in the store and every name under it; no
// other package writes one out.
//
//	archive/                            private
//	  sources/<sha256>/original         an original, never changed
//	  sources/<sha256>/blocks.json      checksums of its blocks
//	  meetings/<id>/record.json         what was asked
//	  meetings/<id>/state.json          progress, and failures in words
//	  unfinished/<id>                   meetings with work to do, and
//	  unfinished.json                   that these are all
//	  links/<id>/<end>-<random>.html    pages made for one receiver, for some time
//	  site.json                         what is said once for all meetings
//	  catalogue/<id>.json               what the catalogue lists of a meeting
//	  steps/<step>/…                    a step's result, attempts and waiting meetings
//	  published/…                       the pages of private meetings, laid out like public/
//	public/                             world-readable
//	  derived/<step>/<run>/<name>       renditions, pictures: immutable
//	  meetings/<id>/<name>              the pointers: manifest.json, index.html, …
//	  assets/<name>                     scripts and styles of pages: immutable
//	  catalogue.json, index.html, …     all public meetings
//	  catalogue/<name>                  the same, by month
//
// A key is never a folder of another's: some servers cannot hold a/b and a/b/c.
//
// <run> is a hash of all that one run of the step made. Two runs of a step may
// differ in a few bytes (another count of threads is enough), and they may meet
// when a lost worker comes back; so each has a folder of its own, no stored
// byte ever changes, and the step's result says which run counts.
package layout

import (
	"path"
	"strings"
	"time"
)

// Space is one of the two key spaces that hold pages.
type Space string

// The spaces. What lies in Private has the same inner layout as what lies in
// Public, so that a page's relative links hold in both.
const (
	Public  Space = "public"
	Private Space = "archive/published"
)

// Derived is the key of an object that one run of a step made.
func (s Space) Derived(step, run, name string) string {
	return path.Join(string(s), "derived", step, run, name)
}

// Meeting is the key of one of a meeting's pages.
func (s Space) Meeting(id, name string) string {
	return path.Join(string(s), "meetings", id, name)
}

// MeetingPrefix is the prefix of all of a meeting's pages.
func (s Space) MeetingPrefix(id string) string { return s.Meeting(id, "") + "/" }

// Asset is the key of a script or style that pages of all meetings share; its
// name has a hash of its content, so it never changes.
func (s Space) Asset(name string) string { return path.Join(string(s), "assets", name) }

// ToTop is the way from a page, depth folders below the space, to the space.
func ToTop(depth int) string { return strings.Repeat("../", depth) }

// ToAssets is the way from such a page to the folder of the assets.
func ToAssets(depth int) string { return ToTop(depth) + "assets/" }

// ToDerived is the way from one of a meeting's pages, depth folders below the
// meeting's own, to a step's output: what a page or a playlist links to.
func ToDerived(depth int, step, run, name string) string {
	return ToTop(depth+2) + path.Join("derived", step, run, name)
}

// StepOf is the step in a link that [ToDerived] made, or "" for another link.
func StepOf(link string) string {
	up := strings.TrimLeft(link, "./")
	if up == link {
		return ""
	}
	rest, found := strings.CutPrefix(up, "derived/")
	step, _, inside := strings.Cut(rest, "/")
	if !found || !inside {
		return ""
	}
	return step
}

// DerivedPrefix is the prefix of all that any run of a step made.
func (s Space) DerivedPrefix(step string) string { return s.Derived(step, "", "") + "/" }

// BesideDerived is the way from one run's output to another's: what a playlist
// of parts that other steps made lists.
func BesideDerived(step, run, name string) string { return path.Join("..", "..", step, run, name) }

// Archive is the prefix of all that is private.
const Archive = "archive/"

// Probes is the prefix of the objects that a test of the server writes and
// removes.
const Probes = "archive/probe/"

// Commits reports whether the object at key makes others count: a manifest, a
// record, or the result of a step.
func Commits(key string) bool {
	switch path.Base(key) {
	case Manifest, record, result:
		return true
	default:
		return false
	}
}

const (
	record = "record.json"
	result = "result.json"
)

// Source is the key of an original. The name is not in it: the same bytes
// under two names are stored once.
func Source(sha256 string) string { return "archive/sources/" + sha256 + "/original" }

// Blocks is the key of the checksums of an original's blocks, by which some of
// it can be checked without the rest.
func Blocks(sha256 string) string { return "archive/sources/" + sha256 + "/blocks.json" }

// Upload is where an unfinished upload of an original is remembered.
func Upload(sha256 string) string { return "archive/uploads/" + sha256 + ".json" }

// Record is the key of what was asked of a meeting.
func Record(id string) string { return Meetings + id + "/" + record }

// State is the key of a meeting's progress.
func State(id string) string { return "archive/meetings/" + id + "/state.json" }

// UnfinishedIndex is the key of what says that all meetings with work to do have
// an [Unfinished] object.
const UnfinishedIndex = "archive/unfinished.json"

// UnfinishedPrefix is the prefix of UnfinishedIndex and of all that it speaks of.
const UnfinishedPrefix = "archive/unfinished"

// Unfinished is the key of an empty object that says that a meeting has work to do.
func Unfinished(id string) string { return UnfinishedPrefix + "/" + id }

// Site is the key of what is said once for all meetings.
const Site = "archive/site.json"

// Links is the prefix of all pages made for one receiver.
const Links = "archive/links/"

// MeetingLinks is the prefix of those of a meeting.
func MeetingLinks(id string) string { return Links + id + "/" }

// Link is the key of a page made for one receiver; the name begins with the
// moment at which it ends.
func Link(id string, ends time.Time, secret string) string {
	return MeetingLinks(id) + ends.UTC().Format(linkTime) + "-" + secret + ".html"
}

const linkTime = "20060102T150405Z"

// LinkEnds is when the page with that key ends, and false for another key.
func LinkEnds(key string) (time.Time, bool) {
	name := path.Base(key)
	if !strings.HasPrefix(key, Links) || len(name) < len(linkTime) {
		return time.Time{}, false
	}
	ends, err := time.Parse(linkTime, name[:len(linkTime)])
	return ends, err == nil
}

// Meetings is the prefix of all records and states.
const Meetings = "archive/meetings/"

// RecordID is the meeting's ID in the key of a record, or "" for another key.
func RecordID(key string) string {
	id, found := strings.CutPrefix(key, Meetings)
	if !found {
		return ""
	}
	id, found = strings.CutSuffix(id, "/"+record)
	if !found || strings.Contains(id, "/") {
		return ""
	}
	return id
}

// StepResult is the key of what a step made; it is written last, so a step
// that has one is done.
func StepResult(step string) string { return "archive/steps/" + step + "/" + result }

// StepStatus is the key of a step's attempts, of its failure, and of the
// meetings that wait for it.
func StepStatus(step string) string { return "archive/steps/" + step + "/status.json" }
