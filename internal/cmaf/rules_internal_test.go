package cmaf

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"
)

// strict is what Rewrite says of somebody else's picture.
func strict(t *testing.T, src []byte, o Options) string {
	t.Helper()
	o.Strict = true
	_, err := Rewrite(io.Discard, bytes.NewReader(src), o)
	if err == nil {
		return ""
	}
	unfit, is := errors.AsType[Unfit](err)
	if !is || err.Error() != unfit.Reason {
		t.Fatalf("Rewrite = %v, want a reason", err)
	}
	return unfit.Reason
}

// What a header says is enough to tell that a picture cannot be copied.
func TestHeadersThatAreUnfit(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*trackHeader)
		want   string
	}{
		"H.264":          {func(*trackHeader) {}, ""},
		"AV1":            {func(h *trackHeader) { h.entries = [][]byte{av1Entry()} }, ""},
		"turned":         {func(h *trackHeader) { h.matrix = turnedMatrix() }, "has to be turned to be shown"},
		"two parameters": {func(h *trackHeader) { h.entries = append(h.entries, h.entries[0]) }, "changes its parameters on the way"},
		"no parameters": {
			func(h *trackHeader) { h.entries = [][]byte{visual("avc1", box("avcC", record(4, nil, nil)))} },
			"has no parameters of its sequence",
		},
		"only those of pictures": {
			func(h *trackHeader) {
				h.entries = [][]byte{visual("avc1", box("avcC", record(4, nil, [][]byte{raw(t, testPPS)})))}
			},
			"has no parameters of its sequence",
		},
	} {
		h := plainHeader(t)
		c.change(&h)
		src := slices.Concat(h.moov(), framesFrom(0, 1), index())
		if got := strict(t, src, Options{End: second, Hold: second}); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A segment may last as long as is said, up to its last frame's end, and the
// reason counts its key frames.
func TestSegmentsThatLastTooLong(t *testing.T) {
	t.Parallel()
	const start = 7 * second
	at := func(keys ...int64) []byte {
		var list []testFrame
		for _, k := range keys {
			list = append(list, testFrame{start + k*second, true})
		}
		return filmOf(t, list...)
	}
	for name, c := range map[string]struct {
		src     []byte
		end     uint64 // seconds behind the start
		cuts    []uint64
		longest uint64 // seconds
		want    string
	}{
		"as long as it may":        {at(0), 5, nil, 5, ""},
		"longer":                   {at(0), 6, nil, 5, "has only one key frame in 6 seconds"},
		"longer, with two":         {at(0, 3), 6, nil, 5, "has only 2 key frames in 6 seconds"},
		"longer up to a frame":     {at(0, 6), 6, nil, 5, "has only 2 key frames in 6 seconds"},
		"longer up to a cut":       {at(0, 6), 7, []uint64{start + 6*second}, 5, "has only one key frame in 6 seconds"},
		"for any time":             {at(0), 6, nil, 0, ""},
		"the second, as it may":    {at(0, 4), 9, []uint64{start + 4*second}, 5, ""},
		"the second, longer":       {at(0, 4), 10, []uint64{start + 4*second}, 5, "has only one key frame in 6 seconds"},
		"two, of which none is so": {at(0, 5), 10, []uint64{start + 5*second}, 5, ""},
	} {
		o := Options{Start: start, End: start + c.end*second, Hold: 99 * second, Cuts: c.cuts, Longest: c.longest * second}
		if got := strict(t, c.src, o); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Only the beginning of the first segment may have frames from before it, and no
// more than half a second of them.
func TestFramesFromBeforeTheBeginning(t *testing.T) {
	t.Parallel()
	const start = 7 * second
	for name, c := range map[string]struct {
		frames []testFrame
		want   string
	}{
		"half a second before":   {[]testFrame{{start - second/2, true}, {start, false}}, ""},
		"more than that":         {[]testFrame{{start - second/2 - 1, true}, {start, false}}, "has frames from before its beginning"},
		"frames at one time":     {[]testFrame{{start, true}, {start + second, false}, {start + second, true}}, "has frames out of order at 0:08"},
		"a frame before its key": {[]testFrame{{start, true}, {start + second, true}, {start + second/2, false}}, "has open groups of pictures"},
		"a key before its key":   {[]testFrame{{start, true}, {start + second, true}, {start + second/2, true}}, "has frames out of order at 0:07"},
	} {
		src := filmOf(t, c.frames...)
		if got := strict(t, src, Options{Start: start, End: start + 3*second, Hold: 3 * second, Cuts: []uint64{start + second}}); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestRulesClock(t *testing.T) {
	t.Parallel()
	r := &rules{track: &track{timescale: second}}
	for at, want := range map[int64]string{
		-5: "0:00", 59*second + 1: "0:59", 61 * second: "1:01", 3599 * second: "59:59", 3600 * second: "1:00:00", (2*3600 + 3*60 + 4) * second: "2:03:04",
	} {
		if got := r.clock(at); got != want {
			t.Errorf("%d ticks are %s, want %s", at, got, want)
		}
	}
}
