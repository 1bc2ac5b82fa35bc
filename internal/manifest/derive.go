package manifest

import (
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
)

// Origin is one run of one step, which made some objects.
type Origin struct {
	Step string
	Run  string
}

// File is the manifest's entry for an object.
func (from Origin) File(o meeting.Object) File {
	return File{URL: layout.ToDerived(0, from.Step, from.Run, o.Name), Type: o.Type, Size: o.Size, SHA256: o.SHA256}
}

// Images are the manifest's entries for images.
func (from Origin) Images(images []meeting.Image) []Image {
	list := make([]Image, 0, len(images))
	for _, i := range images {
		list = append(list, Image{File: from.File(i.Object), Width: i.Width, Height: i.Height})
	}
	return list
}

// Clips are the manifest's entries for the videos and audio files of a slide.
func (from Origin) Clips(clips []meeting.Clip) []Clip {
	var list []Clip
	for _, c := range clips {
		list = append(list, Clip{File: from.File(c.Object), Title: c.Title, Duration: c.Duration})
	}
	return list
}

// Slides are the manifest's entries for the pages of a deck.
func (from Origin) Slides(slides []meeting.Slide) []Slide {
	list := make([]Slide, 0, len(slides))
	for _, s := range slides {
		list = append(list, Slide{
			Number: s.Number, Title: s.Title, Body: s.Body, Notes: s.Notes, Hidden: s.Hidden, OCR: s.OCR,
			Images: from.Images(s.Images), Alt: Alternative(s), Color: s.Color, Media: from.Clips(s.Media),
		})
	}
	return list
}

// Rendition is the manifest's entry for a rendition. known are the objects of
// the same run by name: the playlists. Media files may come from other steps,
// which each piece names.
func (from Origin) Rendition(r meeting.Rendition, known map[string]meeting.Object) Rendition {
	made := Rendition{
		Files: make([]File, 0, len(r.Files)), ID: r.ID, Codecs: r.Codecs,
		Width: r.Width, Height: r.Height, FrameRate: r.FrameRate, Frames: r.Frames, Duration: r.Duration,
		Bandwidth: r.Bandwidth, Average: r.Average, Language: r.Language, Title: r.Title,
		Default: r.Default, Described: r.Described, Purpose: r.Purpose,
		Channels: r.Channels, KeyBandwidth: r.KeyBandwidth, Playlist: from.File(known[r.Playlist]),
	}
	for _, piece := range r.Files {
		made.Files = append(made.Files, Origin{Step: piece.Step, Run: piece.Run}.File(piece.Object))
	}
	if l := r.Loudness; l != nil {
		made.Loudness = &Loudness{
			Integrated: l.Integrated, TruePeak: l.TruePeak, Gain: l.Gain, OneSided: l.OneSided, Limited: l.Limited,
			OutputIntegrated: l.OutputIntegrated, OutputTruePeak: l.OutputTruePeak,
		}
	}
	if r.IFrames != "" {
		made.IFrames = from.File(known[r.IFrames])
	}
	return made
}

// MasterOf is the master playlist of renditions and captions, for a place beside
// the manifest: there the same relative URLs hold.
func MasterOf(renditions []Rendition, captions []Captions) MasterInput {
	var in MasterInput
	for _, r := range renditions {
		t := Track{
			URL: r.Playlist.URL, Codecs: r.Codecs, Width: r.Width, Height: r.Height, FrameRate: r.FrameRate,
			Bandwidth: r.Bandwidth, Average: r.Average, Language: r.Language, Title: r.Title, Channels: r.Channels,
			Default: r.Default, Described: r.Described, Purpose: r.Purpose,
			IFrames: r.IFrames.URL, KeyBandwidth: r.KeyBandwidth,
		}
		if r.Width > 0 {
			in.Video = append(in.Video, t)
		} else {
			in.Audio = append(in.Audio, t)
		}
	}
	for _, c := range captions {
		if c.Playlist.URL != "" {
			in.Text = append(in.Text, TextTrack{ID: c.ID, URL: c.Playlist.URL, Language: c.Language, Title: c.Label, Impaired: c.Impaired})
		}
	}
	return in
}
