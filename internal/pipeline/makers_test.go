package pipeline_test

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"

	"proceedings/internal/align"
	"proceedings/internal/fault"
	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

func probeMaker(_ context.Context, t *makers.Task) (steps.Result, error) {
	text, err := os.ReadFile(t.Source)
	if err != nil {
		return steps.Result{}, err
	}
	var found meeting.Probe
	switch word, _, _ := strings.Cut(string(text), " "); word {
	case "film":
		found = meeting.Probe{Format: "mp4", Role: meeting.Recording, Media: &meeting.Media{
			Format: "mp4", Duration: 60, Video: &meeting.Video{Width: 640, Height: 360, FrameRate: 25, End: 60},
			Audio: []meeting.Audio{{Index: 1, Channels: 2, End: 60}},
		}}
	case "deck":
		found = meeting.Probe{Format: "pptx", Role: meeting.Deck}
	case "WEBVTT\n\n00:01.000":
		found = meeting.Probe{Format: "vtt", Role: meeting.Captions}
	case "paper":
		found = meeting.Probe{Format: "text", Role: meeting.Document}
	default:
		return steps.Result{}, fault.Refuse("has an unknown format")
	}
	return steps.Result{Probe: &found}, nil
}

// write writes files whose content depends on the source and their names.
func write(t *makers.Task, names ...string) error {
	text, err := os.ReadFile(t.Source)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(t.Dir, name), append([]byte(name+" of "), text...), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func audioMaker(_ context.Context, t *makers.Task) (steps.Result, error) {
	part := meeting.Part{Rendition: "audio", Name: "audio.m4a", Codecs: "mp4a.40.2", Timescale: 48_000, Init: 4, Segments: []meeting.Segment{{Ticks: 2_880_000, Size: 4}}}
	return steps.Result{Audio: &transcode.Sound{Tracks: []transcode.Track{{Part: part, Channels: 2, Loudness: &meeting.Loudness{Integrated: -20}}}}}, write(t, "audio.m4a")
}

func chunkMaker(_ context.Context, t *makers.Task) (steps.Result, error) {
	t.Progress(0.5)
	var p plan.ChunkParams
	if err := json.Unmarshal(t.Step.Params, &p); err != nil {
		return steps.Result{}, err
	}
	part := meeting.Part{Rendition: "360p", Name: "360p.mp4", Codecs: "avc1.64001e", Width: 640, Height: 360, Timescale: plan.Timescale, Init: 4}
	part.Start, part.Segments = p.From, segmentsAt(p.Keys, p.To)
	return steps.Result{Chunk: &transcode.Chunk{Parts: []meeting.Part{part}}, Tools: map[string]string{"ffmpeg": "5.1.9"}}, write(t, "360p.mp4")
}

// segmentsAt returns segments that begin at cuts; the last ends at end.
func segmentsAt(cuts []uint64, end uint64) (list []meeting.Segment) {
	for i, at := range cuts {
		next := end
		if i+1 < len(cuts) {
			next = cuts[i+1]
		}
		list = append(list, meeting.Segment{Ticks: next - at, Size: 4})
	}
	return list
}

// packageMaker lists the output of the needed steps.
func packageMaker(_ context.Context, t *makers.Task) (steps.Result, error) {
	var made transcode.Packaged
	made.Duration = 60
	for _, need := range t.Needs {
		for _, o := range need.Objects {
			r := meeting.Rendition{
				Files: []meeting.Piece{{Object: o, Step: need.Step.Key(), Run: need.Run}}, ID: "360p", Codecs: "avc1.64001e",
				Width: 640, Height: 360, FrameRate: 25, Duration: 60, Bandwidth: 500_000, Average: 400_000, Playlist: "360p.m3u8",
			}
			if need.Audio != nil {
				r.ID, r.Codecs, r.Width, r.Height, r.FrameRate, r.Playlist = "audio", "mp4a.40.2", 0, 0, 0, "audio.m3u8"
			}
			made.Renditions = append(made.Renditions, r)
		}
	}
	made.Poster = []meeting.Image{{Object: meeting.Object{Name: "poster.jpg"}, Width: 640, Height: 360}}
	return steps.Result{Package: &made}, writeText(t, "360p.m3u8", "audio.m3u8", "poster.jpg")
}

func progressiveMaker(_ context.Context, t *makers.Task) (steps.Result, error) {
	return steps.Result{Progressive: &transcode.Progressive{MP4: "film.mp4"}}, writeText(t, "film.mp4")
}

// writeText writes files whose content depends on the needed steps.
func writeText(t *makers.Task, names ...string) error {
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(t.Dir, name), []byte(name+" of "+strings.Join(t.Step.Needs, " ")), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func textMaker(_ context.Context, t *makers.Task) (steps.Result, error) {
	text := meeting.DeckText{Slides: []meeting.Slide{{Number: 1, Title: "Results"}}}
	return steps.Result{Text: &steps.Text{DeckText: text, Original: "original.pptx"}}, write(t, "original.pptx")
}

func deckMaker(_ context.Context, t *makers.Task) (steps.Result, error) {
	d := steps.Deck{PDF: "deck.pdf", Pages: []meeting.Page{{
		Letters: 7, Images: []meeting.Image{{Object: meeting.Object{Name: "slide-001.jpg", Type: "image/jpeg"}, Width: 1600, Height: 900}},
	}}}
	return steps.Result{Deck: &d, Warnings: []string{"uses a missing font"}}, write(t, "deck.pdf", "slide-001.jpg")
}

// locateMaker finds no slides. Tests of slide times replace it.
func locateMaker(context.Context, *makers.Task) (steps.Result, error) {
	return steps.Result{Locate: &align.Layout{}}, nil
}

// alignMaker finds the first slide of the first deck in the whole stretch.
func alignMaker(_ context.Context, t *makers.Task) (steps.Result, error) {
	var p plan.AlignParams
	if err := json.Unmarshal(t.Step.Params, &p); err != nil {
		return steps.Result{}, err
	}
	return steps.Result{Align: &align.Stretch{From: p.From, To: p.To, Intervals: []align.Interval{
		{Start: p.From, End: p.To, Slide: 1, Confidence: 0.9},
	}}}, nil
}

// stillTextMaker reads no words.
func stillTextMaker(context.Context, *makers.Task) (steps.Result, error) {
	return steps.Result{StillText: [][]meeting.OCRWord{nil}}, nil
}

// reconstructMaker finds no slides. Tests of found slides replace it.
func reconstructMaker(context.Context, *makers.Task) (steps.Result, error) {
	return steps.Result{Reconstruct: &align.Reconstruction{Reason: "shows fewer than two slides"}}, nil
}

// ocrMaker reads no text.
func ocrMaker(context.Context, *makers.Task) (steps.Result, error) {
	return steps.Result{OCR: &steps.OCR{}}, nil
}

func documentMaker(_ context.Context, t *makers.Task) (steps.Result, error) {
	return steps.Result{Document: &steps.Document{Original: "original.txt"}}, write(t, "original.txt")
}

func copyAll(to io.Writer, body io.ReadCloser) (int64, error) {
	defer func() { _ = body.Close() }() // read to its end
	return io.Copy(to, body)
}
