package transcode_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/transcode"
)

// counter is a runner that notes what it starts ffmpeg for.
type counter struct {
	*proc.Runner
	mu    sync.Mutex
	calls map[string]int
}

func (c *counter) Run(ctx context.Context, cmd proc.Command) (string, error) {
	c.mu.Lock()
	if cmd.Path == "ffmpeg" {
		c.calls[purpose(cmd.Args)]++
	}
	c.mu.Unlock()
	return c.Runner.Run(ctx, cmd)
}

// purpose is what a command line of ffmpeg does.
func purpose(args []string) string {
	text := strings.Join(args, " ")
	switch {
	case slices.Contains(args, "lavfi"):
		return "black"
	case slices.Contains(args, "matroska"):
		return "steady"
	case slices.Contains(args, "ffmetadata"):
		return "remux"
	case slices.Contains(args, "pipe:1") && args[len(args)-1] == "pipe:1":
		return "copy"
	case strings.Contains(text, "concat=n="):
		return "sample"
	case strings.Contains(text, "ebur128@a0"):
		return "meter"
	case strings.Contains(text, "ametadata"):
		return "blocks"
	case slices.Contains(args, "-vn"), !strings.Contains(text, "[tiles]") && strings.Contains(text, "[a0]"):
		return "sound"
	default:
		return "decode"
	}
}

// where is the folder that has a playlist or a plain file.
func (p product) where(name string) string {
	if strings.HasSuffix(name, ".m3u8") {
		return p.place(p.list)
	}
	return p.place(p.files)
}

