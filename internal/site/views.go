package site

import (
	"cmp"
	"fmt"
	"path"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// viewOption is one of several views of a recording, as the player's script
// reads it.
type viewOption struct {
	ID            string
	Title         string
	HLS           string // URL of the master playlist
	MP4           string // URL of the plain file, or nothing
	Poster        string // URL, or nothing
	Thumbnails    string // URL of the cues of its storyboard, or nothing
	Width, Height int
}

// viewOptions are the views that a viewer of r can choose from; none if there
// is only one.
func viewOptions(r manifest.Recording) []viewOption {
	if r.Kind != manifest.Video || len(r.Views) < 2 {
		return nil
	}
	list := make([]viewOption, 0, len(r.Views))
	for i, v := range r.Views {
		p := viewOption{
			ID: v.ID, Title: titleOfView(v, i), HLS: v.Master.URL, MP4: v.MP4.URL,
			Poster: posterOf(v.Poster), Thumbnails: v.Storyboard.VTT.URL,
		}
		p.Width, p.Height = sizeOf(v.Renditions)
		list = append(list, p)
	}
	return list
}

// titleOfView is the name of view i of a recording in menus and downloads.
func titleOfView(v manifest.View, i int) string {
	kind := map[meeting.View]string{meeting.Screen: "Screen", meeting.Speaker: "Speaker", meeting.Gallery: "Gallery"}[v.Kind]
	return cmp.Or(words.OneLine(v.Title), kind, fmt.Sprintf("View %d", i+1))
}

// posterOf is the URL for the poster attribute, which takes one format: a JPEG
// if there is one.
func posterOf(p manifest.Poster) string {
	url := ""
	for _, image := range p.Images {
		if image.Type == "image/jpeg" {
			return image.URL
		}
		url = cmp.Or(url, image.URL)
	}
	return url
}

// sizeOf is the size of the largest video among renditions, else a default.
func sizeOf(renditions []manifest.Rendition) (width, height int) {
	for _, rung := range renditions {
		if rung.Width > width {
			width, height = rung.Width, rung.Height
		}
	}
	if width == 0 {
		return 1280, 720
	}
	return width, height
}

// viewFiles are the downloads and streams of the views of r, with the title of
// the view if there are several.
func viewFiles(r manifest.Recording, title string) (downloads, streams []download) {
	views := r.Views
	if len(views) < 2 {
		views = []manifest.View{{Master: r.Master, DASH: r.DASH, MP4: r.MP4, TrimmedMP4: r.TrimmedMP4}}
	}
	stream := func(label string, f manifest.File) {
		if f.URL != "" {
			streams = append(streams, download{Label: label, URL: f.URL})
		}
	}
	for i, v := range views {
		of, name := "", title
		if len(views) > 1 {
			own := titleOfView(v, i)
			of, name = ": "+own, title+" ("+own+")"
		}
		if f := r.OfferedView(v); f.URL != "" {
			downloads = append(downloads, offer("Video"+of, kindOf(f.Type), name+path.Ext(f.URL), f.File))
		}
		stream("HLS"+of, v.Master)
		stream("DASH"+of, v.DASH)
	}
	return downloads, streams
}
