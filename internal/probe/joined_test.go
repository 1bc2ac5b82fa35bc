package probe_test

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// joined is the files at paths one behind the other.
func joined(t *testing.T, paths ...string) string {
	t.Helper()
	var all []byte
	for _, path := range paths {
		one, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, one...)
	}
	return written(t, "joined"+filepath.Ext(paths[0]), string(all))
}

// decoded is when ffmpeg shows the last frame of each stream that it decodes of
// the file at path: in seconds of the file's own time or, where times jump, from
// its first.
func decoded(t *testing.T, path string, jumps bool, streams ...string) []float64 {
	t.Helper()
	args := append([]string{"-v", "error", "-nostdin"}, ffmpeg.Times(jumps)...)
	args = append(args, "-i", path)
	for _, s := range streams {
		args = append(args, "-map", s)
	}
	var out bytes.Buffer
	_, err := proctest.Plain().Run(t.Context(), proc.Command{
		Path: "ffmpeg", Args: append(args, "-fps_mode", "passthrough", "-enc_time_base", "1:90000", "-f", "framecrc", "-"),
		Stdout: &out,
	})
	if err != nil {
		t.Fatal(err)
	}
	last := make([]float64, len(streams))
	for line := range strings.Lines(out.String()) {
		fields := strings.Split(line, ",") // stream, dts, pts, duration, size, sum
		if strings.HasPrefix(line, "#") || len(fields) < 6 {
			continue
		}
		stream, errStream := strconv.Atoi(strings.TrimSpace(fields[0]))
		pts, errPTS := strconv.ParseFloat(strings.TrimSpace(fields[2]), 64)
		if errStream != nil || errPTS != nil {
			t.Fatalf("framecrc says %q", line)
		}
		last[stream] = max(last[stream], pts/90000)
	}
	return last
}

// Where the times of a file begin anew, the probe's are those of ffmpeg, which
// encodes it.
func TestJoined(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	// piece is three seconds of a transport stream that begins at the second
	// given; its sound goes on for longer than its picture.
	piece := func(from, sound string, size string) string {
		return made(t, "x.ts", "-f", "lavfi", "-i", "testsrc2=s="+size+":r=25:d=3", "-f", "lavfi", "-i", "sine=d="+sound,
			"-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "25", "-c:a", "mp2", "-output_ts_offset", from)
	}
	at0, at4, at21, at1000 := piece("0", "3", "160x120"), piece("4", "3", "160x120"), piece("21", "3", "160x120"), piece("1000", "3", "160x120")
	long := piece("0", "3.7", "160x120")
	mute := func(from string) string { // whose first picture behind a jump has no time of decoding
		return made(t, "x.ts", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=3", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "3", "-g", "25", "-output_ts_offset", from)
	}
	larger := piece("3", "3", "320x240")
	tests := []struct {
		name     string
		pieces   []string
		duration float64
		jumps    bool
	}{
		{"one piece", []string{at0}, 3, false},
		{"times that run on after a pause", []string{at0, at4}, 7, false},
		{"a pause of 18 s", []string{at0, at21}, 24, false},
		{"a pause forward and a jump back", []string{at0, at21, at0}, 9, true},
		{"times that jump forward", []string{at0, at1000}, 6, true},
		{"times that jump back", []string{at1000, at0}, 6, true},
		{"pictures alone whose times jump back", []string{mute("7366"), mute("0")}, 6, true},
		{"pictures alone whose times jump back, and a day on", []string{mute("7366"), mute("0"), mute("90000")}, 9, true},
		{"times that jump back behind where they wrap round", []string{piece("95441", "3", "160x120"), at0}, 6, true},
		{"times that step back", []string{at4, at0}, 6, true},
		{"the same piece three times", []string{at4, at4, at4}, 9, true},
		{"a jump and back", []string{at0, at1000, at0}, 9, true},
		{"a sound that goes on for longer", []string{long, at1000}, 6.7, true},
		{"times that wrap round on the way", []string{piece("95441", "3", "160x120")}, 3, false},
		{"a picture that grows on the way", []string{at0, larger}, 6, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := joined(t, tt.pieces...)
			found, err := prober(t).File(t.Context(), path, "")
			if err != nil {
				t.Fatal(err)
			}
			m := found.Media
			// A jump forward is removed, with a warning.
			if said := strings.Contains(strings.Join(m.LeftOut, "\n"), "has gaps of"); said != strings.Contains(tt.name, "forward") && tt.name != "a jump and back" && tt.name != "a sound that goes on for longer" {
				t.Errorf("of what is left out is said %q", m.LeftOut)
			}
			if m.Jumps != tt.jumps || math.Abs(m.Duration-tt.duration) > 0.8 || m.Video.Frames != 75*len(tt.pieces) {
				t.Errorf("%v s, jumps %v, %d frames; want %v, %v, %d", m.Duration, m.Jumps, m.Video.Frames, tt.duration, tt.jumps, 75*len(tt.pieces))
			}
			if len(m.Video.Keys) != 3*len(tt.pieces) || m.Video.OpenGOP {
				t.Errorf("keys = %+v, open %v; want one a second in closed groups", m.Video.Keys, m.Video.OpenGOP)
			}
			last, want := decoded(t, path, m.Jumps, "0:v", "0:a?"), m.Video.Last
			if m.Jumps {
				want -= m.Origin
			}
			if math.Abs(last[0]-want) > 0.001 {
				t.Errorf("ffmpeg shows the last frame at %v, the probe says %v", last[0], want)
			}
		})
	}
}

// Ogg files are joined by putting one behind the other, too; between them lie
// headers, which are packets without a sound.
func TestJoinedSound(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	piece := made(t, "x.ogg", "-f", "lavfi", "-i", "sine=d=3", "-c:a", "libvorbis")
	path := joined(t, piece, piece)
	found, err := prober(t).File(t.Context(), path, "")
	if err != nil {
		t.Fatal(err)
	}
	m, last := found.Media, decoded(t, path, true, "0:a")
	if !m.Jumps || math.Abs(m.Duration-6) > 0.05 || math.Abs(last[0]-(m.Audio[0].End-m.Origin)) > 0.05 {
		t.Errorf("%v s to %v, jumps %v; ffmpeg hears the last at %v, want 6 s", m.Duration, m.Audio[0].End-m.Origin, m.Jumps, last[0])
	}
}
