package manifest_test

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/Eyevinn/hls-m3u8/m3u8"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
)

// sixes are n segments of about six seconds and a short one at the end.
func sixes(n int) []manifest.Segment {
	segments := make([]manifest.Segment, 0, n+1)
	at := int64(1234)
	for i := range n {
		size := int64(300_000 + 1000*i)
		segments = append(segments, manifest.Segment{Duration: 6.006, Offset: at, Size: size})
		at += size
	}
	return append(segments, manifest.Segment{Duration: 1.0010001, Offset: at, Size: 50_000})
}

func media() manifest.MediaInput {
	part := manifest.MediaPart{URL: "720p.mp4", Init: manifest.ByteRange{Size: 1234}, Segments: sixes(3)}
	return manifest.MediaInput{Parts: []manifest.MediaPart{part}, TargetDuration: 7}
}

// parts is a rendition of a file for each initialisation section named, of two
// segments each.
func parts(name string, inits ...string) manifest.MediaInput {
	in := manifest.MediaInput{TargetDuration: 6}
	for i, sum := range inits {
		in.Parts = append(in.Parts, manifest.PartOf(fmt.Sprintf("../../step-%d/run/%s.mp4", i+1, name), meeting.Part{
			Timescale: 90_000, Init: 700, InitSum: sum,
			Segments: []meeting.Segment{{Ticks: 540_000, Size: 9_000, Key: 2_000}, {Ticks: 360_001, Size: 5_000, Key: 1_000}},
		}))
	}
	return in
}

func TestPartOfConvertsTicksAndSizes(t *testing.T) {
	t.Parallel()
	got := manifest.PartOf("a.mp4", meeting.Part{
		Name: "720p.mp4", Timescale: 90_000, Start: 900_000, Init: 700, InitSum: "ab",
		Segments: []meeting.Segment{{Ticks: 45_000, Size: 10, Key: 4}, {Ticks: 180_000, Size: 30, Key: 5}},
	})
	want := manifest.MediaPart{
		URL: "a.mp4", Init: manifest.ByteRange{Size: 700}, InitSum: "ab",
		Segments: []manifest.Segment{{Duration: 0.5, Offset: 700, Size: 10, Key: 4}, {Duration: 2, Offset: 710, Size: 30, Key: 5}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("PartOf differs (-want +got):\n%s", diff)
	}
}

// bare undoes the quotes that RFC 8216 wants around the byte range of an
// EXT-X-MAP: the reader of hls-m3u8 v0.6.0 shares its writer's mistake.
func bare(playlist string) *bytes.Buffer {
	return bytes.NewBufferString(regexp.MustCompile(`BYTERANGE="(\d+@\d+)"`).ReplaceAllString(playlist, "BYTERANGE=$1"))
}

func TestWriteMedia(t *testing.T) {
	t.Parallel()
	var got bytes.Buffer
	if err := manifest.WriteMedia(&got, media()); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/media.m3u8", got.Bytes())
	text := got.String()
	if want := `#EXT-X-MAP:URI="720p.mp4",BYTERANGE="1234@0"` + "\n"; !strings.Contains(text, want) {
		t.Errorf("the playlist has no line %s:\n%s", want, text)
	}
	list, kind, err := m3u8.Decode(*bare(text), true)
	if err != nil || kind != m3u8.MEDIA {
		t.Fatalf("a strict reader says %v, kind %v", err, kind)
	}
	pl := list.(*m3u8.MediaPlaylist)
	for i, want := range media().Parts[0].Segments {
		seg := pl.GetAllSegments()[i]
		if seg.Limit != want.Size || seg.Offset != want.Offset || math.Abs(seg.Duration-want.Duration) > 1e-6 {
			t.Errorf("segment %d reads %d@%d for %v s, want %+v", i, seg.Limit, seg.Offset, seg.Duration, want)
		}
	}
	if pl.Map.Limit != 1234 || pl.Map.Offset != 0 || !pl.Closed || pl.TargetDuration != 7 {
		t.Errorf("playlist = %+v, want the map 1234@0, target 7, closed", pl)
	}
}

func TestWriteMediaOfSeveralFiles(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, golden string
		inits        []string
		maps         []string // files whose initialisation section is named
	}{
		{"one section does for files that have the same", "media-parts.m3u8", []string{"aa", "aa", "aa"}, []string{"step-1"}},
		{"a file with another section names it, and so does the next with the first again", "media-inits.m3u8", []string{"aa", "bb", "bb", "aa"}, []string{"step-1", "step-2", "step-4"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got bytes.Buffer
			if err := manifest.WriteMedia(&got, parts("720p", tt.inits...)); err != nil {
				t.Fatal(err)
			}
			golden(t, "testdata/"+tt.golden, got.Bytes())
			text := got.String()
			var maps []string
			for _, match := range regexp.MustCompile(`(?m)^#EXT-X-MAP:URI="../../(.*)/run/720p.mp4",BYTERANGE="700@0"$`).FindAllStringSubmatch(text, -1) {
				maps = append(maps, match[1])
			}
			if diff := cmp.Diff(tt.maps, maps); diff != "" {
				t.Errorf("the sections named differ (-want +got):\n%s\n%s", diff, text)
			}
			if strings.Contains(text, "DISCONTINUITY") {
				t.Errorf("times that go on are told to break off:\n%s", text)
			}
			list, kind, err := m3u8.Decode(*bare(text), true)
			if err != nil || kind != m3u8.MEDIA {
				t.Fatalf("a strict reader says %v, kind %v", err, kind)
			}
			if n := len(list.(*m3u8.MediaPlaylist).GetAllSegments()); n != 2*len(tt.inits) {
				t.Errorf("a reader finds %d segments, want %d", n, 2*len(tt.inits))
			}
		})
	}
}

