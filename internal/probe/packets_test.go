package probe

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/meeting"
)

// sums feeds text to a packetReader, cut into pieces of the sizes that next
// gives. Streams 0 to 2 are pictures.
func sums(text string, next func(most int) int) map[int]*track {
	var h header
	for i := range 3 {
		h.Streams = append(h.Streams, stream{Index: i, Type: "video", Width: 64, Height: 36})
	}
	r := newPacketReader(h)
	for text != "" {
		n := next(len(text))
		if written, err := r.Write([]byte(text[:n])); written != n || err != nil {
			panic(fmt.Sprintf("Write = %d, %v, want %d", written, err, n))
		}
		text = text[n:]
	}
	maps.DeleteFunc(r.tracks, func(_ int, t *track) bool { return t.count == 0 })
	return r.tracks
}

func inOne(most int) int { return most }

func TestPackets(t *testing.T) {
	t.Parallel()

	const line = "stream_index=0|pts_time=%s|dts_time=%s|duration_time=%s|size=10|flags=%s\n"
	packet := func(pts, dts, duration, flags string) string { return fmt.Sprintf(line, pts, dts, duration, flags) }
	tests := []struct {
		name             string
		text             string
		count            int
		start, last, end float64
	}{
		{"a picture stands for as long as it says", packet("0", "0", "0.5", "K_") + packet("0.5", "0.5", "2", "__"), 2, 0, 0.5, 2.5},
		{"packets come in the order of decoding", packet("0", "-1", "1", "K_") + packet("2", "0", "1", "__") + packet("1", "1", "1", "__"), 3, 0, 2, 3},
		{"a last packet that does not say how long is like the others", packet("0", "0", "0.5", "K_") + packet("0.5", "0.5", "N/A", "__"), 2, 0, 0.5, 1},
		{"where none says it, all are as long as the mean", packet("0", "0", "N/A", "K_") + packet("1", "1", "N/A", "__") + packet("2", "2", "N/A", "__"), 3, 0, 2, 3},
		{"a single packet without a duration has none", packet("4", "4", "N/A", "K_"), 1, 4, 4, 4},
		{"no time of showing: that of decoding", packet("N/A", "3", "1", "K_"), 1, 3, 3, 4},
		{"a time of decoding is none where others have one of showing", packet("2", "1", "1", "K_") + packet("N/A", "1.5", "1", "__"), 2, 2, 2, 3},
		{"nor does it count when it comes first", packet("N/A", "1", "1", "K_") + packet("2", "1.5", "1", "__"), 2, 2, 2, 3},
		{"no time at all counts and tells nothing", packet("N/A", "N/A", "1", "K_") + packet("2", "2", "1", "K_"), 2, 2, 2, 3},
		{"what an edit list throws away does not count", packet("-1", "-1", "1", "KD") + packet("0", "0", "1", "K_"), 1, 0, 0, 1},
		{"a time before zero", packet("-0.021", "-0.021", "0.021", "K_") + packet("0", "0", "0.021", "K_"), 2, -0.021, 0, 0.021},
		{"side data behind the packet", strings.TrimSuffix(packet("1", "1", "1", "K_"), "\n") + "|\n", 1, 1, 1, 2},
		{"lines end as on Windows", strings.ReplaceAll(packet("1", "1", "1", "K_"), "\n", "\r\n"), 1, 1, 1, 2},
		{"lines that are none are passed over", "\nhello\nstream_index=N/A|pts_time=5\n" + packet("1", "1", "1", "K_"), 1, 1, 1, 2},
		{"a line that never ends is passed over", strings.Repeat("x", 1<<20) + "\n" + packet("1", "1", "1", "K_"), 1, 1, 1, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := sums(tt.text, inOne)[0]
			if got == nil {
				t.Fatal("no track")
			}
			if got.count != tt.count || got.start != tt.start || got.last != tt.last || got.end() != tt.end {
				t.Errorf("%d packets from %v, the last at %v, to %v; want %d from %v, %v, to %v",
					got.count, got.start, got.last, got.end(), tt.count, tt.start, tt.last, tt.end)
			}
		})
	}
}

