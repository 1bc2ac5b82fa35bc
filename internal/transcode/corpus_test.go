package transcode_test

import (
	"image"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"proceedings/internal/proc/proctest"
)

// TestCorpus makes all that can be played of real files from other projects'
// test suites.
func TestCorpus(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	folder := proctest.Corpus(t)
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	tests := []struct {
		file   string
		rungs  []string
		tracks int
	}{
		{"bbb.mp4", []string{"854x480", "256x144"}, 1},
		{"common__av.mov", []string{"640x480", "192x144"}, 1},
		{"common__aonly.mov", nil, 1},
		{"common__vonly.mov", []string{"640x480", "192x144"}, 0},
		{"composer-ffmpeg__audio.mp3", nil, 1},
		{"composer-ffmpeg__avts.mts", []string{"1280x720", "256x144"}, 0},
		{"crop-ffmpeg__black43.mp4", []string{"880x660", "192x144"}, 1},
		{"silencedetection-impl__silent.mp4", nil, 1},
		{"videoeditor-ffmpeg-impl__testvideo_320x180.mp4", []string{"320x180"}, 1}, // black takes as much at any size
		{"sox-impl__audio-test.wav", nil, 1},
		{"videoshort.mp4", []string{"200x110"}, 1},
		{"videoshort_no_audio.mp4", []string{"200x110"}, 0},
		{"meow.mp3", nil, 1},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			src := filepath.Join(folder, "media", tt.file)
			if abs, err := filepath.Abs(src); err == nil {
				src = abs
			}
			p := produce(t, src)
			if got := sizes(p.res); !slices.Equal(got, tt.rungs) {
				t.Errorf("rungs = %q, want %q", got, tt.rungs)
			}
			if got := len(languages(p.res)); got != tt.tracks {
				t.Errorf("%d tracks, want %d", got, tt.tracks)
			}
			for _, w := range p.warnings { // what is silent or left out is told, and is no damage
				if strings.Contains(w, "damaged") || strings.Contains(w, "cut short") {
					t.Errorf("of a whole file is said: it %s", w)
				}
			}
			if tt.tracks > 0 {
				// An encoder overshoots a little; nothing else may be added to the gain.
				sound, gain := p.res.Renditions[len(tt.rungs)].Loudness, 0.0
				if sound != nil {
					gain = sound.Gain
				}
				before, after := peak(t, src), peak(t, p.path(p.res.Renditions[len(tt.rungs)].Files[0]))
				if after > before+gain+1.5 {
					t.Errorf("the peak is %.1f dB after %.1f dB and a gain of %.1f dB", after, before, gain)
				}
				if strings.Contains(tt.file, "silent") && gain != 0 {
					t.Errorf("silence gets %.1f dB", gain)
				}
			}
			// One of them shows black from its first frame to its last.
			if len(tt.rungs) > 0 && !strings.Contains(tt.file, "testvideo") {
				if mean := brightness(t, filepath.Join(p.place(p.list), posterOf(p))); mean < 16 {
					t.Errorf("the poster has a mean brightness of %.1f: it is black", mean)
				}
			}
		})
	}
}

// peak is the highest volume in a file, in dB; -Inf is -91 for ffmpeg.
func peak(t *testing.T, path string) float64 {
	t.Helper()
	_, stderr := run(t, filepath.Dir(path), "ffmpeg", "-hide_banner", "-nostdin", "-nostats", "-i", path, "-map", "0:a:0", "-af", "volumedetect", "-f", "null", "-")
	found := regexp.MustCompile(`max_volume: (\S+) dB`).FindStringSubmatch(stderr)
	if found == nil {
		t.Fatalf("no volume in %s", stderr)
	}
	db, err := strconv.ParseFloat(found[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	return max(-91, db)
}

func posterOf(p product) string {
	for _, img := range p.res.Poster {
		if strings.HasSuffix(img.Name, ".jpg") {
			return img.Name
		}
	}
	return ""
}

// brightness is the mean of a JPEG's pixels, 0 to 255.
func brightness(t *testing.T, path string) float64 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	img, err := jpeg.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	ycc, ok := img.(*image.YCbCr)
	if !ok {
		t.Fatalf("%s is no colour picture", path)
	}
	sum := 0.0
	for _, y := range ycc.Y {
		sum += float64(y)
	}
	return math.Round(sum/float64(len(ycc.Y))*10) / 10
}
