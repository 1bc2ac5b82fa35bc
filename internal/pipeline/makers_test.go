package pipeline_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/transcode"
)

func probeMaker(_ context.Context, t pipeline.Task) (pipeline.Result, error) {
	text, err := os.ReadFile(t.Source)
	if err != nil {
		return pipeline.Result{}, err
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
	case "paper":
		found = meeting.Probe{Format: "text", Role: meeting.Document}
	default:
		return pipeline.Result{}, fault.Refuse("is of no kind that is known here")
	}
	return pipeline.Result{Probe: &found}, nil
}

// write makes files out of the source and their own names.
func write(t pipeline.Task, names ...string) error {
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

func recordingMaker(_ context.Context, t pipeline.Task) (pipeline.Result, error) {
	t.Progress(0.5)
	r := transcode.Result{
		Duration: 60, MP4: "film.mp4",
		Renditions: []meeting.Rendition{
			{Object: meeting.Object{Name: "360p.mp4"}, ID: "360p", Codecs: "avc1.64001e", Width: 640, Height: 360, FrameRate: 25, Duration: 60, Bandwidth: 500_000, Average: 400_000, Playlist: "360p.m3u8"},
			{Object: meeting.Object{Name: "audio.mp4"}, ID: "audio", Codecs: "mp4a.40.2", Duration: 60, Bandwidth: 130_000, Average: 128_000, Playlist: "audio.m3u8"},
		},
		Poster: []meeting.Image{{Object: meeting.Object{Name: "poster.jpg"}, Width: 640, Height: 360}},
	}
	return pipeline.Result{Recording: &r, Tools: map[string]string{"ffmpeg": "5.1.9"}},
		write(t, "film.mp4", "360p.mp4", "360p.m3u8", "audio.mp4", "audio.m3u8", "poster.jpg")
}

func deckMaker(_ context.Context, t pipeline.Task) (pipeline.Result, error) {
	d := pipeline.Deck{PDF: "deck.pdf", Original: "original.pptx", Slides: []meeting.Slide{{
		Number: 1, Title: "Results", Images: []meeting.Image{{Object: meeting.Object{Name: "slide-001.jpg"}, Width: 1600, Height: 900}},
	}}}
	return pipeline.Result{Deck: &d, Warnings: []string{"uses a font that is not there"}}, write(t, "deck.pdf", "slide-001.jpg", "original.pptx")
}

func documentMaker(_ context.Context, t pipeline.Task) (pipeline.Result, error) {
	return pipeline.Result{Document: &pipeline.Document{Original: "original.txt"}}, write(t, "original.txt")
}

func copyAll(to io.Writer, body io.ReadCloser) (int64, error) {
	defer func() { _ = body.Close() }() // read to its end
	return io.Copy(to, body)
}
