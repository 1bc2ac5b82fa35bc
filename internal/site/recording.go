package site

import (
	"fmt"

	"proceedings/internal/manifest"
)

// recordingView is a player and what may be said about what it plays.
type recordingView struct {
	ID            string
	Title         string
	Video         bool
	Duration      string
	Poster        string // URL, or nothing
	Width, Height int    // of the largest picture: the player keeps its place
	Sources       []mediaSource
	Note          string // what is still to come, or nothing
	Downloads     []download
}

// mediaSource is one form that a browser may choose.
type mediaSource struct {
	URL  string
	Type string
}

// viewRecording shows recording i of n of a meeting in some state.
func viewRecording(r manifest.Recording, i, n int, state manifest.State) recordingView {
	title := oneLine(r.Title)
	if title == "" {
		title = "Recording"
		if n > 1 {
			title = fmt.Sprintf("Recording %d", i+1)
		}
	}
	v := recordingView{ID: r.ID, Title: title, Video: r.Kind == manifest.Video, Duration: length(r.Duration)}
	plain := r.M4A
	if v.Video {
		plain = r.MP4
	}
	// The plain file first: every browser plays it, and one that plays HLS too
	// loses little. The other order would leave the rest with an error.
	for _, f := range []manifest.File{plain, r.Master} {
		if f.URL != "" {
			v.Sources = append(v.Sources, mediaSource{URL: f.URL, Type: f.Type})
		}
	}
	// HLS is there first. Some browsers play it without a script, others do not.
	if state == manifest.Processing && plain.URL == "" && r.Master.URL != "" {
		v.Note = "Not every browser can play this yet. A file for all of them, and for download, is being prepared."
	}
	for _, image := range r.Poster.Images { // JPEG: the poster attribute offers no choice
		if v.Poster == "" || image.Type == "image/jpeg" {
			v.Poster = image.URL
		}
		if image.Type == "image/jpeg" {
			break
		}
	}
	for _, rung := range r.Renditions {
		if rung.Width > v.Width {
			v.Width, v.Height = rung.Width, rung.Height
		}
	}
	if v.Video && v.Width == 0 {
		v.Width, v.Height = 1280, 720
	}
	if r.MP4.URL != "" {
		v.Downloads = append(v.Downloads, offer("Video", kindOf(r.MP4.Type), title+".mp4", r.MP4))
	}
	sound := "Sound"
	if v.Video {
		sound = "Sound alone"
	}
	if r.M4A.URL != "" {
		v.Downloads = append(v.Downloads, offer(sound, kindOf(r.M4A.Type), title+".m4a", r.M4A))
	}
	return v
}