func TestMake(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	tests := []struct {
		name     string
		film     func(t *testing.T) string
		duration float64
		rungs    []string // "320x240", …
		tracks   []string // languages
		white    float64  // when the picture has its signal, seconds; 0 for never
		loud     float64  // and the sound
		warnings int
		fields   bool // is it interlaced
	}{
		{
			name: "a plain recording",
			film: func(t *testing.T) string {
				return film(t, "x.mp4", flash("320x240", 25, 6), beep(6), x264())
			},
			duration: 6, rungs: []string{"320x240", "192x144"}, tracks: []string{""}, white: 2, loud: 2,
		},
		{
			name: "a portrait goes by its short side",
			film: func(t *testing.T) string {
				return film(t, "x.mp4", scene("240x320", 25, 3), x264())
			},
			duration: 3, rungs: []string{"240x320", "144x192"},
		},
		{
			name: "an odd size loses a line and no more",
			film: func(t *testing.T) string {
				return film(t, "x.mkv", scene("321x241", 25, 3), x264("-pix_fmt", "yuv444p"))
			},
			duration: 3, rungs: []string{"320x240", "192x144"},
		},
		{
			name: "wide pixels make a wide picture",
			film: func(t *testing.T) string {
				return film(t, "x.mp4", scene("320x240", 25, 3), x264("-vf", "setsar=4/3"))
			},
			duration: 3, rungs: []string{"426x240", "256x144"},
		},
		{
			name: "a phone that was held upright",
			film: func(t *testing.T) string {
				return upright(t, film(t, "x.mp4", scene("320x240", 25, 3), x264()))
			},
			duration: 3, rungs: []string{"240x320", "144x192"},
		},
		{
			name: "an interlaced broadcast",
			film: func(t *testing.T) string {
				return film(t, "x.ts", flash("320x240", 50, 6), beep(6), x264("-vf", "tinterlace=interleave_top,setfield=tff", "-flags", "+ilme+ildct", "-x264opts", "tff=1", "-c:a", "ac3"))
			},
			duration: 6, rungs: []string{"320x240", "192x144"}, tracks: []string{""}, white: 2, loud: 2, fields: true,
		},
		{
			name: "a screen recorder that writes a frame when something changes",
			film: func(t *testing.T) string {
				return film(t, "x.mp4", flash("320x240", 25, 12), beep(12),
					x264("-vf", `select='eq(mod(n,25),0)+gt(n,150)*eq(mod(n,7),0)'`, "-fps_mode", "vfr"))
			},
			duration: 12, rungs: []string{"320x240", "192x144"}, tracks: []string{""}, white: 2, loud: 2,
		},
		{
			name: "ten bits a sample",
			film: func(t *testing.T) string {
				return film(t, "x.mkv", scene("320x240", 25, 3), x264("-pix_fmt", "yuv420p10le"))
			},
			duration: 3, rungs: []string{"320x240", "192x144"},
		},

		{
			name: "a voice that goes on after the picture",
			film: func(t *testing.T) string {
				return film(t, "x.mp4", flash("320x240", 25, 4), beep(7), x264())
			},
			duration: 7, rungs: []string{"320x240", "192x144"}, tracks: []string{""}, white: 2, loud: 2,
		},
		{
			name: "a picture that goes on after the voice",
			film: func(t *testing.T) string {
				return film(t, "x.mp4", flash("320x240", 25, 7), beep(4), x264())
			},
			duration: 7, rungs: []string{"320x240", "192x144"}, tracks: []string{""}, white: 2, loud: 2,
		},
		{
			name: "a camera that was switched on two seconds late",
			film: func(t *testing.T) string {
				return film(t, "x.mkv", []string{"-itsoffset", "2"}, flash("320x240", 25, 4), []string{"-itsoffset", "2"}, beep(4),
					[]string{"-f", "lavfi", "-i", "sine=r=48000:d=6,volume=0"},
					x264("-map", "0", "-map", "1", "-map", "2", "-c:a", "flac"))
			},
			duration: 6, rungs: []string{"320x240", "192x144"}, tracks: []string{"", ""}, white: 4, loud: 4, warnings: 1, // of the silent track
		},
		{
			name: "a microphone that was switched on a second late",
			film: func(t *testing.T) string {
				return film(t, "x.mkv", flash("320x240", 25, 6), []string{"-itsoffset", "1.5"}, beep(6), x264("-c:a", "flac"))
			},
			duration: 7.5, rungs: []string{"320x240", "192x144"}, tracks: []string{""}, white: 2, loud: 3.5,
		},
		{
			name: "sound that starts a moment before the picture",
			film: func(t *testing.T) string {
				return film(t, "x.mkv", []string{"-itsoffset", "0.4"}, flash("320x240", 25, 6), beep(6), x264("-c:a", "flac"))
			},
			duration: 6.4, rungs: []string{"320x240", "192x144"}, tracks: []string{""}, white: 2.4, loud: 2,
		},
		{
			name: "a last frame that stands for longer than a segment",
			film: func(t *testing.T) string {
				return film(t, "x.mp4", scene("320x240", 25, 20), beep(20),
					x264("-vf", `select='lt(n,100)'`, "-fps_mode", "vfr", "-bf", "0", "-bsf:v", "setts=duration='if(gt(NEXT_PTS,PTS),DURATION,12800*16)'"))
			},
			duration: 20, rungs: []string{"320x240", "192x144"}, tracks: []string{""}, loud: 2,
		},
		{
			name: "a broadcast that was caught in the middle",
			film: func(t *testing.T) string {
				// The first picture that can be decoded comes half a second in.
				return cut(t, film(t, "x.ts", flash("320x240", 25, 9), beep(9), x264("-g", "38", "-c:a", "ac3", "-muxrate", "2M")), 1./9, 1, 188)
			},
			duration: 8.1, rungs: []string{"320x240", "192x144"}, tracks: []string{""}, white: 1.115, loud: 1.115,
		},
		{
			name: "a track that falls silent by sending nothing",
			film: func(t *testing.T) string {
				return film(t, "x.mkv", scene("320x240", 25, 8), beep(8), x264("-c:a", "pcm_s16le", "-af", "aselect='lt(t,1)+gt(t,4)'"))
			},
			duration: 8, rungs: []string{"320x240", "192x144"}, tracks: []string{""}, loud: 4,
		},
		{
			name: "bytes that a disk lost in the middle",
			film: func(t *testing.T) string {
				return scratch(t, film(t, "x.mkv", scene("320x240", 25, 8), beep(8), x264()))
			},
			duration: 8, rungs: []string{"320x240", "192x144"}, tracks: []string{""},
		},
		{
			name: "a single frame",
			film: func(t *testing.T) string {
				return film(t, "x.mp4", scene("320x240", 25, 1), x264("-frames:v", "1"))
			},
			duration: 0.04, rungs: []string{"320x240", "192x144"},
		},
		{
			name: "sound alone",
			film: func(t *testing.T) string {
				return film(t, "x.wav", beep(7))
			},
			duration: 7, tracks: []string{""},
		},
		{
			name: "a floor and its interpretation",
			film: func(t *testing.T) string {
				return film(t, "x.mkv", flash("320x240", 25, 4), beep(4), beep(4),
					x264("-map", "0", "-map", "1", "-map", "2", "-metadata:s:a:0", "language=eng", "-c:a", "flac", "-metadata:s:a:1", "language=fra"))
			},
			duration: 4, rungs: []string{"320x240", "192x144"}, tracks: []string{"en", "fr"}, white: 2, loud: 2,
		},
		{
			name: "a transport stream that begins at an odd time",
			film: func(t *testing.T) string {
				return film(t, "x.ts", flash("320x240", 25, 6), beep(6), x264("-output_ts_offset", "1000", "-c:a", "ac3"))
			},
			duration: 6, rungs: []string{"320x240", "192x144"}, tracks: []string{""}, white: 2, loud: 2,
		},
		{
			name: "a cut that keeps what it hides",
			film: func(t *testing.T) string {
				whole := film(t, "x.mov", flash("320x240", 25, 6), beep(6), x264("-c:a", "pcm_s16le"))
				return refilm(t, whole, "x.mov", []string{"-ss", "1"}, []string{"-c", "copy"})
			},
			// The packet that the cut falls into begins 19 ms before it.
			duration: 5, rungs: []string{"320x240", "192x144"}, tracks: []string{""}, white: 1.019, loud: 1.019,
		},
		{
			name: "a browser's recording, which has no duration",
			film: func(t *testing.T) string {
				return film(t, "x.webm", flash("320x240", 25, 4), beep(4),
					[]string{"-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus", "-live", "1"})
			},
			duration: 4, rungs: []string{"320x240", "192x144"}, tracks: []string{""}, white: 2, loud: 2,
		},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if i > 2 { // the rest are the awkward ones
				proctest.Heavy(t)
			}
			tools := proctest.Plain()
			if i <= 2 {
				tools = proctest.Runner(t)
			}
			p := produceBy(t, tools, short(), tt.film(t))
			verify(t, p)
			// A broken file ends where it ends.
			if tolerance := 0.1 + 2*float64(tt.warnings); math.Abs(p.plan.Duration-tt.duration) > tolerance {
				t.Errorf("planned are %.3f s, want %.3f", p.plan.Duration, tt.duration)
			}
			if len(p.warnings) != tt.warnings {
				t.Errorf("warnings = %q, want %d", p.warnings, tt.warnings)
			}
			if got := sizes(p.res); !slices.Equal(got, tt.rungs) {
				t.Errorf("rungs = %q, want %q", got, tt.rungs)
			}
			if got := languages(p.res); !slices.Equal(got, tt.tracks) {
				t.Errorf("languages = %q, want %q", got, tt.tracks)
			}
			if v := p.plan.Picture; v != nil && v.FrameRate == 0 {
				// A few cannot be decoded where a recording was cut, and none is made up.
				if made, found := p.res.Renditions[0].Frames, p.found.Video.Frames; made > found || made < found*9/10 {
					t.Errorf("%d frames are made of %d", made, found)
				}
			}
			if v := p.plan.Picture; v != nil && v.Deinterlace != tt.fields {
				t.Errorf("deinterlaced is %v, want %v", v.Deinterlace, tt.fields)
			}
			var pictures, sounds []string
			if tt.white > 0 {
				pictures = []string{p.res.Renditions[0].Playlist, p.plain.MP4}
			}
			if tt.loud > 0 {
				sounds = slices.DeleteFunc([]string{"audio.m3u8", p.plain.MP4, p.plain.M4A}, func(name string) bool { return name == "" })
			}
			if len(pictures)+len(sounds) == 0 {
				return
			}
			white, loud := p.signals(t, pictures, sounds)
			for _, name := range pictures {
				if at := white[name]; math.Abs(at-tt.white) > 0.041 {
					t.Errorf("%s turns white at %.3f s, want %.3f", name, at, tt.white)
				}
			}
			for _, name := range sounds { // an encoder's first 1,024 samples would be 0.021 s
				if at := loud[name]; math.Abs(at-tt.loud) > 0.015 {
					t.Errorf("%s beeps at %.3f s, want %.3f", name, at, tt.loud)
				}
			}
		})
	}
}

func sizes(res transcode.Packaged) (list []string) {
	for _, r := range res.Renditions {
		if r.Width > 0 {
			list = append(list, size(r.Width, r.Height))
		}
	}
	return list
}

func languages(res transcode.Packaged) (list []string) {
	for _, r := range res.Renditions {
		if r.Width == 0 {
			list = append(list, r.Language)
		}
	}
	return list
}

func size(width, height int) string { return fmt.Sprintf("%dx%d", width, height) }