// All renditions have one target duration, though their own segments are shorter.
func TestMediaHasTheTargetDurationAskedFor(t *testing.T) {
	t.Parallel()
	in := media()
	in.TargetDuration = 9
	for name, write := range map[string]func(io.Writer, manifest.MediaInput) error{"WriteMedia": manifest.WriteMedia, "WriteIFrames": manifest.WriteIFrames} {
		for i := range in.Parts[0].Segments {
			in.Parts[0].Segments[i].Key = 1
		}
		var out bytes.Buffer
		if err := write(&out, in); err != nil || !strings.Contains(out.String(), "\n#EXT-X-TARGETDURATION:9\n") {
			t.Errorf("%s: %v\n%s", name, err, out.String())
		}
	}
}

var extinf = regexp.MustCompile(`(?m)^#EXTINF:(\d+)\.(\d{6}),`)

// TestMediaTimes holds the law that rounded durations do not add up, over the
// ends of files too: each segment ends within half a microsecond of where it
// should.
func TestMediaTimes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := manifest.MediaInput{TargetDuration: 6}
		scale := rapid.SampledFrom([]uint32{90_000, 48_000, 44_100, 30_000, 3}).Draw(t, "timescale")
		var ticks []uint64
		for i := range rapid.IntRange(1, 8).Draw(t, "files") {
			p := meeting.Part{Timescale: scale, Init: 700, InitSum: "aa"}
			for range rapid.IntRange(1, 40).Draw(t, "segments") {
				d := rapid.Uint64Range(1, uint64(scale)*6).Draw(t, "ticks")
				p.Segments = append(p.Segments, meeting.Segment{Ticks: d, Size: 1})
				ticks = append(ticks, d)
			}
			in.Parts = append(in.Parts, manifest.PartOf(fmt.Sprintf("%d.mp4", i), p))
		}
		var out bytes.Buffer
		if err := manifest.WriteMedia(&out, in); err != nil {
			t.Fatal(err)
		}
		lines := extinf.FindAllStringSubmatch(out.String(), -1)
		if len(lines) != len(ticks) {
			t.Fatalf("%d durations for %d segments", len(lines), len(ticks))
		}
		var at, sum uint64
		for i, line := range lines {
			micros, err := strconv.ParseUint(line[1]+line[2], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			at += micros
			sum += ticks[i]
			if want := float64(sum) * 1e6 / float64(scale); math.Abs(float64(at)-want) > 0.51 {
				t.Fatalf("segment %d ends at %d µs, want %v", i, at, want)
			}
		}
	})
}

func TestWriteMediaRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, want string
		change     func(*manifest.MediaInput)
	}{
		{"no files", "there are no files", func(in *manifest.MediaInput) { in.Parts = nil }},
		{"no segments", "no segments", func(in *manifest.MediaInput) { in.Parts[0].Segments = nil }},
		{"no segments in a later file", "720p-2.mp4: there are no segments", func(in *manifest.MediaInput) { in.Parts[1].Segments = nil }},
		{"no initialisation section", "0 bytes at 0", func(in *manifest.MediaInput) { in.Parts[0].Init.Size = 0 }},
		{"two files of whose sections nothing is known", "nothing tells its initialisation section", func(in *manifest.MediaInput) { in.Parts[1].InitSum = "" }},
		{"a segment over the one before", "segment 1 has", func(in *manifest.MediaInput) { in.Parts[0].Segments[1].Offset-- }},
		{"a segment over the initialisation section", "segment 0 has", func(in *manifest.MediaInput) { in.Parts[0].Segments[0].Offset = 0 }},
		{"a segment without bytes", "segment 2 has 0 bytes", func(in *manifest.MediaInput) { in.Parts[0].Segments[2].Size = 0 }},
		{"a segment without time", "segment 0 lasts 0 s", func(in *manifest.MediaInput) { in.Parts[0].Segments[0].Duration = 0 }},
		{"a segment of hardly any time", "segment 1 of all lasts less than a microsecond", func(in *manifest.MediaInput) { in.Parts[0].Segments[1].Duration = 1e-9 }},
		{"a segment of no number", "segment 0 lasts NaN s", func(in *manifest.MediaInput) { in.Parts[0].Segments[0].Duration = math.NaN() }},
		{"a target duration that is too short", "more than the target duration of 5 s", func(in *manifest.MediaInput) { in.TargetDuration = 5 }},
		{"a section before the beginning", "700 bytes at -1", func(in *manifest.MediaInput) { in.Parts[0].Init = manifest.ByteRange{Offset: -1, Size: 700} }},
		{"a segment without an end", "segment 0 lasts +Inf s", func(in *manifest.MediaInput) { in.Parts[0].Segments[0].Duration = math.Inf(1) }},
		{"a URL that starts a tag", "not a plain relative path", func(in *manifest.MediaInput) { in.Parts[1].URL = "#EXT-X" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := media()
			in.Parts[0].InitSum = "aa"
			second := media().Parts[0]
			second.URL, second.InitSum = "720p-2.mp4", "aa"
			in.Parts = append(in.Parts, second)
			tt.change(&in)
			var got bytes.Buffer
			err := manifest.WriteMedia(&got, in)
			if err == nil || !strings.Contains(err.Error(), tt.want) || got.Len() > 0 {
				t.Errorf("WriteMedia = %v with %d bytes written, want an error with %q and nothing written", err, got.Len(), tt.want)
			}
		})
	}
}
