package transcode_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/proc/proctest"
)

// oddRecording is a recording that few programs expect, and its expected result.
type oddRecording struct {
	name     string
	film     func(t *testing.T) string
	duration float64
	frames   int      // of the picture; 0 for not asked
	rungs    []string // "160x120", …
	tracks   int
	loud     float64  // when the sound begins, seconds; 0 for not asked
	white    float64  // and when the picture turns white
	encoded  string   // why the picture is not copied; empty for not asked
	warnings []string // what each must contain
}

func (o oddRecording) run(t *testing.T) {
	t.Helper()
	p := produce(t, o.film(t))
	if math.Abs(p.plan.Duration-o.duration) > 0.1 {
		t.Errorf("planned are %.3f s, want %.3f", p.plan.Duration, o.duration)
	}
	if got := sizes(p.res); !slices.Equal(got, o.rungs) {
		t.Errorf("rungs = %q, want %q", got, o.rungs)
	}
	if got := len(languages(p.res)); got != o.tracks {
		t.Errorf("%d tracks, want %d", got, o.tracks)
	}
	if got := p.res.Renditions[0].Frames; o.frames > 0 && got != o.frames {
		t.Errorf("%d frames, want %d", got, o.frames)
	}
	if !strings.Contains(p.encoded, o.encoded) {
		t.Errorf("encoded since it %q, want %q", p.encoded, o.encoded)
	}
	var pictures, sounds []string
	if o.loud > 0 {
		sounds = []string{"audio.m3u8"}
	}
	if o.white > 0 {
		pictures = []string{p.res.Renditions[len(o.rungs)-1].Playlist}
	}
	if len(pictures)+len(sounds) > 0 {
		white, loud := p.signals(t, pictures, sounds)
		for _, got := range loud {
			if math.Abs(got-o.loud) > 0.06 {
				t.Errorf("the sound begins at %.3f s, want %.3f", got, o.loud)
			}
		}
		for _, got := range white {
			if math.Abs(got-o.white) > 0.041 {
				t.Errorf("the picture turns white at %.3f s, want %.3f", got, o.white)
			}
		}
	}
	if !slices.EqualFunc(p.warnings, o.warnings, strings.Contains) {
		t.Errorf("warnings = %q, want %q", p.warnings, o.warnings)
	}
}

// small is a picture with something to see, of a size that costs nothing.
func small(seconds float64) []string { return scene("160x120", 25, seconds) }

// Wrong headers, and tracks without packets.
func TestWrongHeaders(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	for _, tt := range []oddRecording{
		{
			name: "a thousand times as long as it is",
			film: func(t *testing.T) string {
				t.Helper()
				return lasting(t, film(t, "x.mp4", small(4), beep(4), x264()), 1000)
			},
			duration: 4, frames: 100, rungs: []string{"160x120"}, tracks: 1, loud: 2,
		},
		{
			name: "no length at all",
			film: func(t *testing.T) string {
				t.Helper()
				return lasting(t, film(t, "x.mp4", small(4), beep(4), x264()), 0)
			},
			duration: 4, frames: 100, rungs: []string{"160x120"}, tracks: 1, loud: 2,
		},
		{
			name: "a picture that never comes beside a sound",
			film: func(t *testing.T) string {
				t.Helper()
				return film(t, "x.mkv", small(4), beep(4), x264("-vf", "trim=end=0"))
			},
			duration: 4, tracks: 1, loud: 2,
		},
		{
			name: "a sound that never comes beside a picture",
			film: func(t *testing.T) string {
				t.Helper()
				return film(t, "x.mp4", small(4), beep(4), x264("-af", "atrim=end=0", "-c:a", "ac3"))
			},
			duration: 4, frames: 100, rungs: []string{"160x120"},
		},
		{
			name: "65535×65535 pixels, and parameter sets that know better",
			film: func(t *testing.T) string {
				t.Helper()
				return edited(t, film(t, "x.mp4", small(4), x264()), func(b []byte) {
					copy(behind(t, b, "avc1")[1][24:], "\xff\xff\xff\xff") // the first is a brand
					copy(behind(t, b, "tkhd")[0][76:], "\xff\xff\x00\x00\xff\xff\x00\x00")
				})
			},
			duration: 4, frames: 100, rungs: []string{"160x120"},
		},
		{
			name: "120 frames a second, of which 29 come",
			film: func(t *testing.T) string {
				t.Helper()
				return film(t, "x.mkv", small(4), x264("-vf", "settb=1/120,fps=120,select='not(mod(n,5))'", "-fps_mode", "passthrough", "-frames:v", "29"))
			},
			duration: 29. / 24, frames: 29, rungs: []string{"160x120"},
		},
		{
			name: "a frame a minute beside a sound",
			film: func(t *testing.T) string {
				t.Helper()
				return film(t, "x.mkv", scene("160x120", 1./60, 180), beep(180), x264("-g", "1", "-c:a", "flac"))
			},
			duration: 180, frames: 1800, rungs: []string{"160x120"}, tracks: 1, loud: 2,
		},
		{
			name: "frames that do not say when they are shown",
			film: func(t *testing.T) string {
				t.Helper()
				return film(t, "x.avi", flash("160x120", 25, 4), beep(4), []string{"-c:v", "mpeg4", "-bf", "2", "-g", "50", "-c:a", "mp3"})
			},
			duration: 4, frames: 100, rungs: []string{"160x120"}, tracks: 1, loud: 2, white: 2, encoded: "has mpeg4 video",
		},
		{
			name: "a thousand frames a second",
			film: func(t *testing.T) string {
				t.Helper()
				return film(t, "x.mkv", scene("160x120", 1000, 2), x264("-g", "1000"))
			},
			duration: 2, frames: 120, rungs: []string{"160x120"}, encoded: "has 1000 frames a second",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(t)
		})
	}
}

