package main

import (
	"cmp"
	"fmt"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/words"
)

// recordingPlan is the planned output of a recording.
type recordingPlan struct {
	Profile  string       `json:"profile"`
	Duration float64      `json:"duration"`          // seconds
	Copied   string       `json:"copied,omitempty"`  // ID of the rendition that copies the source's video
	Encoded  string       `json:"encoded,omitempty"` // why no rendition is a copy, a predicate
	Changes  []string     `json:"changes,omitempty"` // to the video, such as "deinterlaced"
	Rungs    []plan.Rung  `json:"rungs"`
	Tracks   []plan.Track `json:"tracks"`
	Chunks   int          `json:"chunks"` // upper limit of the number of encoded chunks
	Tiles    int          `json:"tiles"`
	Captions []string     `json:"captions,omitempty"`       // languages of embedded captions, "und" if unknown
	Closed   int          `json:"closedCaptions,omitempty"` // streams that may hold closed captions (CEA-608)
	Warnings []string     `json:"warnings,omitempty"`       // predicates about the file
	Views    []viewPlan   `json:"views,omitempty"`          // further video streams in the file
	Plays    string       `json:"plays,omitempty"`          // the part that is played, a predicate; empty for all of it

	rec plan.Recording
}

// viewPlan is the planned output of a further video stream.
type viewPlan struct {
	Title string      `json:"title,omitempty"`
	Rungs []plan.Rung `json:"rungs"`
}

func planRecording(m meeting.Meeting, src meeting.Source, found meeting.Media) (*recordingPlan, error) {
	rec, err := plan.ForRecording(m, src, found)
	if err != nil {
		return nil, err
	}
	p := describe(m.Profile, rec)
	for _, v := range found.Pictures {
		if rec.Picture != nil { // a profile may leave out all video
			p.Views = append(p.Views, viewPlan{v.Title, rec.View(src, found, v, 0).Rungs})
		}
	}
	return p, nil
}

func describe(profile string, rec plan.Recording) *recordingPlan {
	p := &recordingPlan{
		rec:     rec,
		Profile: profile, Duration: rec.Duration, Encoded: rec.Encoded, Changes: rec.Changes,
		Rungs: rec.Rungs, Tracks: rec.Tracks, Chunks: len(rec.Chunks(plan.Decided{})), Warnings: rec.Warnings(),
	}
	if _, can := rec.Copy(); can {
		p.Copied = rec.Rungs[0].ID
		if len(rec.Rungs) == 1 {
			p.Chunks = 0
		}
	}
	if rec.Storyboard != nil {
		p.Tiles = rec.Storyboard.Tiles
	}
	p.Captions = embeddedCaptions(rec)
	for _, original := range rec.Originals() {
		p.Closed = max(p.Closed, len(original.Closed()))
	}
	return p
}

// embeddedCaptions returns the languages of the captions embedded in the originals
// of a recording, one for each track.
func embeddedCaptions(rec plan.Recording) (languages []string) {
	var parts [][]meeting.Subtitle
	for _, original := range rec.Originals() {
		parts = append(parts, original.Subtitles())
	}
	for _, track := range plan.AlignCaptions(parts) {
		language := ""
		for part, i := range track {
			if i >= 0 {
				language = cmp.Or(language, parts[part][i].Language)
			}
		}
		languages = append(languages, cmp.Or(language, "und"))
	}
	return languages
}

// String describes the plan in one line.
func (p recordingPlan) String() string {
	parts := []string{words.Clock(p.Duration)}
	for _, r := range p.Rungs {
		text := fmt.Sprintf("%s (%d×%d)", r.ID, r.Width, r.Height)
		if r.ID == p.Copied {
			text += " copied"
		}
		parts = append(parts, text)
	}
	switch {
	case p.Chunks == 1:
		parts = append(parts, "encoded in one piece")
	case p.Chunks > 1:
		parts = append(parts, fmt.Sprintf("encoded in at most %d chunks", p.Chunks))
	}
	if p.Encoded != "" && p.Chunks > 0 {
		parts = append(parts, "not copied since it "+p.Encoded)
	}
	parts = append(parts, p.Changes...)
	for _, t := range p.Tracks {
		text := fmt.Sprintf("%s %d kbit/s", t.ID, t.BitRate/1000)
		if t.Language != "" {
			text += " " + t.Language
		}
		parts = append(parts, text)
	}
	if p.Tiles > 0 {
		parts = append(parts, fmt.Sprintf("storyboard of %d tiles", p.Tiles), "poster")
	}
	for _, v := range p.Views {
		ids := make([]string, len(v.Rungs))
		for i, r := range v.Rungs {
			ids[i] = r.ID
		}
		parts = append(parts, fmt.Sprintf("another view, %s (%s)", cmp.Or(v.Title, "without a name"), strings.Join(ids, " ")))
	}
	if len(p.Captions) > 0 {
		parts = append(parts, "captions within: "+strings.Join(p.Captions, " "))
	}
	if p.Closed > 0 {
		parts = append(parts, "closed captions, if its frames have any")
	}
	parts = append(parts, "one file for download")
	if p.Plays != "" {
		parts = append(parts, p.Plays)
	}
	return strings.Join(parts, ", ")
}
