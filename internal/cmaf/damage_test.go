package cmaf_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/Eyevinn/mp4ff/mp4"
	"github.com/google/go-cmp/cmp"

	"proceedings/internal/cmaf"
	"proceedings/internal/meeting"
)

func TestFragmentsAreNotSegments(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 2, 4} { // of NAL lengths
		frames := plain(size, offset, 12, 2)
		whole := made(t, size, offset, frames)
		o := cmaf.Options{Offset: offset, End: 12 * second, Hold: 2 * second, Cuts: []uint64{0, 4 * second, 8 * second}, Strict: true}
		want, part := rewrite(t, whole, o)
		for _, cuts := range [][][]frame{
			{frames[:1], frames[1:5], frames[5:]},
			{frames[:8], frames[8:]},
		} {
			got, _ := rewrite(t, made(t, size, offset, cuts...), o)
			if !bytes.Equal(got, want) {
				t.Errorf("NAL lengths of %d bytes: cut at other places the file differs", size)
			}
		}
		if len(part.Segments) != 3 || part.Ticks() != 12*second || bytes.Contains(want, []byte("btrt")) {
			t.Errorf("NAL lengths of %d bytes: %+v", size, part)
		}
		for _, s := range part.Segments {
			if head := s.Size - s.Key; head <= 0 || s.Key < int64(len(frames[0].data)) {
				t.Errorf("NAL lengths of %d bytes: a segment of %d bytes whose first frame ends at %d", size, s.Size, s.Key)
			}
		}
	}
}

func TestSegmentTypes(t *testing.T) {
	t.Parallel()
	src := made(t, 4, offset, plain(4, offset, 12, 2))
	out, _ := rewrite(t, src, cmaf.Options{Offset: offset, End: 12 * second, Hold: second, Cuts: []uint64{4 * second, 8 * second}})
	file, err := mp4.DecodeFile(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range file.Segments {
		for i, f := range s.Fragments {
			traf := f.Moof.Traf
			traf.Trun.AddSampleDefaultValues(traf.Tfhd, nil)
			first := traf.Trun.Samples[0]
			if first.Flags != mp4.SyncSampleFlags || int(f.Moof.Mfhd.SequenceNumber) != i+1 || traf.Tfdt.Version != 1 || traf.Trun.Version != 0 {
				t.Errorf("segment %d begins with flags %#x, is number %d, has tfdt of version %d and trun of version %d",
					i+1, first.Flags, f.Moof.Mfhd.SequenceNumber, traf.Tfdt.Version, traf.Trun.Version)
			}
			if traf.Tfdt.BaseMediaDecodeTime() != uint64(i)*4*second {
				t.Errorf("segment %d begins at %d, want %d", i+1, traf.Tfdt.BaseMediaDecodeTime(), i*4*second)
			}
		}
	}
}

func TestLastFrameLastsUntilTheEnd(t *testing.T) {
	t.Parallel()
	src := made(t, 4, offset, plain(4, offset, 3, 3))
	for name, c := range map[string]struct {
		end, hold uint64
		want      uint64
	}{
		"where the stretch is longer":      {4 * second, 5 * second, 4 * second},
		"but not for ever":                 {9 * second, 5 * second, 7 * second},
		"where the stretch is over before": {second, 5 * second, 2*second + 1},
		"for a tick at least":              {4 * second, 0, 2*second + 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, part := rewrite(t, src, cmaf.Options{Offset: offset, End: c.end, Hold: c.hold})
			if part.Ticks() != c.want {
				t.Errorf("to %d, at most %d: it ends at %d, want %d", c.end, c.hold, part.Ticks(), c.want)
			}
		})
	}
}

