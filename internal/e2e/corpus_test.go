package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/manifest"
	"proceedings/internal/proc/proctest"
)

// TestCorpus publishes media files of other projects' test suites, each as a meeting, or
// expects a refusal. The short test has one recording of each kind; packages probe and
// transcode test all.
func TestCorpus(t *testing.T) {
	t.Parallel()
	needTools(t)
	dir := filepath.Join(proctest.Corpus(t), "media")
	s := newSystem(t)
	s.worker(t, t.TempDir())
	base := s.serve(t)

	type expectation struct {
		refused  string // part of the reason; empty for a file that is published
		kind     manifest.Kind
		duration float64 // seconds, to half a second
		rungs    int
		top      int // height of the top rung
		audio    int // tracks
		similar  bool
	}
	expected := map[string]expectation{
		"bbb.mp4":                                        {kind: manifest.Video, duration: 20, rungs: 2, top: 480, audio: 1, similar: true},
		"common__av.mov":                                 {kind: manifest.Video, duration: 10.4, rungs: 2, top: 480, audio: 1},
		"common__aonly.mov":                              {kind: manifest.Audio, duration: 10.4, audio: 1, similar: true},
		"common__vonly.mov":                              {kind: manifest.Video, duration: 10.4, rungs: 2, top: 480, similar: true},
		"composer-ffmpeg__audio.mp3":                     {kind: manifest.Audio, duration: 2.2, audio: 1, similar: true},
		"composer-ffmpeg__avts.mts":                      {kind: manifest.Video, duration: 1, rungs: 2, top: 720},
		"crop-ffmpeg__black43.mp4":                       {kind: manifest.Video, duration: 40, rungs: 2, top: 660, audio: 1, similar: true},
		"silencedetection-impl__nostreams.mp4":           {refused: "has neither video nor audio"},
		"silencedetection-impl__silent.mp4":              {kind: manifest.Audio, duration: 60, audio: 1},
		"videoeditor-ffmpeg-impl__testvideo_320x180.mp4": {kind: manifest.Video, duration: 180, rungs: 1, top: 180, audio: 1, similar: true},
		"sox-impl__audio-test.wav":                       {kind: manifest.Audio, duration: 0.5, audio: 1, similar: true},
		"videoshort.mp4":                                 {kind: manifest.Video, duration: 6.3, rungs: 1, top: 110, audio: 1, similar: true},
		"videoshort_no_audio.mp4":                        {kind: manifest.Video, duration: 6.3, rungs: 1, top: 110},
		"meow.mp3":                                       {kind: manifest.Audio, duration: 1.3, audio: 1},
		"chunk_test.txt":                                 {refused: "is text, not a recording or a deck"},
		"chunk_test.vtt":                                 {refused: "captions"},
		"chunk_test.srt":                                 {refused: "captions"},
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		name, id := file.Name(), fmt.Sprintf("file-%02d", i)
		if expected[name].similar && !proctest.Long() {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, known := expected[name]
			code := 0
			if want.refused != "" {
				code = 3
			}
			out := ingest(t, s.env, code, s.with("add", "--wait", "--json", "--id", id, filepath.Join(dir, name))...)
			if strings.Contains(out, "goroutine ") {
				t.Errorf("a stack trace:\n%s", out)
			}
			if !known {
				t.Logf("no expectation for it; it was published")
				return
			}
			status := ingest(t, s.env, 0, s.with("status", id)...)
			if want.refused != "" {
				for where, text := range map[string]string{"ingest add": out, "ingest status": status} {
					if !strings.Contains(text, want.refused) {
						t.Errorf("%s does not contain %q:\n%s", where, want.refused, text)
					}
				}
				return
			}
			m, _ := verifyPublished(t, base, id)
			if len(m.Recordings) != 1 {
				t.Fatalf("%d recordings, want 1", len(m.Recordings))
			}
			got := expectation{similar: want.similar, kind: m.Recordings[0].Kind, duration: m.Recordings[0].Duration}
			for _, r := range m.Recordings[0].Renditions {
				if r.Height == 0 {
					got.audio++
					continue
				}
				got.rungs++
				got.top = max(got.top, r.Height)
			}
			if diff := got.duration - want.duration; diff > 0.5 || diff < -0.5 {
				t.Errorf("it lasts %v s, want %v", got.duration, want.duration)
			}
			got.duration = want.duration
			if got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}
