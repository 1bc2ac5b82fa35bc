package transcode_test

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"proceedings/internal/proc/proctest"
)

// grown is a picture whose size changes on the way, and what has to come of it.
type grown struct {
	name   string
	film   func(t *testing.T) string
	rungs  []string
	before view // a second into it
	after  view // a second before its end
}

// view is what is seen at a moment: a square that is square, and where bars are.
type view struct {
	pillars bool // on the left and the right
	letters bool // above and below
}

// Pictures that change their size or shape come out in the size that they have
// for most of the time, and are never squeezed.
func TestPictureSizeChanges(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	// two are transport streams of two seconds and of six, whose times go on.
	two := func(t *testing.T, first, second []string, encode ...string) string {
		t.Helper()
		return joined(t, film(t, "x.ts", first, x264("-g", "25"), encode), film(t, "x.ts", second, x264("-g", "25", "-output_ts_offset", "2"), encode))
	}
	zoom := func(t *testing.T) string {
		t.Helper()
		return two(t, square("160x90", 2, ""), square("320x180", 6, ""))
	}
	portrait := func(t *testing.T) string {
		t.Helper()
		return two(t, square("180x320", 2, ""), square("320x180", 6, ""))
	}
	as := func(film func(t *testing.T) string, name string, options ...string) func(t *testing.T) string {
		return func(t *testing.T) string {
			t.Helper()
			return refilm(t, film(t), name, nil, append([]string{"-c", "copy"}, options...))
		}
	}
	vpx := func(codec string) func(t *testing.T) string {
		return func(t *testing.T) string {
			t.Helper()
			options := []string{"-c:v", codec, "-deadline", "realtime", "-cpu-used", "8", "-g", "25", "-b:v", "300k"}
			return refilm(t, frames(t, film(t, "x.ivf", square("240x180", 2, ""), options), film(t, "x.ivf", square("320x180", 6, ""), options), 50),
				"x.webm", nil, []string{"-c", "copy"})
		}
	}
	wide, narrow := ",setdar=16/9", ",setdar=4/3"
	mpeg2 := []string{"-c:v", "mpeg2video", "-q:v", "3", "-bf", "0"}
	hdr := []string{
		"-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-color_primaries", "bt2020", "-colorspace", "bt2020nc",
		"-color_trc", "arib-std-b67", "-x265-params", "log-level=error:keyint=25:colorprim=bt2020:colormatrix=bt2020nc:transfer=arib-std-b67",
	}
	fields := []string{"-flags", "+ilme+ildct", "-vf", "setfield=tff", "-x264-params", "tff=1"}
	landscape := []string{"320x180", "256x144"}
	pillars, none := view{pillars: true}, view{}
	tests := []grown{
		{"a meeting that starts small, in a transport stream", zoom, landscape, none, none},
		{"a window that is turned on its side, in a transport stream", portrait, landscape, pillars, none},
		{"a meeting that starts upright, in an MP4 with two sample entries", func(t *testing.T) string {
			t.Helper()
			options := x264("-g", "25", "-bf", "0")
			return entries(t, film(t, "x.mp4", square("180x320", 2, ""), options), film(t, "x.mp4", square("320x180", 6, ""), options))
		}, landscape, pillars, none},
		{"a browser's recording in VP8", vpx("libvpx"), landscape, pillars, none},
		{"a browser's recording in VP9", vpx("libvpx-vp9"), landscape, pillars, none},
		{"an MP4 whose frames have the parameters", as(portrait, "x.mp4"), landscape, pillars, none},
		{"a Matroska file", as(portrait, "x.mkv"), landscape, pillars, none},
		{"a live stream", as(portrait, "x.flv"), landscape, pillars, none},
		{"a file that was turned by its header before it changed", func(t *testing.T) string {
			t.Helper()
			return turned(t, as(portrait, "x.mp4")(t), 0, 1, -1, 0)
		}, []string{"180x320", "144x256"}, view{letters: true}, none},
		{"times that begin anew where the size changes", func(t *testing.T) string {
			t.Helper()
			return joined(t, film(t, "x.ts", square("180x320", 2, ""), beep(2), x264("-g", "25")), film(t, "x.ts", square("320x180", 6, ""), beep(6), x264("-g", "25")))
		}, landscape, pillars, none},
		{"a broadcast whose pixels grow wide", func(t *testing.T) string {
			t.Helper()
			return joined(t, film(t, "x.ts", square("176x144", 2, narrow), mpeg2), film(t, "x.ts", square("176x144", 6, wide), mpeg2, []string{"-output_ts_offset", "2"}))
		}, []string{"256x144"}, pillars, none},
		{"a broadcast whose pixels grow narrow", func(t *testing.T) string {
			t.Helper()
			return joined(t, film(t, "x.ts", square("176x144", 2, wide), mpeg2), film(t, "x.ts", square("176x144", 6, narrow), mpeg2, []string{"-output_ts_offset", "2"}))
		}, []string{"192x144"}, view{letters: true}, none},
		{"half pictures", func(t *testing.T) string {
			t.Helper()
			return two(t, square("240x180", 2, ""), square("320x180", 6, ""), fields...)
		}, landscape, pillars, none},
		{"a high dynamic range", func(t *testing.T) string {
			t.Helper()
			return joined(t, film(t, "x.ts", square("240x180", 2, ""), hdr), film(t, "x.ts", square("320x180", 6, ""), hdr, []string{"-output_ts_offset", "2"}))
		}, landscape, pillars, none},
		{"odd sizes in all colours", func(t *testing.T) string {
			t.Helper()
			return two(t, square("179x321", 2, ""), square("321x181", 6, ""), "-pix_fmt", "yuv444p")
		}, []string{"320x180", "256x144"}, pillars, none},
		{"a picture that outgrows the highest rung for a moment", func(t *testing.T) string {
			t.Helper()
			return joined(t, film(t, "x.ts", square("320x180", 6, ""), x264("-g", "25")),
				film(t, "x.ts", square("1080x2400", 2, ""), x264("-g", "25", "-output_ts_offset", "6")))
		}, landscape, none, pillars},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if i > 2 {
				proctest.Heavy(t)
			}
			p := produce(t, tt.film(t))
			if got := sizes(p.res); !slices.Equal(got, tt.rungs) {
				t.Fatalf("rungs = %q, want %q", got, tt.rungs)
			}
			if !p.found.Video.Varies || p.encoded == "" {
				t.Errorf("varies: %v, encoded since it %q", p.found.Video.Varies, p.encoded)
			}
			if math.Abs(p.plan.Duration-8) > 0.1 || p.res.Renditions[0].Frames < 199 {
				t.Errorf("%d frames in %.3f s, want 200 in 8", p.res.Renditions[0].Frames, p.plan.Duration)
			}
			var looks []look
			for _, r := range p.res.Renditions[:len(tt.rungs)] {
				path := filepath.Join(p.where(r.Playlist), r.Playlist)
				looks = append(looks, look{path, 1, "null", tt.before}, look{path, 7, "null", tt.after})
			}
			sheet := p.path(p.res.Storyboard.Sheets[0]) // two tiles, of which the second is of the last seconds
			seen(t, append(looks, look{sheet, 0, "crop=iw/2:ih:iw/2:0", tt.after})...)
		})
	}
}

