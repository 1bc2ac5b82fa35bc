package intake

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"proceedings/internal/meeting"
)

// zoomCloud knows what is downloaded after a recording in Zoom's cloud: files
// of one session begin with the same time, "GMT20260512-100004".
func zoomCloud() recogniser {
	return recogniser{
		name: "Zoom cloud",
		looks: "`GMT20260512-100004_Recording_1920x1080.mp4`, and the same name with `_gallery_`, `_avo_` (speaker), `_gvo_` (gallery), `_as_` (shared screen); " +
			"`….m4a`, `….transcript.vtt`, `….cc.vtt`, `…newChat.txt`, `playback.m3u`",
		becomes: "one recording with a view per layout and captions; the chat as a document; the M4A is kept but not encoded; the playlist is left out",
		find:    findZoomCloud,
	}
}

// zoomLayout is what one of the videos of a session shows. "Shared screen with
// speaker" is the one without a word: it is what Zoom itself plays.
type zoomLayout struct {
	word  string
	shows meeting.View
	title string
}

// zoomLayouts are in the order in which they are preferred as the main
// recording. A shared screen by itself comes late: it may have been recorded
// only while something was shared.
func zoomLayouts() []zoomLayout {
	return []zoomLayout{
		{"", meeting.Speaker, "Shared screen with speaker"},
		{"gallery", meeting.Gallery, "Shared screen with gallery"},
		{"avo", meeting.Speaker, "Speaker"},
		{"as", meeting.Screen, "Shared screen"},
		{"gvo", meeting.Gallery, "Gallery"},
	}
}

func findZoomCloud(r *recognition) {
	session := regexp.MustCompile(`(?i)^GMT\d{8}-\d{6}`)
	sessions := map[string][]int{}
	var keys []string
	for i, e := range r.entries {
		start := session.FindString(e.base())
		if start == "" || !r.usable(i) {
			continue
		}
		key := e.dir() + "/" + strings.ToUpper(start)
		if sessions[key] == nil {
			keys = append(keys, key)
		}
		sessions[key] = append(sessions[key], i)
	}
	for _, key := range keys {
		r.zoomSession(sessions[key])
	}
}

// zoomSession makes a group of the files of one session.
func (r *recognition) zoomSession(entries []int) {
	layout := regexp.MustCompile(`(?i)_(avo|gvo|as|gallery)(?:_\d+x\d+)?$`)
	known := zoomLayouts()
	separate := regexp.MustCompile(`(?i)_separate\d*`) // of one participant
	rank := func(i int) int {
		word := ""
		if separate.MatchString(r.entries[i].stem()) {
			return len(known)
		}
		if m := layout.FindStringSubmatch(firstStem(r.entries[i].stem())); m != nil {
			word = strings.ToLower(m[1])
		}
		return slices.IndexFunc(known, func(l zoomLayout) bool { return l.word == word })
	}
	var videos, sounds []int
	for _, i := range entries {
		switch {
		case !r.recording(i) || !r.entries[i].is("mp4"):
		case r.entries[i].soundOnly():
			sounds = append(sounds, i)
		default:
			videos = append(videos, i)
		}
	}
	copied := func(i int) int { // 1 for a second download
		if _, again := r.copyOf(i); again {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(videos, func(a, b int) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(r.entries[b].size, r.entries[a].size), cmp.Compare(copied(a), copied(b)))
	})
	slices.SortStableFunc(sounds, func(a, b int) int { return cmp.Compare(copied(a), copied(b)) })
	all := append(videos, sounds...)
	if len(all) == 0 {
		return
	}
	g := &group{program: "Zoom cloud", parts: all[:1]}
	for n, i := range all[1:] {
		switch {
		case n+1 >= len(videos), rank(i) == rank(all[n]), rank(i) == len(known): // sound, or the same layout in another size
			g.twins = append(g.twins, i)
		default:
			l := known[rank(i)]
			g.views = append(g.views, view{entry: i, shows: l.shows, title: l.title})
		}
	}
	if len(g.views) > 0 { // so the main one is of a layout, too
		g.shows = known[rank(all[0])].shows
	}
	r.add(g)
	var captions []int
	for _, i := range entries {
		switch e := r.entries[i]; {
		case e.format.Captions() && !chatName(e.stem()):
			r.attach(i, r.head(all[0]))
			captions = append(captions, i)
		case e.is("text") && e.ext() == "txt", chatName(e.stem()):
			r.paper(i, "Chat")
		case e.is("text", "image/jpeg") && (e.ext() == "json" || e.ext() == "jpg"):
			r.leave(i, "a timeline or a thumbnail of Zoom's")
		}
	}
	r.zoomCaptions(captions)
	for i, e := range r.entries {
		if e.dir() == r.entries[all[0]].dir() && strings.EqualFold(e.base(), "playback.m3u") && r.loose(i) {
			r.leave(i, zoomPlaylist)
		}
	}
}

// zoomCaptions lists the transcript of a session before its closed captions: a
// player offers the first of two without being asked.
func (r *recognition) zoomCaptions(entries []int) {
	kind := func(i int) string { // ".cc.vtt", ".transcript.vtt"
		return strings.ToLower(strings.TrimPrefix(path.Ext(firstStem(r.entries[i].stem())), "."))
	}
	rank := func(i int) int { return slices.Index([]string{"cc", "", "transcript"}, kind(i)) }
	slices.SortStableFunc(entries, func(a, b int) int { return cmp.Compare(rank(b), rank(a)) })
	r.series = append(r.series, entries)
	for _, i := range entries {
		switch kind(i) {
		case "cc":
			r.labels[i] = "Closed captions"
		case "transcript":
			r.labels[i] = ""
		}
	}
}

// zoomPlaylist describes playback.m3u. It may name any path, and is never read.
const zoomPlaylist = "a playlist of Zoom's, which is never read"
