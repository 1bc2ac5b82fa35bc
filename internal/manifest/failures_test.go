package manifest_test

import (
	"errors"
	"io"
	"math"
	"testing"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
)

// full is a disk without room.
type full struct{}

var errFull = errors.New("no space left on device")

func (full) Write([]byte) (int, error) { return 0, errFull }

// Whatever is written, whoever asked for it learns that it is not there.
func TestWritersTellOfAFullDisk(t *testing.T) {
	t.Parallel()
	m := manifesttest.Sample()
	in := media()
	for i := range in.Parts[0].Segments {
		in.Parts[0].Segments[i].Key = 1
	}
	segment := manifest.Segment{Duration: 5, Offset: 700, Size: 1000}
	for name, write := range map[string]func(io.Writer) error{
		"WriteChapters":     func(w io.Writer) error { return manifest.WriteChapters(w, m.Sections(m.Recordings[0])) },
		"WriteChaptersJSON": func(w io.Writer) error { return manifest.WriteChaptersJSON(w, m, m.Recordings[0], theSite()) },
		"WriteMaster": func(w io.Writer) error {
			return manifest.WriteMaster(w, manifest.MasterInput{Video: []manifest.Track{video(720, 9, 3)}})
		},
		"WriteMedia":          func(w io.Writer) error { return manifest.WriteMedia(w, in) },
		"WriteIFrames":        func(w io.Writer) error { return manifest.WriteIFrames(w, in) },
		"WriteTextPlaylist":   func(w io.Writer) error { return manifest.WriteTextPlaylist(w, "a.vtt", 60) },
		"WriteStoryboard":     func(w io.Writer) error { return manifest.WriteStoryboard(w, board()) },
		"WriteStoryboardJSON": func(w io.Writer) error { return manifest.WriteStoryboardJSON(w, board()) },
		"WriteDASH": func(w io.Writer) error {
			return manifest.WriteDASH(w, manifest.DASHInput{Duration: 5, Video: []manifest.DASHTrack{dashTrack("720p", 1280, 720, segment)}})
		},
	} {
		if err := write(full{}); !errors.Is(err, errFull) {
			t.Errorf("%s = %v, want the error of the disk", name, err)
		}
		if err := write(io.Discard); err != nil {
			t.Errorf("%s with room = %v", name, err)
		}
	}
}

// A number that JSON cannot hold is an error, and no file with half of it.
func TestFiguresThatAreNoJSON(t *testing.T) {
	t.Parallel()
	m := manifesttest.Sample()
	m.Recordings[0].Duration = math.NaN()
	if data, err := manifest.Encode(m); err == nil || len(data) > 0 {
		t.Errorf("Encode = %d bytes, %v", len(data), err)
	}
	m = manifesttest.Sample()
	m.Recordings[0].Chapters = []manifest.Chapter{{Start: 5, End: math.Inf(1)}}
	if err := manifest.WriteChaptersJSON(io.Discard, m, m.Recordings[0], theSite()); err == nil {
		t.Error("WriteChaptersJSON takes a chapter without an end")
	}
	if vtt, podcast, err := manifest.ChapterFiles(m, m.Recordings[0], theSite()); err == nil || vtt != nil || podcast != nil {
		t.Errorf("ChapterFiles = %d and %d bytes, %v", len(vtt), len(podcast), err)
	}
}