// look is a frame of a file to look at, at a time in seconds and through a
// filter, and what should be seen in it.
type look struct {
	path   string
	at     int
	filter string
	want   view
}

// seen takes all looks in one run of ffmpeg.
func seen(t *testing.T, looks ...look) {
	t.Helper()
	to := t.TempDir()
	file := func(i int) string { return filepath.Join(to, strconv.Itoa(i)+".pgm") }
	var inputs, outputs []string
	for i, l := range looks {
		inputs = append(inputs, "-i", l.path)
		outputs = append(outputs, "-map", strconv.Itoa(i)+":v", "-vf", "trim=start="+strconv.Itoa(l.at)+","+l.filter+",format=gray",
			"-frames:v", "1", "-f", "image2pipe", "-c:v", "pgm", file(i))
	}
	run(t, to, "ffmpeg", slices.Concat([]string{"-v", "error", "-nostdin"}, inputs, outputs)...)
	for i, l := range looks {
		l.check(t, parsePGM(t, contentOf(t, file(i))))
	}
}

// check wants a square that is square, and bars where they should be.
func (l look) check(t *testing.T, img grey) {
	t.Helper()
	name := filepath.Base(l.path)
	width, height := img.span(img.width, func(i int) byte { return img.luma(i, img.height/2) }), img.span(img.height, func(i int) byte { return img.luma(img.width/2, i) })
	if width < 8 || math.Abs(float64(width-height)) > 2+0.05*float64(height) {
		t.Errorf("%s at %d s: the square is %d×%d pixels", name, l.at, width, height)
	}
	got := view{pillars: img.black(0, img.height/2) && img.black(img.width-1, img.height/2), letters: img.black(img.width/2, 0) && img.black(img.width/2, img.height-1)}
	if got != l.want {
		t.Errorf("%s at %d s: bars are %+v, want %+v", name, l.at, got, l.want)
	}
}

// grey is a picture of luma alone.
type grey struct {
	width, height int
	pixels        []byte
}

func parsePGM(t *testing.T, b []byte) grey {
	t.Helper()
	var g grey
	var most int
	if _, err := fmt.Sscanf(string(b[:min(len(b), 32)]), "P5\n%d %d\n%d\n", &g.width, &g.height, &most); err != nil {
		t.Fatalf("no picture: %v", err)
	}
	if n := g.width * g.height; n > 0 && n <= len(b) {
		g.pixels = b[len(b)-n:]
	}
	return g
}

func (g grey) luma(x, y int) byte { return g.pixels[y*g.width+x] }

func (g grey) black(x, y int) bool { return g.luma(x, y) < 40 }

// span is how many of n pixels are white.
func (g grey) span(n int, at func(i int) byte) (white int) {
	for i := range n {
		if at(i) > 190 {
			white++
		}
	}
	return white
}