// A source whose format changes on the way comes out complete, in one format.
func TestFormatsThatChange(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	black := []string{"-f", "lavfi", "-i", "color=black:s=160x120:r=25:d=4"}
	// two are transport streams of four seconds each whose times go on: black and
	// silence to begin with, and the signal two seconds into the second.
	two := func(t *testing.T, first, second []string) string {
		t.Helper()
		return joined(t,
			film(t, "x.ts", black, []string{"-f", "lavfi", "-i", "anullsrc=r=48000:d=4"}, x264("-c:a", "ac3"), first),
			film(t, "x.ts", flash("160x120", 25, 4), beep(4), x264("-c:a", "ac3", "-output_ts_offset", "4"), second))
	}
	for _, tt := range []oddRecording{
		{
			name: "a broadcast whose picture grows",
			film: func(t *testing.T) string {
				t.Helper()
				return two(t, nil, []string{"-s", "320x240"})
			},
			rungs: []string{"160x120"}, tracks: 1, loud: 6, encoded: "changes",
		},
		{
			name: "a broadcast whose picture shrinks",
			film: func(t *testing.T) string {
				t.Helper()
				return two(t, []string{"-s", "320x240"}, nil)
			},
			rungs: []string{"320x240", "192x144"}, tracks: 1, loud: 6, encoded: "changes",
		},
		{
			name: "a broadcast of half pictures that grow",
			film: func(t *testing.T) string {
				t.Helper()
				fields := []string{"-flags", "+ilme+ildct", "-vf", "setfield=tff", "-x264-params", "tff=1"}
				return two(t, fields, append(fields, "-s", "320x240"))
			},
			rungs: []string{"160x120"}, tracks: 1, loud: 6, encoded: "is interlaced",
		},
		{
			name: "a Matroska file whose picture grows and gets more colour",
			film: func(t *testing.T) string {
				t.Helper()
				both := joined(t, film(t, "x.h264", black, x264()), film(t, "x.h264", flash("320x240", 25, 4), x264("-pix_fmt", "yuv444p")))
				return refilm(t, both, "x.mkv", []string{"-r", "25"}, []string{"-c", "copy"})
			},
			rungs: []string{"160x120"}, encoded: "changes",
		},
		{
			name: "a sound that loses channels and its rate",
			film: func(t *testing.T) string {
				t.Helper()
				return two(t, []string{"-ac", "6"}, []string{"-ac", "1", "-ar", "44100"})
			},
			rungs: []string{"160x120"}, tracks: 1, loud: 6,
		},
		{
			name: "a sound that gains channels",
			film: func(t *testing.T) string {
				t.Helper()
				return two(t, []string{"-ac", "1", "-ar", "32000"}, []string{"-ac", "2"})
			},
			rungs: []string{"160x120"}, tracks: 1, loud: 6,
		},
	} {
		tt.duration, tt.frames, tt.white = 8, 200, 6
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(t)
		})
	}
}

