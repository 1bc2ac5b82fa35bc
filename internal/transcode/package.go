package transcode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// Packaged are the playlists, poster and storyboard of a recording, with measured
// figures.
type Packaged struct {
	Duration   float64             `json:"duration"` // seconds
	Renditions []meeting.Rendition `json:"renditions"`
	DASH       string              `json:"dash,omitempty"` // the manifest that lists them for DASH
	Poster     []meeting.Image     `json:"poster,omitempty"`
	Storyboard *Storyboard         `json:"storyboard,omitempty"`
	Warnings   []string            `json:"-"` // predicates about the source
}

// Storyboard is the sheets of a recording and the files that index their tiles.
type Storyboard struct {
	plan.Storyboard
	VTT    string          `json:"vtt"`
	JSON   string          `json:"json"`
	Sheets []meeting.Piece `json:"sheets"`
}

// Package writes the playlists, poster and storyboard of a recording to dir. It
// copies no media.
func (t *Transcoder) Package(ctx context.Context, dir string, p plan.PackageParams, made []Made, open Opener) (Packaged, error) {
	work, remove, err := scratch(dir)
	if err != nil {
		return Packaged{}, err
	}
	defer remove()
	video := videoOf(made)
	if err = checkCuts(video); err != nil {
		return Packaged{}, fmt.Errorf("put the parts together: %w", err)
	}
	if allLost(made) {
		return Packaged{}, fmt.Errorf("put the parts together: %w", fault.Refuse("holds nothing that can be decoded"))
	}
	var res Packaged
	if err = pack(dir, video, made, &res); err != nil {
		return Packaged{}, err
	}
	if p.Storyboard != nil {
		if res.Storyboard, err = listTiles(dir, *p.Storyboard, res.Duration, made); err != nil {
			return Packaged{}, err
		}
	}
	if p.Poster != nil {
		if res.Poster, err = t.poster(ctx, work, dir, p, video, made, open); err != nil {
			return Packaged{}, err
		}
	}
	return res, nil
}

// allLost reports whether no chunk's picture could be decoded, and none was copied.
func allLost(made []Made) bool {
	chunks, black := 0, 0
	for _, m := range made {
		if m.Copied != nil && m.Copied.Part != nil {
			return false
		}
		if m.Chunk != nil {
			chunks++
			if m.Chunk.Lost {
				black++
			}
		}
	}
	return chunks > 0 && chunks == black
}

// pack writes a media playlist for each rendition, a playlist of key frames for each
// rung, and one DASH manifest of the same files. All name the same target duration.
func pack(dir string, video []track, made []Made, res *Packaged) error {
	sound, from := soundOf(made)
	type entry struct {
		rendition meeting.Rendition
		parts     []manifest.MediaPart
	}
	var all []entry
	for _, v := range video {
		r, parts := rendition(v)
		r.IFrames = layout.IFrames(v.id)
		all = append(all, entry{r, parts})
	}
	for _, s := range sound.Tracks {
		r, parts := rendition(track{id: s.Part.Rendition, parts: []placed{{Part: s.Part, file: from.piece(s.Part.Name)}}})
		r.Language, r.Title, r.Channels, r.Loudness = s.Language, s.Title, s.Channels, s.Loudness
		r.Default, r.Described, r.Purpose = s.Default, s.Described, s.Purpose
		all = append(all, entry{r, parts})
	}
	if len(all) == 0 {
		return errors.New("put the parts together: there are none")
	}
	segments := make([][]manifest.Segment, len(all))
	for i, e := range all {
		segments[i] = segmentsOf(e.parts)
	}
	target := manifest.TargetDuration(segments...)
	in := manifest.DASHInput{}
	for _, e := range all {
		media := manifest.MediaInput{Parts: e.parts, TargetDuration: target}
		if err := create(dir, e.rendition.Playlist, func(w io.Writer) error { return manifest.WriteMedia(w, media) }); err != nil {
			return err
		}
		in.Duration = max(in.Duration, e.rendition.Duration)
		tr := dashTrack(e.rendition, media)
		if e.rendition.IFrames == "" {
			in.Audio = append(in.Audio, tr)
		} else {
			in.Video = append(in.Video, tr)
			if err := create(dir, e.rendition.IFrames, func(w io.Writer) error { return manifest.WriteIFrames(w, media) }); err != nil {
				return err
			}
		}
		res.Renditions = append(res.Renditions, e.rendition)
	}
	res.Duration = all[0].rendition.Duration // the picture's, where there is one
	err := create(dir, layout.DASH, func(w io.Writer) error { return manifest.WriteDASH(w, in) })
	if errors.Is(err, manifest.ErrInits) { // HLS can say that the header changes, and DASH cannot
		return os.Remove(filepath.Join(dir, layout.DASH)) //nolint:wrapcheck // names the file
	}
	res.DASH = layout.DASH
	return err
}