// A segment begins where the plan says as long as there is a key frame for it.
func TestSegmentsBeginAtTheCuts(t *testing.T) {
	t.Parallel()
	const half = second / 2
	for name, c := range map[string]struct {
		keys  []int64 // when the key frames of an input of ten seconds are shown
		cuts  []uint64
		exact bool
		want  []uint64 // where segments begin
	}{
		"at the key frames that are meant":     {[]int64{0, second, 2 * second, 5 * second, 7 * second}, []uint64{0, 2 * second, 7 * second}, false, []uint64{0, 2 * second, 7 * second}},
		"a tick of rounding is none":           {[]int64{0, 2*second + 1, 4*second - 2}, []uint64{2 * second, 4 * second}, false, []uint64{0, 2 * second, 4 * second}},
		"at the first key frame after a cut":   {[]int64{0, 2*second + half, 6 * second}, []uint64{2 * second, 6 * second}, false, []uint64{0, 2*second + half, 6 * second}},
		"at the cut itself where that must be": {[]int64{0, 2*second + half, 6 * second}, []uint64{2 * second, 6 * second}, true, []uint64{0, 2 * second, 6 * second}},
		"once for several cuts in a gap":       {[]int64{0, 7*second + half, 8 * second, 8*second + half}, []uint64{2 * second, 4 * second, 6 * second, 9 * second}, false, []uint64{0, 7*second + half}},
		"at the last of several in a gap":      {[]int64{0, 7*second + half, 8 * second}, []uint64{2 * second, 4 * second, 6 * second}, true, []uint64{0, 6 * second}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var frames []frame
			for i, at := range c.keys {
				next := 10 * int64(second)
				if i+1 < len(c.keys) {
					next = c.keys[i+1]
				}
				f := plain(4, offset+at, 1, 1)[0]
				f.lasts = uint32(next - at)
				frames = append(frames, f)
			}
			_, part := rewrite(t, made(t, 4, offset, frames), cmaf.Options{Offset: offset, End: 10 * second, Hold: 10 * second, Cuts: c.cuts, Exact: c.exact})
			var got []uint64
			at := part.Start
			for _, s := range part.Segments {
				got = append(got, at)
				at += s.Ticks
			}
			if !slices.Equal(got, c.want) || at != 10*second {
				t.Errorf("segments begin at %d and end at %d, want %d", got, at, c.want)
			}
		})
	}
}

func TestTruncatedInputIsAnError(t *testing.T) {
	t.Parallel()
	src := made(t, 4, offset, plain(4, offset, 3, 1), plain(4, offset+3*second, 3, 2))
	for n := range len(src) {
		part, err := cmaf.Rewrite(io.Discard, bytes.NewReader(src[:n]), cmaf.Options{Offset: offset, End: 6 * second, Hold: second})
		if err == nil || len(part.Segments) > 0 {
			t.Errorf("%d of %d bytes: %+v, %v", n, len(src), part, err)
		}
	}
	empty := made(t, 4, offset)
	if _, err := cmaf.Rewrite(io.Discard, bytes.NewReader(empty), cmaf.Options{}); err == nil || !strings.Contains(err.Error(), "no samples") {
		t.Errorf("without frames the error is %v", err)
	}
	if _, err := cmaf.Measure(bytes.NewReader(empty)); err == nil || !strings.Contains(err.Error(), "no samples") {
		t.Errorf("without frames Measure says %v", err)
	}
}

func TestStrictRules(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(f []frame) []frame
		want   string
	}{
		"as it should be":            {func(f []frame) []frame { return f }, ""},
		"no key frame first":         {func(f []frame) []frame { return f[1:] }, "does not begin with a key frame"},
		"a key frame that is none":   {func(f []frame) []frame { f[2].data = f[1].data; return f }, "has open groups of pictures"},
		"a frame before its key":     {func(f []frame) []frame { f[3].shown = f[1].shown; return f }, "has open groups of pictures"},
		"a frame behind the next":    {func(f []frame) []frame { f[1].shown = f[3].shown; return f }, "has frames out of order at 0:02"},
		"a key frame of before":      {func(f []frame) []frame { f[2].shown = f[0].shown - 5; return f }, "has frames out of order at 0:00"},
		"all from before":            {func(f []frame) []frame { f[0].shown -= second; return f }, "has frames from before its beginning"},
		"a little from before":       {func(f []frame) []frame { f[0].shown -= second / 3; return f }, ""},
		"other parameters":           {func(f []frame) []frame { f[2].data = units(4, pps+"99", "6588"); return f }, "changes its parameters at 0:02"},
		"a unit longer than a frame": {func(f []frame) []frame { f[1].data = []byte{0, 0, 0, 9, 1}; return f }, "is damaged at 0:01"},
		"no key frame at a cut":      {func(f []frame) []frame { f[2].shown += second / 2; return f }, "has no key frame at 0:02, where its index has one"},
		"no key frame for two cuts":  {func(f []frame) []frame { f[2].key = false; return f }, "has no key frame at 0:02, where its index has one"},
		"key frames far apart": {func([]frame) []frame {
			f := plain(4, offset, 14, 3)
			f[3].key = false
			for i := range f[4:] {
				f[4+i].key = false
			}
			return f
		}, "has only one key frame in 11 seconds"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src := made(t, 4, offset, c.change(plain(4, offset, 6, 2)))
			o := cmaf.Options{
				Offset: offset, End: 6 * second, Hold: second, Cuts: []uint64{2 * second, 4 * second}, Strict: true, Longest: 21 * second / 2,
			}
			_, err := cmaf.Rewrite(io.Discard, bytes.NewReader(src), o)
			unfit, is := errors.AsType[cmaf.Unfit](err)
			if unfit.Reason != c.want || is != (c.want != "") {
				t.Errorf("Rewrite says %v, want %q", err, c.want)
			}
		})
	}
}

