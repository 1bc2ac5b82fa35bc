package site

import (
	"cmp"
	"fmt"
	"path"
	"strconv"

	"proceedings/internal/bcp47"
	"proceedings/internal/manifest"
	"proceedings/internal/words"
)

// recordingView is a player and the text around it.
type recordingView struct {
	ID            string
	Title         string
	Language      string // of the title
	Video         bool
	Duration      string
	Seconds       string // the same for a machine, of the whole recording
	From, To      string // the part that is played, for a machine; empty for all
	Poster        string // URL, or nothing
	Width, Height int    // of the largest picture: the player keeps its place
	Sources       []mediaSource
	HLS           string // URL of the master playlist, or nothing
	Tracks        []track
	Pictures      []viewOption // where there are several to choose from
	Chapters      []chapterView
	SlideTimes    string // for the script, or nothing
	Note          string // what is still to come, or nothing
	Downloads     []download
	Streams       []download // for other players
}

// track is a WebVTT file of a recording.
type track struct {
	Kind, URL, Language, Label string
	Default                    bool
}

// chapterView is a chapter with its link.
type chapterView struct {
	Seconds string // where it begins
	Clock   string
	Title   string
	Watch   string // the plain file, from there; or nothing
}

// mediaSource is one source element of a player.
type mediaSource struct {
	URL  string
	Type string
}

// viewRecording is the data of recording i of n.
func viewRecording(r manifest.Recording, i, n int, state manifest.State) recordingView {
	title := titleOf(r, i, n)
	v := recordingView{
		ID: r.ID, Title: title, Video: r.Kind == manifest.Video,
		Duration: length(r.PlayedSeconds()), Seconds: seconds(r.Duration), HLS: r.Master.URL, Tracks: tracksOf(r),
		Pictures: viewOptions(r),
	}
	if r.Trim != nil {
		v.From, v.To = seconds(r.Trim.Start), seconds(r.Trim.End)
	}
	for _, c := range r.Chapters {
		v.Chapters = append(v.Chapters, chapterView{
			Seconds: seconds(c.Start), Clock: words.Clock(c.Start), Title: cmp.Or(words.OneLine(c.Title), "Untitled"), Watch: watch(r, c.Start),
		})
	}
	plain := r.M4A
	if v.Video {
		plain = r.MP4
	}
	// The progressive file comes first: every browser plays it, and one that also
	// plays HLS loses little. With HLS first, other browsers would report an error.
	for _, f := range []manifest.File{plain, r.Master} {
		if f.URL != "" {
			v.Sources = append(v.Sources, mediaSource{URL: f.URL + playedFragment(r), Type: f.Type})
		}
	}
	// HLS is published first. Some browsers play it without a script, others do
	// not.
	if state == manifest.Processing && plain.URL == "" && r.Master.URL != "" {
		v.Note = "Some browsers cannot play this yet. A file that every browser can play and download is being prepared."
	}
	v.Poster = posterOf(r.Poster)
	if v.Video {
		v.Width, v.Height = sizeOf(r.Renditions)
	}
	v.Downloads, v.Streams = viewFiles(r, title)
	sound := "Audio"
	if v.Video {
		sound = "Audio only"
	}
	if f := r.OfferedM4A(); f.URL != "" {
		v.Downloads = append(v.Downloads, offer(sound, kindOf(f.Type), title+path.Ext(f.URL), f.File))
	}
	return v
}

// titleOf is the title of recording i of n.
func titleOf(r manifest.Recording, i, n int) string {
	title := words.OneLine(r.Title)
	switch {
	case title != "":
		return title
	case n > 1:
		return fmt.Sprintf("Recording %d", i+1)
	default:
		return "Recording"
	}
}

// tracksOf are the WebVTT tracks of a recording: captions, the first one shown
// by default, and the storyboard's thumbnails, which only our script loads.
func tracksOf(r manifest.Recording) []track {
	var list []track
	for i, c := range r.Captions {
		list = append(list, track{
			Kind: "captions", URL: c.VTT.URL, Language: bcp47.Checked(c.Language),
			Label: cmp.Or(words.OneLine(c.Label), bcp47.Checked(c.Language), "Captions"), Default: i == 0,
		})
	}
	if vtt := r.Storyboard.VTT.URL; vtt != "" && r.Kind == manifest.Video {
		list = append(list, track{Kind: "metadata", URL: vtt, Label: "thumbnails"})
	}
	return list
}

// watch is the progressive file from a time on, or empty if there is none yet.
func watch(r manifest.Recording, start float64) string {
	// A media fragment (#t=): browsers begin there without a script.
	if plain := cmp.Or(r.MP4.URL, r.M4A.URL); plain != "" {
		end := playedEnd(r)
		if _, last := r.Played(); start >= last {
			end = "" // browsers ignore an end before the start
		}
		return plain + "#t=" + seconds(start) + end
	}
	return ""
}

// playedFragment is the media fragment of the part of r that is played, or empty for all.
func playedFragment(r manifest.Recording) string {
	if r.Trim == nil {
		return ""
	}
	return "#t=" + seconds(r.Trim.Start) + playedEnd(r)
}

// playedEnd is the end of a media fragment: browsers stop there.
func playedEnd(r manifest.Recording) string {
	if r.Trim == nil || r.Trim.End >= r.Duration {
		return ""
	}
	return "," + seconds(r.Trim.End)
}

// seconds is a time for a script.
func seconds(s float64) string { return strconv.FormatFloat(s, 'f', -1, 64) }
