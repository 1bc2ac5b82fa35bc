package cmaf

import (
	"bytes"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
)

// testFrame is a frame of filmOf, shown at a tick.
type testFrame struct {
	shown int64
	key   bool
}

// filmOf is a file of those frames in decoding order, a fragment for each.
func filmOf(t testing.TB, frames ...testFrame) []byte {
	t.Helper()
	var fragments [][]byte
	for _, f := range frames {
		one := framesFrom(f.shown, 1)
		if !f.key {
			at := bytes.Index(one, []byte("trun")) + 4 + 20
			copy(one[at:], []byte{0, 1, 0, 0})
		}
		fragments = append(fragments, one)
	}
	return film(t, fragments...)
}

// starts are when the segments of a file begin.
func starts(t *testing.T, src []byte, o Options) []uint64 {
	t.Helper()
	part, err := Rewrite(io.Discard, bytes.NewReader(src), o)
	if err != nil {
		t.Fatal(err)
	}
	var list []uint64
	at := part.Start
	for _, s := range part.Segments {
		list = append(list, at)
		at += s.Ticks
	}
	return list
}

// A key frame that is two ticks off is at its cut, and one that is more is not.
func TestTicksAroundACut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		key  int64
		cuts []uint64
		want []uint64
	}{
		"at the cut":              {second, []uint64{second}, []uint64{0, second}},
		"two ticks behind it":     {second + 2, []uint64{second}, []uint64{0, second}},
		"three ticks behind it":   {second + 3, []uint64{second}, []uint64{0, second + 3}},
		"two ticks before it":     {second - 2, []uint64{second}, []uint64{0, second}},
		"three ticks before it":   {second - 3, []uint64{second}, []uint64{0}},
		"a cut at the beginning":  {2, []uint64{2}, []uint64{0}},
		"three ticks behind that": {3, []uint64{3}, []uint64{0, 3}},
	} {
		src := filmOf(t, testFrame{0, true}, testFrame{c.key, true})
		if got := starts(t, src, Options{End: 3 * second, Hold: 3 * second, Cuts: c.cuts}); !slices.Equal(got, c.want) {
			t.Errorf("%s: segments begin at %d, want %d", name, got, c.want)
		}
		_, err := Rewrite(io.Discard, bytes.NewReader(src), Options{End: 3 * second, Hold: 3 * second, Cuts: c.cuts, Strict: true, Longest: 9 * second})
		unfit, is := errors.AsType[Unfit](err)
		if far := name == "three ticks behind it"; is != far && c.key > 3 || far && unfit.Reason != "has no key frame at 0:01, where its index has one" {
			t.Errorf("%s: of somebody else's is said %v", name, err)
		}
	}
}

// A segment needs a tick for each of its frames, or it goes on to the next.
func TestSegmentsHaveATickAFrame(t *testing.T) {
	t.Parallel()
	frames := func(key int64) []byte {
		return filmOf(t, testFrame{1000, true}, testFrame{1001, false}, testFrame{1002, false}, testFrame{1003, false}, testFrame{key, true})
	}
	for key, want := range map[int64][]uint64{1004: {1000, 1004}, 1003: {1000}} {
		o := Options{Start: 1000, End: 1009, Hold: 9, Cuts: []uint64{1003}, Exact: false}
		o.Cuts[0] = uint64(key)
		if got := starts(t, frames(key), o); !slices.Equal(got, want) {
			t.Errorf("a key frame at %d: segments begin at %d, want %d", key, got, want)
		}
	}
}

// What the format cannot hold is an error, and the most that it can is none.
func TestFramesThatLastTooLong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		next  int64  // when the second frame is shown
		delay uint64 // ticks
		ok    bool
	}{
		"the longest":       {math.MaxUint32, 0, true},
		"a tick longer":     {math.MaxUint32 + 1, 0, false},
		"the longest delay": {second, math.MaxInt32, true},
		"a longer delay":    {second, math.MaxInt32 + 1, false},
	} {
		src := filmOf(t, testFrame{0, true}, testFrame{c.next, false})
		_, err := Rewrite(io.Discard, bytes.NewReader(src), Options{End: uint64(c.next) + second, Hold: second, Delay: c.delay})
		if (err == nil) != c.ok || err != nil && !strings.Contains(err.Error(), "more than the format holds") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// limited takes some bytes and then fails.
type limited struct{ left int }

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, errFailed
	}
	return len(p), nil
}

// Whenever the disk is full, whoever asked for the file learns that it is not whole.
func TestRewriteTellsOfAFullDisk(t *testing.T) {
	t.Parallel()
	src := film(t, framesFrom(0, 2), framesFrom(2*second, 2))
	o := Options{End: 4 * second, Hold: second, Cuts: []uint64{2 * second}}
	var out bytes.Buffer
	if _, err := Rewrite(&out, bytes.NewReader(src), o); err != nil {
		t.Fatal(err)
	}
	for n := range out.Len() {
		if part, err := Rewrite(&limited{n}, bytes.NewReader(src), o); !errors.Is(err, errFailed) || part.Frames > 0 {
			t.Fatalf("with room for %d of %d bytes: %+v, %v", n, out.Len(), part, err)
		}
	}
	if _, err := Rewrite(&limited{out.Len()}, bytes.NewReader(src), o); err != nil {
		t.Errorf("with room for all: %v", err)
	}
}

// once fails in one of its writes.
type once struct{ writes, fails int }

func (o *once) Write(p []byte) (int, error) {
	if o.writes++; o.writes == o.fails {
		return 0, errFailed
	}
	return len(p), nil
}

// A write that fails is not made good by those that follow it.
func TestRewriteStopsAtTheFirstFailure(t *testing.T) {
	t.Parallel()
	src := film(t, framesFrom(0, 2), framesFrom(2*second, 2))
	o := Options{End: 4 * second, Hold: second, Cuts: []uint64{2 * second}}
	all := &once{}
	if _, err := Rewrite(all, bytes.NewReader(src), o); err != nil || all.writes < 5 {
		t.Fatalf("%d writes, %v", all.writes, err)
	}
	for n := range all.writes {
		if _, err := Rewrite(&once{fails: n + 1}, bytes.NewReader(src), o); !errors.Is(err, errFailed) {
			t.Errorf("write %d of %d fails: %v", n+1, all.writes, err)
		}
	}
}

// A disk that fails while a frame is read is the reason, and no frame that ends
// early.
func TestRewriteTellsOfABadDisk(t *testing.T) {
	t.Parallel()
	src := film(t, framesFrom(0, 2))
	half := src[:bytes.Index(src, []byte("mdat"))+6]
	_, err := Rewrite(io.Discard, io.MultiReader(bytes.NewReader(half), failing{}), Options{End: 2 * second, Hold: second})
	if !errors.Is(err, errFailed) || errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a disk that fails within a frame: %v", err)
	}
	if _, err = Rewrite(io.Discard, bytes.NewReader(half), Options{End: 2 * second, Hold: second}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a file that ends within a frame: %v", err)
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a    uint64
		b    int64
		want int
	}{{5, 5, 0}, {4, 5, -1}, {6, 5, 1}, {0, 0, 0}, {0, -1, 1}, {math.MaxUint64, math.MaxInt64, 1}, {0, 1, -1}} {
		if got := compare(c.a, c.b); got != c.want {
			t.Errorf("compare(%d, %d) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