// Pictures of every format and size become what every player takes.
func TestRarePictureFormats(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	// of is a source of that size: there are none with something to see in it of a
	// pixel.
	of := func(name, width, height string, options ...string) func(t *testing.T) string {
		return func(t *testing.T) string {
			t.Helper()
			return film(t, name, scene("160x120", 25, 2), []string{"-vf", "scale=" + width + ":" + height + ",setsar=1"}, options)
		}
	}
	ffv1 := func(format string) []string { return []string{"-c:v", "ffv1", "-pix_fmt", format} }
	for _, tt := range []oddRecording{
		{name: "ten bits in 4:2:2", film: of("x.mov", "160", "120", "-c:v", "prores_ks", "-pix_fmt", "yuv422p10le"), rungs: []string{"160x120"}, encoded: "has prores video"},
		{name: "ten bits of H.264", film: of("x.mp4", "160", "120", x264("-pix_fmt", "yuv422p10le")...), rungs: []string{"160x120"}, encoded: "has H.264 video of profile High 4:2:2"},
		{name: "4:4:4", film: of("x.mp4", "160", "120", x264("-pix_fmt", "yuv444p")...), rungs: []string{"160x120"}, encoded: "has H.264 video of profile High 4:4:4"},
		{name: "sixteen bits of red, green and blue", film: of("x.mkv", "160", "120", ffv1("gbrp16le")...), rungs: []string{"160x120"}, encoded: "has ffv1 video"},
		{name: "grey alone", film: of("x.mkv", "160", "120", ffv1("gray")...), rungs: []string{"160x120"}},
		{name: "a picture that is clear in places", film: of("x.mov", "160", "120", "-c:v", "qtrle", "-pix_fmt", "argb"), rungs: []string{"160x120"}},
		{name: "one pixel", film: of("x.mkv", "1", "1", ffv1("yuv444p")...), rungs: []string{"2x2"}},
		{name: "two by two", film: of("x.mp4", "2", "2", x264()...), rungs: []string{"2x2"}},
		{name: "three by five", film: of("x.mkv", "3", "5", ffv1("yuv444p")...), rungs: []string{"2x4"}},
		{name: "a ribbon upright", film: of("x.mp4", "16", "4000", x264()...), rungs: []string{"16x4000"}},
		{name: "a ribbon lying", film: of("x.mp4", "4000", "16", x264()...), rungs: []string{"4000x16"}},
		{name: "a hair", film: of("x.mkv", "3001", "1", ffv1("yuv444p")...), rungs: []string{"3000x2"}},
	} {
		tt.duration, tt.frames = 2, 50
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(t)
		})
	}
}

// Sounds of every rate and number of channels become 48 kHz and at most two.
func TestRareSoundFormats(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	for _, tt := range []struct {
		name     string
		file     string
		options  []string
		channels int
	}{
		{"a telephone", "x.wav", []string{"-ar", "8000", "-c:a", "pcm_mulaw"}, 1},
		{"half a compact disc", "x.mp3", []string{"-ar", "22050"}, 1},
		{"a studio", "x.flac", []string{"-ar", "96000", "-ac", "2", "-sample_fmt", "s32"}, 2},
		{"floats beyond what most take", "x.wav", []string{"-ar", "192000", "-c:a", "pcm_f32le"}, 1},
		{"a cinema", "x.mkv", []string{"-ac", "6", "-c:a", "ac3"}, 2},
		{"a large cinema", "x.flac", []string{"-ac", "8"}, 2},
		{"sixteen microphones", "x.wav", []string{"-af", "pan=hexadecagonal|c5=c0|c6=c0", "-c:a", "pcm_s16le"}, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := produce(t, film(t, tt.file, beep(4), tt.options))
			if math.Abs(p.plan.Duration-4) > 0.1 {
				t.Errorf("planned are %.3f s, want 4", p.plan.Duration)
			}
			if got := p.sound.Tracks; len(got) != 1 || got[0].Channels != tt.channels {
				t.Errorf("tracks = %+v, want one of %d channels", got, tt.channels)
			}
			_, loud := p.signals(t, nil, []string{"audio.m3u8"})
			if at := loud["audio.m3u8"]; math.Abs(at-signal) > 0.06 {
				t.Errorf("it beeps at %.3f s, want %d", at, signal)
			}
			if len(p.warnings) > 0 {
				t.Errorf("warnings = %q", p.warnings)
			}
		})
	}
}