// FuzzRewrite: whatever lies in a file, it ends in an error or in one that
// Measure reads the same from.
func FuzzRewrite(f *testing.F) {
	whole := made(f, 4, offset, plain(4, offset, 3, 1), plain(4, offset+3*second, 3, 2))
	f.Add(whole, uint64(0), uint64(second), true)
	f.Add(made(f, 2, 5, plain(2, 5, 4, 4)), uint64(9), uint64(0), false)
	for at := 0; at+4 < len(whole); at += 5 {
		bad := slices.Clone(whole)
		binary.BigEndian.PutUint32(bad[at:], binary.BigEndian.Uint32(bad[at:])^0x80000401)
		f.Add(bad, uint64(second), uint64(0), at%2 == 0)
	}
	f.Fuzz(func(t *testing.T, src []byte, delay, cut uint64, strict bool) {
		var out bytes.Buffer
		part, err := cmaf.Rewrite(&out, bytes.NewReader(src), cmaf.Options{
			Offset: offset, End: 6 * second, Hold: second, Delay: delay, Cuts: []uint64{cut / 2, cut}, Exact: cut%2 == 0, Strict: strict,
		})
		if err != nil {
			return
		}
		again, err := cmaf.Measure(&out)
		if diff := cmp.Diff(part, again); err != nil || diff != "" {
			t.Errorf("Rewrite and Measure (%v) differ:\n%s", err, diff)
		}
	})
}

func TestSegmentLastsUntilTheNext(t *testing.T) {
	t.Parallel()
	src := made(t, 4, offset, plain(4, offset, 2, 2))
	one, _ := rewrite(t, src, cmaf.Options{Offset: offset, End: 2 * second, Hold: second})
	two, q := rewrite(t, src, cmaf.Options{Offset: offset - 5*second, Start: 5 * second, End: 7 * second, Hold: second})

	part, err := cmaf.Measure(bytes.NewReader(slices.Concat(one, two[q.Init:])))
	if err != nil || len(part.Segments) != 2 || part.Segments[0].Ticks != 5*second || part.Ticks() != 7*second {
		t.Errorf("from 0 to 2 s and 5 to 7 s: %+v, %v", part, err)
	}
	if _, err := cmaf.Measure(bytes.NewReader(slices.Concat(two, one[q.Init:]))); err == nil {
		t.Error("no error for segments from 5 to 7 s and 0 to 2 s")
	}
}

func TestMeasureReadsSound(t *testing.T) {
	t.Parallel()
	src := encode(t, "-f lavfi -i sine=d=5:r=48000 -c:a aac -frag_duration 2000000")
	part, err := cmaf.Measure(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	var size int64
	for _, s := range part.Segments {
		if size += s.Size; s.Key != 0 {
			t.Errorf("a segment of sound has a key frame of %d bytes", s.Key)
		}
	}
	if want := (meeting.Part{Codecs: "mp4a.40.2", Timescale: 48000}); part.Codecs != want.Codecs || part.Timescale != want.Timescale || part.Width != 0 {
		t.Errorf("measured %+v, want %+v", part, want)
	}
	if n := len(part.Segments); n < 2 || part.Frames < 5*48000/1024 || part.Frames > 5*48000/1024+3 || part.Ticks() < 5*48000 {
		t.Errorf("%d segments, %d packets, %d ticks of five seconds", n, part.Frames, part.Ticks())
	}
	if rest := int64(len(src)) - part.Init - size; rest <= 0 || !bytes.Equal(src[part.Init+4:part.Init+8], []byte("moof")) {
		t.Errorf("%d bytes of header and %d of segments in %d", part.Init, size, len(src))
	}
}