// What is counted besides the times.
func TestCounts(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name    string
		text    string
		hidden  int
		bytes   int64
		untimed bool
		keys    []meeting.Key
	}{
		{"hidden packets are in no other sum", "stream_index=0|pts_time=-1|size=5|pos=0|flags=KD\nstream_index=0|pts_time=0|size=7|pos=5|flags=K_\n", 1, 7, false, []meeting.Key{{Time: 0, Pos: 5}}},
		{"a packet without a time of showing", "stream_index=0|pts_time=0|size=5|pos=0|flags=K_\nstream_index=0|pts_time=N/A|dts_time=1|size=7|pos=5|flags=__\n", 0, 12, true, []meeting.Key{{Time: 0}}},
		{"a hidden one is not missed", "stream_index=0|pts_time=N/A|size=5|pos=0|flags=_D\nstream_index=0|pts_time=1|size=7|pos=N/A|flags=K_\n", 1, 7, false, []meeting.Key{{Time: 1, Pos: -1}}},
		{"times of decoding place key frames where there are no others", "stream_index=0|pts_time=N/A|dts_time=3|size=5|pos=9|flags=K_\n", 0, 5, true, []meeting.Key{{Time: 3, Pos: 9}}},
		{"and none where there are", "stream_index=0|pts_time=N/A|dts_time=3|size=5|pos=9|flags=K_\nstream_index=0|pts_time=4|size=5|pos=14|flags=K_\n", 0, 10, true, []meeting.Key{{Time: 4, Pos: 14, Before: 1}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := sums(tt.text, inOne)[0]
			if got == nil {
				t.Fatal("no track")
			}
			if got.hidden != tt.hidden || got.bytes != tt.bytes || got.untimed != tt.untimed {
				t.Errorf("%d hidden, %d bytes, untimed %v; want %d, %d, %v", got.hidden, got.bytes, got.untimed, tt.hidden, tt.bytes, tt.untimed)
			}
			if diff := cmp.Diff(tt.keys, got.keys.found()); diff != "" {
				t.Errorf("keys (-want +got):\n%s", diff)
			}
		})
	}
}

// However a pipe cuts the lines, the sums are the same.
func TestPacketLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		counts := map[int]int{}
		for range rapid.IntRange(1, 30).Draw(t, "packets") {
			stream := rapid.IntRange(0, 2).Draw(t, "stream")
			pts := rapid.Float64Range(-10, 1e6).Draw(t, "pts")
			duration := rapid.Float64Range(0, 10).Draw(t, "duration")
			fmt.Fprintf(&text, "stream_index=%d|pts_time=%f|dts_time=N/A|duration_time=%f|size=1|flags=__\n", stream, pts, duration)
			counts[stream]++
		}
		want := sums(text.String(), inOne)
		got := sums(text.String(), func(most int) int { return rapid.IntRange(1, min(most, 40)).Draw(t, "chunk") })
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(track{}, keys{}, gaps{})); diff != "" {
			t.Fatalf("whole and in pieces (-whole +pieces):\n%s", diff)
		}
		if !slices.Equal(slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(counts))) {
			t.Fatalf("streams %v, want %v", slices.Sorted(maps.Keys(got)), counts)
		}
		for i, n := range counts {
			if got[i].count != n || got[i].start > got[i].last || got[i].last > got[i].end() {
				t.Fatalf("stream %d: %+v to %v, want %d packets in order", i, got[i], got[i].end(), n)
			}
		}
	})
}

func TestLongLinesAreNotKept(t *testing.T) {
	t.Parallel()
	r := newPacketReader(header{})
	for range 100 {
		if _, err := r.Write(make([]byte, 8<<10)); err != nil {
			t.Fatal(err)
		}
	}
	if len(r.rest) > maxLine {
		t.Errorf("%d bytes of a line are kept, want %d at most", len(r.rest), maxLine)
	}
}