func dashTrack(r meeting.Rendition, media manifest.MediaInput) manifest.DASHTrack {
	kind := "audio/mp4"
	if r.Width > 0 {
		kind = "video/mp4"
	}
	return manifest.DASHTrack{
		ID: r.ID, Type: kind, Codecs: r.Codecs, Width: r.Width, Height: r.Height, FrameRate: r.FrameRate,
		Bandwidth: r.Bandwidth, Language: r.Language, Title: r.Title, Default: r.Default, Described: r.Described, Purpose: r.Purpose, Media: media,
	}
}

// rendition is a track with the figures of the whole.
func rendition(t track) (meeting.Rendition, []manifest.MediaPart) {
	first := t.parts[0].Part
	r := meeting.Rendition{
		ID: t.id, Codecs: first.Codecs, Width: first.Width, Height: first.Height, Playlist: layout.Playlist(t.id),
		Duration: milli(float64(t.ticks()) / float64(first.Timescale)),
	}
	parts := make([]manifest.MediaPart, 0, len(t.parts))
	for _, p := range t.parts {
		r.Files = append(r.Files, p.file)
		r.Frames += p.Frames
		parts = append(parts, manifest.PartOf(layout.BesideDerived(p.file.Step, p.file.Run, p.Name), p.Part))
	}
	segments := segmentsOf(parts)
	r.Bandwidth, r.Average = manifest.Bandwidth(segments)
	r.KeyBandwidth = manifest.KeyBandwidth(segments)
	if r.Width > 0 && r.Duration > 0 {
		r.FrameRate = milli(float64(r.Frames) / r.Duration)
	}
	return r, parts
}

func segmentsOf(parts []manifest.MediaPart) []manifest.Segment {
	var list []manifest.Segment
	for _, p := range parts {
		list = append(list, p.Segments...)
	}
	return list
}

// listTiles writes the indexes of the chunks' sheets, as WebVTT and JSON.
func listTiles(dir string, b plan.Storyboard, duration float64, made []Made) (*Storyboard, error) {
	res := &Storyboard{Storyboard: b, VTT: layout.StoryboardVTT, JSON: layout.StoryboardJSON}
	in := manifest.StoryboardInput{Duration: duration, Interval: b.Interval, TileWidth: b.Width, TileHeight: b.Height}
	for _, m := range made {
		if m.Chunk == nil {
			continue
		}
		for _, s := range m.Chunk.Sheets {
			res.Sheets = append(res.Sheets, m.piece(s.Name))
			in.Sheets = append(in.Sheets, manifest.StoryboardSheet{
				URL: layout.BesideDerived(m.Step, m.Run, s.Name), First: s.First, Tiles: s.Tiles, Columns: s.Columns,
			})
		}
	}
	err := create(dir, res.VTT, func(w io.Writer) error { return manifest.WriteStoryboard(w, in) })
	if err != nil {
		return nil, err
	}
	return res, create(dir, res.JSON, func(w io.Writer) error { return manifest.WriteStoryboardJSON(w, in) })
}

// create writes a small file.
func create(dir, name string, write func(io.Writer) error) error {
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

func milli(x float64) float64 { return math.Round(x*1000) / 1000 }
