package layout

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// Names of a meeting's pages.
const (
	Manifest = "manifest.json"
	Index    = "index.html"
	Embed    = "embed.html" // the player alone
	Master   = "master.m3u8"
	OEmbed   = "oembed.json"        // oEmbed 1.0
	IIIF     = "iiif/manifest.json" // IIIF Presentation 3
	Paella   = "data.json"          // what a Paella player reads
)

// MasterOf is the HLS master playlist of a recording that is not the first.
func MasterOf(recording string) string { return "master-" + recording + ".m3u8" }

// ViewMaster is the HLS master playlist of one view of a recording.
func ViewMaster(recording, view string) string { return MasterOf(recording + "-" + view) }

// DASHOf is the DASH manifest of a recording that is not the first, with its
// captions; that of the first is [DASH].
func DASHOf(recording string) string { return "manifest-" + recording + ".mpd" }

// ViewDASH is the DASH manifest of one view of a recording, with its captions.
func ViewDASH(recording, view string) string { return DASHOf(recording + "-" + view) }

// Chapters are the files of a recording's chapters, as WebVTT and as JSON; the
// first recording of a meeting is "".
func Chapters(recording string) (vtt, json string) {
	name := "chapters"
	if recording != "" {
		name += "-" + recording
	}
	return name + ".vtt", name + ".json"
}

// HLSChapters is the file of a recording's chapters that its master playlist names; the
// first recording of a meeting is "".
func HLSChapters(recording string) string {
	_, name := Chapters(recording)
	return "hls-" + name
}

// Transcript is the text of a recording's captions.
func Transcript(recording, captions string) string {
	return "transcript-" + recording + "-" + captions + ".txt"
}

// DeckData is the text and structure of a deck's slides as JSON.
func DeckData(deck string) string { return "slides-" + deck + ".json" }

// DeckText is the text of a deck's slides.
func DeckText(deck string) string { return "slides-" + deck + ".txt" }

// SlideImage is the image of a deck's slide under a name that stays.
func SlideImage(deck string, number int) string { return fmt.Sprintf("slides/%s/%d.jpg", deck, number) }

// SlideOEmbed is the oEmbed answer beside the image of a slide.
func SlideOEmbed(image string) string { return strings.TrimSuffix(image, path.Ext(image)) + ".json" }

var slide = regexp.MustCompile(`^slides/([a-z0-9][a-z0-9-]*)/([0-9]{1,6})\.(?:jpg|json)$`)

// ParseSlide is the slide that a name of [SlideImage] or [SlideOEmbed] is of.
func ParseSlide(name string) (deck string, number int, ok bool) {
	found := slide.FindStringSubmatch(name)
	if found == nil {
		return "", 0, false
	}
	number, err := strconv.Atoi(found[2])
	return found[1], number, err == nil
}

// Versioned is the name of a copy of a page that never changes: the page's name with a
// hash of its media type and its content. Links in the copy hold, since it is in the same
// folder.
func Versioned(page, mediaType string, content []byte) string {
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%s\n%s", mediaType, content) // a hash never fails
	ext := path.Ext(page)
	return strings.TrimSuffix(page, ext) + "." + hex.EncodeToString(h.Sum(nil)[:8]) + ext
}

// No other page has a second dot in its name.
var versioned = regexp.MustCompile(`[^/]\.[0-9a-f]{16}\.[a-z0-9]+$`)

// IsVersioned reports whether a page has a name of [Versioned].
func IsVersioned(page string) bool { return versioned.MatchString(page) }

// ParseMeeting takes apart the path of a meeting's page, as it follows the
// address of a space; name is empty for the meeting's folder.
func ParseMeeting(path string) (id, name string, ok bool) {
	inside, ok := strings.CutPrefix(path, "meetings/")
	id, name, _ = strings.Cut(inside, "/")
	return id, name, ok
}
