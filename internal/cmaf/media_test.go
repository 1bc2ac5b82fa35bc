package cmaf_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/cmaf"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// fragmented is how ffmpeg is to write what Rewrite reads.
const fragmented = "-f mp4 -movflags +frag_keyframe+empty_moov+default_base_moof+frag_discont " +
	"-use_editlist 0 -avoid_negative_ts disabled -output_ts_offset 10 -video_track_timescale 90000"

// x264 is a quick encode with B-frames that are references, and key frames each
// second.
const x264 = "-c:v libx264 -preset veryfast -threads 1 -bf 3 -x264-params b-pyramid=normal:b-adapt=0:scenecut=0:open-gop=0 " +
	"-force_key_frames expr:gte(t,n_forced) -pix_fmt yuv420p"

// offset is what fragmented puts the times ahead by.
const offset = 900000

// run runs a tool in dir; args are parted by spaces.
func run(t *testing.T, dir, tool, args string) string {
	t.Helper()
	proctest.Need(t, tool)
	var out bytes.Buffer
	said, err := proctest.Runner(t).Run(t.Context(), proc.Command{
		Path: tool, Args: strings.Fields(args), Dir: dir, Write: []string{dir}, Stdout: &out,
	})
	if err != nil {
		t.Fatalf("%s %s: %v", tool, args, err)
	}
	if tool == "ffprobe" && said != "" {
		t.Errorf("%s %s: said %q", tool, args, said)
	}
	return out.String()
}

// encode gives a file made by ffmpeg, as Rewrite wants it.
func encode(t *testing.T, args string) []byte {
	t.Helper()
	dir := t.TempDir()
	run(t, dir, "ffmpeg", "-v error -nostdin "+args+" "+fragmented+" out.mp4")
	return read(t, filepath.Join(dir, "out.mp4"))
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// rewrite is Rewrite, which must not fail, with its figures held to those that
// Measure finds.
func rewrite(t *testing.T, src []byte, o cmaf.Options) ([]byte, meeting.Part) {
	t.Helper()
	var out bytes.Buffer
	part, err := cmaf.Rewrite(&out, bytes.NewReader(src), o)
	if err != nil {
		t.Fatalf("Rewrite with %+v: %v", o, err)
	}
	if again, err := cmaf.Measure(bytes.NewReader(out.Bytes())); err != nil || !samePart(part, again) {
		t.Errorf("Rewrite with %+v:\nsaid     %+v\nmeasured %+v, %v", o, part, again, err)
	}
	return out.Bytes(), part
}

func samePart(a, b meeting.Part) bool {
	return slices.Equal(a.Segments, b.Segments) && a.Codecs == b.Codecs && a.Start == b.Start && a.Timescale == b.Timescale &&
		a.Init == b.Init && a.InitSum == b.InitSum && a.Frames == b.Frames && a.Width == b.Width && a.Height == b.Height
}

// packet is one packet as ffprobe reads it, times in ticks.
type packet struct {
	pts, dts int64
	key      bool
}

// packets are those of a file in the order of the file. ffprobe must have nothing
// to say about it at that level of its log.
func packets(t *testing.T, file []byte, level string) (list []packet) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "in.mp4"), file, 0o600); err != nil {
		t.Fatal(err)
	}
	var said struct {
		Packets []struct {
			PTS   int64  `json:"pts"`
			DTS   int64  `json:"dts"`
			Flags string `json:"flags"`
		} `json:"packets"`
	}
	out := run(t, dir, "ffprobe", "-v "+level+" -of json -show_entries packet=pts,dts,flags in.mp4")
	if err := json.Unmarshal([]byte(out), &said); err != nil {
		t.Fatal(err)
	}
	for _, p := range said.Packets {
		list = append(list, packet{p.PTS, p.DTS, strings.HasPrefix(p.Flags, "K")})
	}
	return list
}

// shown are the times at which the frames of a file are shown, in that order.
func shown(list []packet) (pts []int64) {
	for _, p := range list {
		pts = append(pts, p.pts)
	}
	slices.Sort(pts)
	return pts
}

// decoded are the times of the frames as a decoder gives them, read by ffprobe.
func decoded(t *testing.T, file []byte, level string) (pts []int64) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "in.mp4"), file, 0o600); err != nil {
		t.Fatal(err)
	}
	var said struct {
		Frames []struct {
			PTS int64 `json:"pts"`
		} `json:"frames"`
	}
	out := run(t, dir, "ffprobe", "-v "+level+" -of json -show_entries frame=pts in.mp4")
	if err := json.Unmarshal([]byte(out), &said); err != nil {
		t.Fatal(err)
	}
	for _, f := range said.Frames {
		pts = append(pts, f.PTS)
	}
	return pts
}
