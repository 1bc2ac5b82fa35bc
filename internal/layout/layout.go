// Package layout defines every storage key and the name of every published
// file. No other package writes one out.
//
//	archive/                            private
//	  sources/<sha256>/original         an original, never changed
//	  sources/<sha256>/blocks.json      checksums of its blocks
//	  meetings/<id>/record.json         the request
//	  meetings/<id>/state.json          progress and failures
//	  events/<id>/<event>.json          what happened to a meeting, one object for each event
//	  revisions/<id>/<number>.json      a former revision of the record
//	  verified/<id>.json                the last verification of a meeting
//	  verify.json                       an unfinished verification of the whole archive
//	  unfinished/<id>                   an empty object for each meeting with work to do
//	  unfinished.json                   says that the list above is complete
//	  attention/<id>, attention.json    the same for the meetings that need attention
//	  batches/<id>.json                 an archivist's batch; batches/<id>/rows-<part>.json its rows
//	  links/<id>/<end>-<random>.html    pages with temporary links
//	  site.json                         settings of the whole site
//	  catalogue/<id>.json               the catalogue entry of a meeting
//	  steps/<step>/…                    result, attempts and waiting meetings of a step
//	  published/…                       pages of private meetings, structured like public/
//	  withdrawn/…                       files of withdrawn meetings, structured like public/
//	public/                             world-readable
//	  derived/<step>/<run>/<name>       renditions, images: immutable
//	  meetings/<id>/<name>              manifest.json, index.html, …
//	  assets/<name>                     scripts and styles of pages: immutable
//	  catalogue.json, index.html, …     all public meetings
//	  catalogue/<name>                  the same, by month
//
// No key is a folder of another key: some servers cannot store a/b and a/b/c.
//
// <run> is a hash of the outputs of one run of the step. Two runs may differ in
// a few bytes (another number of threads is enough) and may overlap when a lost
// worker comes back. So each run has its own folder, stored objects never
// change, and the step's result names the run that counts.
package layout

import (
	"path"
	"strings"
	"time"
)

// Space is one of the two key prefixes that pages are stored under.
type Space string

// The spaces. What lies in Private has the same inner layout as what lies in
// Public, so that a page's relative links hold in both.
const (
	Public  Space = "public"
	Private Space = "archive/published"
)

// Withdrawn holds the outputs of steps while only withdrawn meetings use them. No page
// links to it. A step keeps its key there, which names [Public].
const Withdrawn Space = "archive/withdrawn"

// Derived is the key of an output of one run of a step.
func (s Space) Derived(step, run, name string) string {
	return path.Join(string(s), "derived", step, run, name)
}

// Meeting is the key of one of a meeting's pages.
func (s Space) Meeting(id, name string) string {
	return path.Join(string(s), "meetings", id, name)
}

// MeetingPrefix is the prefix of all of a meeting's pages.
func (s Space) MeetingPrefix(id string) string { return s.Meeting(id, "") + "/" }

// Asset is the key of a script or style that the pages of all meetings share.
// Its name contains a hash of its content, so it never changes.
func (s Space) Asset(name string) string { return path.Join(string(s), "assets", name) }

// ToTop is the relative path from a page, depth folders below the space, to the
// space.
func ToTop(depth int) string { return strings.Repeat("../", depth) }

// ToAssets is the relative path from such a page to the folder of the assets.
func ToAssets(depth int) string { return ToTop(depth) + "assets/" }

// ToDerived is the relative path from one of a meeting's pages, depth folders
// below the meeting's own, to an output of a step: pages and playlists link to
// it.
func ToDerived(depth int, step, run, name string) string {
	return ToTop(depth+2) + path.Join("derived", step, run, name)
}

// StepOf is the step in a link made by [ToDerived], or "" for another link.
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

// DerivedPrefix is the prefix of the outputs of all runs of a step.
func (s Space) DerivedPrefix(step string) string { return s.Derived(step, "", "") + "/" }

// BesideDerived is the relative path from an output of one run to that of
// another: a playlist lists the parts that other steps made.
func BesideDerived(step, run, name string) string { return path.Join("..", "..", step, run, name) }

// Archive is the prefix of all private objects.
const Archive = "archive/"

// Probes is the prefix of the objects that a test of the server writes and
// deletes.
const Probes = "archive/probe/"

// Commits reports whether the object at key is a commit point, which makes
// other objects count: a manifest, a record or the result of a step.
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

// Blocks is the key of the checksums of an original's blocks, which allow to
// check a part of it alone.
func Blocks(sha256 string) string { return "archive/sources/" + sha256 + "/blocks.json" }

// Upload is the key of the state of an unfinished upload of an original.
func Upload(sha256 string) string { return "archive/uploads/" + sha256 + ".json" }

// Record is the key of a meeting's record: the request.
func Record(id string) string { return Meetings + id + "/" + record }

// State is the key of a meeting's progress.
func State(id string) string { return "archive/meetings/" + id + "/state.json" }

// UnfinishedIndex is the key of the object that says that every meeting with work
// to do has an [Unfinished] object.
const UnfinishedIndex = "archive/unfinished.json"

// UnfinishedPrefix is the prefix of UnfinishedIndex and of all Unfinished objects.
const UnfinishedPrefix = "archive/unfinished"

// Unfinished is the key of an empty object that marks a meeting with work to do.
func Unfinished(id string) string { return UnfinishedPrefix + "/" + id }

// AttentionIndex is the key of the object that says that every meeting that needs
// attention has an [Attention] object.
const AttentionIndex = "archive/attention.json"

// AttentionPrefix is the prefix of AttentionIndex and of all Attention objects.
const AttentionPrefix = "archive/attention"

// Attention is the key of an empty object that marks a meeting that needs attention.
func Attention(id string) string { return AttentionPrefix + "/" + id }

// Site is the key of the settings of the whole site.
const Site = "archive/site.json"

// Links is the prefix of all pages with temporary links.
const Links = "archive/links/"

// MeetingLinks is the prefix of those pages of a meeting.
func MeetingLinks(id string) string { return Links + id + "/" }

// Link is the key of a page with temporary links; the name begins with its
// expiry time.
func Link(id string, ends time.Time, secret string) string {
	return MeetingLinks(id) + ends.UTC().Format(linkTime) + "-" + secret + ".html"
}

const linkTime = "20060102T150405Z"

// LinkEnds is the expiry time in a key of [Link]; ok is false for another key.
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

// RecordID is the ID of the meeting in the key of a record, or "" for another
// key.
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

// Steps is the prefix of the results and statuses of all steps.
const Steps = "archive/steps/"

// StepPrefix is the prefix of the result and the status of a step.
func StepPrefix(step string) string { return Steps + step + "/" }

// StepResult is the key of the result of a step. It is written last, so a step
// that has one is done.
func StepResult(step string) string { return StepPrefix(step) + result }

// StepStatus is the key of a step's attempts, of its failure, and of the
// meetings that wait for it.
func StepStatus(step string) string { return StepPrefix(step) + "status.json" }
