package transcode_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/plan"
	"proceedings/internal/probe"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/transcode"
)

// blink is a picture that is black, but for white from one second to another.
func blink(from, to, seconds int) []string {
	return []string{"-f", "lavfi", "-i", fmt.Sprintf(
		"color=black:s=160x120:r=25:d=%d,drawbox=c=white:t=fill:enable='gte(t,%d)*lt(t,%d)'", seconds, from, to)}
}

// prepare is a recording that has gone its way up to where its lists are made.
func prepare(t *testing.T, src string, profile plan.Profile) stepRunner {
	t.Helper()
	runner := proctest.Runner(t)
	found, err := (&probe.Prober{Runner: runner}).File(t.Context(), src, "")
	if err != nil {
		t.Fatal(err)
	}
	p := &product{root: t.TempDir(), found: *found.Media}
	p.plan = profile.Recording(strings.Repeat("0", 64), layout.Public, p.found)
	r := stepRunner{T: t, product: p, sources: map[string]string{p.plan.Chunks(plan.Decided{})[0].Input: src}, tc: &transcode.Transcoder{Runner: runner}}
	r.runAll()
	return r
}

// A poster that somebody chose by its time is the frame on screen then, of
// whatever rung and chunk it comes.
func TestPosterAt(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")
	const from, to, seconds = 13, 17, 20
	frames := []struct {
		at    float64
		white bool
	}{
		{0, false}, {12.99, false}, {13, true}, {16.99, true}, {17, false}, {1000, false},
	}
	tests := []struct {
		name    string
		options []string
		chunk   float64
		copied  bool
	}{
		{"encoded in one piece", []string{"-x264-params", "open-gop=1", "-bf", "2", "-pix_fmt", "yuv422p"}, 200, false},
		{"encoded in chunks", []string{"-x264-params", "open-gop=1", "-bf", "2", "-pix_fmt", "yuv422p"}, 8, false},
		{"copied", []string{"-bf", "3"}, 200, true},
		{"copied, with chunks below it", []string{"-bf", "3"}, 8, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.chunk > seconds { // in chunks more may go wrong
				proctest.Heavy(t)
			}
			profile := short()
			profile.Lower, profile.Chunk = []int{72}, tt.chunk
			r := prepare(t, film(t, "x.mp4", blink(from, to, seconds), x264(tt.options...)), profile)
			if (r.encoded == "") != tt.copied || (len(r.chunks) > 1) != (tt.chunk < seconds) {
				t.Fatalf("encoded since it %q, in %d chunks", r.encoded, len(r.chunks))
			}
			for _, frame := range frames {
				list := r.plan.Package(r.parts, true, &frame.at)
				res, err := r.tc.Package(t.Context(), r.dir(list), decode[plan.PackageParams](t, list), r.made, r.open)
				if err != nil {
					t.Fatal(err)
				}
				mean := brightness(t, filepath.Join(r.place(list), posterOf(product{res: res})))
				if frame.white && mean < 230 || !frame.white && mean > 25 {
					t.Errorf("the poster at %v s has a brightness of %v, white should be %v", frame.at, mean, frame.white)
				}
			}
		})
	}
}
