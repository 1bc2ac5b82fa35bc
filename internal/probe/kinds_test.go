package probe_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
)

// edited is the file at path with its bytes changed.
func edited(t *testing.T, path string, change func(b []byte)) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	change(b)
	return written(t, filepath.Base(path), string(b))
}

// in is the place behind the name of the first box of that name.
func in(t *testing.T, b []byte, box string) []byte {
	t.Helper()
	i := bytes.Index(b, []byte(box))
	if i < 0 {
		t.Fatalf("no %s box", box)
	}
	return b[i+len(box):]
}

// turned writes a display matrix (a b; c d) into the first track of an MP4
// (ISO/IEC 14496-12, 8.3.2: version 0).
func turned(t *testing.T, path string, a, b, c, d int32) string {
	t.Helper()
	return edited(t, path, func(file []byte) {
		matrix := in(t, file, "tkhd")[40:]
		for i, value := range []int32{a, b, 0, c, d, 0} {
			binary.BigEndian.PutUint32(matrix[4*i:], uint32(value<<16)) //nolint:gosec // the bits are meant
		}
	})
}

// Pictures of many kinds are described as transcoding has to know them.
func TestPictureFormats(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	// film is two seconds, or what the options make of them.
	film := func(name string, options ...string) func(t *testing.T) string {
		return func(t *testing.T) string {
			t.Helper()
			return made(t, name, append([]string{"-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=2", "-c:v", "libx264", "-preset", "ultrafast"}, options...)...)
		}
	}
	matrix := func(a, b, c, d int32) func(t *testing.T) string {
		return func(t *testing.T) string {
			t.Helper()
			return turned(t, film("x.mp4")(t), a, b, c, d)
		}
	}
	cut := func(t *testing.T) string { // from the middle of a group: an edit list hides its beginning
		t.Helper()
		whole := film("whole.mp4", "-g", "25")(t)
		return madeFrom(t, "x.mp4", "-ss", "0.4", "-i", whole, "-c", "copy")
	}
	tests := []struct {
		name  string
		file  func(t *testing.T) string
		check func(v meeting.Video) bool
	}{
		{"plain", film("x.mp4", "-g", "25", "-preset", "veryfast"), func(v meeting.Video) bool {
			return v.Profile == "High" && v.Transfer == "" && v.Reshaped == "" && v.Hidden == 0 && !v.Untimed && !v.OpenGOP &&
				v.LongestGOP == 1 && len(v.Keys) == 2 && v.Keys[1].Time == 1 && v.Keys[1].Before == 25 && v.Keys[1].Pos > v.Keys[0].Pos && v.BitRate > 10_000
		}},
		{"in Matroska", film("x.mkv", "-g", "25", "-bf", "2"), func(v meeting.Video) bool {
			return len(v.Keys) == 2 && v.Keys[1].Before == 25 && v.Keys[1].Pos > 0 && !v.OpenGOP && !v.Untimed
		}},
		{"open groups", film("x.mp4", "-bf", "2", "-x264-params", "open-gop=1:keyint=30:min-keyint=30:scenecut=0:b-adapt=0"), func(v meeting.Video) bool {
			return v.OpenGOP && len(v.Keys) == 2 && v.Keys[1].Before == int(math.Round((v.Keys[1].Time-v.Start)*25))
		}},
		{"key frames only", film("x.mkv", "-g", "1"), func(v meeting.Video) bool { return len(v.Keys) == 5 && v.LongestGOP == 0.04 }},
		{"one key frame", film("x.ts", "-g", "500"), func(v meeting.Video) bool {
			return len(v.Keys) == 1 && math.Abs(v.LongestGOP-2) < 0.001
		}},
		{"an edit list", cut, func(v meeting.Video) bool {
			return v.Hidden == 10 && v.Frames == 40 && len(v.Keys) == 1 && v.Keys[0].Before == 15
		}},
		{"no times of showing", film("x.avi", "-c:v", "mpeg4", "-bf", "2", "-g", "25"), func(v meeting.Video) bool { return v.Untimed && v.Frames >= 50 }},
		{"ten bits in HLG", film("x.mkv", "-pix_fmt", "yuv420p10le", "-color_trc", "arib-std-b67"), func(v meeting.Video) bool {
			return v.Profile == "High 10" && v.PixFmt == "yuv420p10le" && v.Transfer == "arib-std-b67"
		}},
		{"eight bits said to be PQ", film("x.mp4", "-color_trc", "smpte2084", "-color_primaries", "bt2020", "-colorspace", "bt2020nc"), func(v meeting.Video) bool {
			return v.Transfer == "smpte2084" && v.PixFmt == "yuv420p"
		}},
		{"4:2:2", film("x.mp4", "-pix_fmt", "yuv422p"), func(v meeting.Video) bool { return v.Profile == "High 4:2:2" }},
		{"4:4:4", film("x.mp4", "-pix_fmt", "yuv444p"), func(v meeting.Video) bool { return v.Profile == "High 4:4:4 Predictive" }},
		{"interlaced", film("x.ts", "-flags", "+ilme+ildct", "-vf", "setfield=tff", "-x264-params", "tff=1"), func(v meeting.Video) bool { return v.Interlaced }},
		{"anamorphic", film("x.mp4", "-vf", "setsar=4/3"), func(v meeting.Video) bool {
			return v.Width == 213 && v.Height == 120 && v.Reshaped == "has pixels that are not square"
		}},
		{"odd", film("x.mkv", "-vf", "crop=159:119:0:0:exact=1", "-pix_fmt", "yuv444p"), func(v meeting.Video) bool {
			return v.Width == 159 && v.Height == 119 && v.Reshaped == "has an odd size"
		}},
		{"a quarter turn", matrix(0, 1, -1, 0), func(v meeting.Video) bool {
			return v.Width == 120 && v.Height == 160 && v.Reshaped == "is rotated"
		}},
		{"half a turn", matrix(-1, 0, 0, -1), func(v meeting.Video) bool { return v.Width == 160 && v.Reshaped == "is rotated" }},
		{"a mirror", matrix(-1, 0, 0, 1), func(v meeting.Video) bool { return v.Width == 160 && v.Reshaped == "is mirrored" }},
		{"a mirror upside down", matrix(1, 0, 0, -1), func(v meeting.Video) bool { return v.Width == 160 && v.Reshaped == "is mirrored" }},
		{"frames that come when they like", film("x.mkv", "-vf", "select='lt(mod(n,10),3)'", "-fps_mode", "vfr"), func(v meeting.Video) bool {
			return v.Frames == 15 && v.FrameRate < 9 && v.Keys[0].Time == v.Start
		}},
		{"120 frames a second, 29 in all", film("x.mkv", "-vf", "settb=1/120,fps=120,select='not(mod(n,5))'", "-fps_mode", "passthrough", "-frames:v", "29"), func(v meeting.Video) bool {
			return v.Frames == 29 && v.FrameRate > 23 && v.FrameRate < 25
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, err := prober(t).File(t.Context(), tt.file(t), "")
			if err != nil {
				t.Fatal(err)
			}
			if m := found.Media; m.Video == nil || !tt.check(*m.Video) || m.Jumps || m.Video.LongestGOP <= 0 {
				t.Errorf("%s: %+v, jumps %v", m.Format, m.Video, m.Jumps)
			}
		})
	}
}
