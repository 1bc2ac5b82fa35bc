package transcode_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/proc/proctest"
)

// lumas is the mean luma of each of n columns of a picture's first frame.
func lumas(t *testing.T, dir, name string, n int) []int {
	t.Helper()
	out, _ := run(t, dir, "ffmpeg", "-v", "error", "-i", filepath.Join(dir, name), "-map", "0:v", "-frames:v", "1",
		"-vf", fmt.Sprintf("scale=%d:1:flags=area,format=yuv444p", n), "-f", "rawvideo", "-")
	list := make([]int, n)
	for i, luma := range out[:n] { // the plane of luma comes first
		list[i] = int(luma)
	}
	return list
}

// A high dynamic range is brought into a low one so that what was light stays
// light, and what was lighter than paper stays apart from it.
func TestHighDynamicRange(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	tests := []struct {
		name, transfer string
		codes          [3]int // of 10 bits, narrow range: a grey, the white of paper, a lamp
		change         string
	}{
		// ITU-R BT.2408, table 1: 18 % grey, reference white; SMPTE ST 2084: 1,000 cd/m².
		{"PQ", "smpte2084", [3]int{64 + 876*38/100, 64 + 876*58/100, 64 + 876*75/100}, "tone-mapped from HDR (PQ)"},
		{"HLG", "arib-std-b67", [3]int{64 + 876*38/100, 64 + 876*75/100, 940}, "tone-mapped from HDR (HLG)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bars := fmt.Sprintf("color=black:s=6x4:r=25:d=2,format=yuv420p10le,geq=lum='if(lt(X,2),%d,if(lt(X,4),%d,%d))':cb=512:cr=512,scale=192:160:flags=neighbor,setsar=1",
				tt.codes[0], tt.codes[1], tt.codes[2])
			src := film(t, "x.mp4", []string{
				"-f", "lavfi", "-i", bars, "-c:v", "libx265", "-preset", "ultrafast",
				"-x265-params", "log-level=error:colorprim=bt2020:colormatrix=bt2020nc:transfer=" + tt.transfer,
				"-color_primaries", "bt2020", "-colorspace", "bt2020nc", "-color_trc", tt.transfer,
			})
			p := produce(t, src)
			if !slices.Contains(p.plan.Changes, tt.change) {
				t.Errorf("changes = %q, want %q", p.plan.Changes, tt.change)
			}
			if got := sizes(p.res); !slices.Equal(got, []string{"192x160"}) {
				t.Errorf("rungs = %q", got)
			}
			top := p.res.Renditions[0]
			got := lumas(t, p.where(top.Playlist), top.Playlist, 3)
			// Grey is 18 % of the light of white, 41 % of the signal of BT.709: 105.
			if got[0] < 80 || got[0] > 135 {
				t.Errorf("grey comes out at %d, want 80 to 135", got[0])
			}
			if got[1] < 180 || got[1] > 220 {
				t.Errorf("white comes out at %d, want 180 to 220", got[1])
			}
			if got[2] < got[1]+12 || got[2] > 236 {
				t.Errorf("a lamp comes out at %d, want it above the white of %d and no more than 236", got[2], got[1])
			}
			out, _ := run(t, p.root, "ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries",
				"stream=color_space,color_transfer,color_primaries", "-of", "default=nw=1:nk=1", p.path(top.Files[0]))
			for tag := range strings.FieldsSeq(string(out)) {
				if tag != "bt709" && tag != "unknown" {
					t.Errorf("tagged %q, want bt709", strings.Fields(string(out)))
				}
			}
		})
	}
}

// A picture that lies on its head or before a mirror is shown as it was meant.
func TestTurnedPictures(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	tests := []struct {
		name       string
		a, b, c, d int32 // of the matrix
		rung       string
		light      string // which quarter is white: of the source the left upper one
	}{
		{"upright", 1, 0, 0, 1, "160x120", "left upper"},
		{"a quarter to the right", 0, 1, -1, 0, "120x160", "right upper"},
		{"a quarter to the left", 0, -1, 1, 0, "120x160", "left lower"},
		{"on its head", -1, 0, 0, -1, "160x120", "right lower"},
		{"mirrored", -1, 0, 0, 1, "160x120", "right upper"},
		{"mirrored upside down", 1, 0, 0, -1, "160x120", "left lower"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			src := film(t, "x.mp4", []string{"-f", "lavfi", "-i", "color=black:s=160x120:r=25:d=1,drawbox=c=white:t=fill:w=80:h=60"}, x264())
			p := produce(t, turned(t, src, tt.a, tt.b, tt.c, tt.d))
			if got := sizes(p.res); !slices.Equal(got, []string{tt.rung}) {
				t.Errorf("rungs = %q, want %q", got, tt.rung)
			}
			dir, name := p.where(p.plain.MP4), p.plain.MP4
			out, _ := run(t, dir, "ffmpeg", "-v", "error", "-i", filepath.Join(dir, name), "-map", "0:v", "-frames:v", "1",
				"-vf", "scale=2:2:flags=area,format=yuv444p", "-f", "rawvideo", "-")
			for i, quarter := range []string{"left upper", "right upper", "left lower", "right lower"} {
				if white := out[i] > 128; white != (quarter == tt.light) {
					t.Errorf("the %s quarter has a luma of %d; white should be the %s", quarter, out[i], tt.light)
				}
			}
		})
	}
}
