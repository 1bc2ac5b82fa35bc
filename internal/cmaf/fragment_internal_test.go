package cmaf

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// second is in ticks.
const second = 90000

// film is a file of fragments behind a usual header.
func film(t testing.TB, fragments ...[]byte) []byte {
	t.Helper()
	return slices.Concat(box("ftyp", "isom", 0), plainHeader(t).moov(), slices.Concat(fragments...), index())
}

// Fragments say in several ways where their samples are and what they share
// (ISO/IEC 14496-12, 8.8.7 and 8.8.8). All give the same file.
func TestFragmentsSayTheSameInOtherWords(t *testing.T) {
	t.Parallel()
	data := bytes.Repeat([]byte{0, 0, 0, 2, 0x65, 0x88}, 3)
	tfdt := box("tfdt", 1<<24, long(0))
	plain := box("tfhd", baseIsMoof, 1)
	common := box("tfhd", baseIsMoof|defaultDuration|defaultSize|defaultFlags, 1, second, 6, 0)
	explicit := func(offset, n int) []byte {
		parts := []any{dataOffset | sampleDuration | sampleSize | sampleFlags, n, offset}
		for range n {
			parts = append(parts, second, 6, 0)
		}
		return box("trun", parts...)
	}
	// fragment makes one whose first trun begins its data so many bytes into them.
	fragment := func(data, tfhd []byte, into int, truns func(offset int) [][]byte) []byte {
		size := len(fragmentOf(nil, tfhd, tfdt, truns(0)...))
		return fragmentOf(data, tfhd, tfdt, truns(size+into)...)
	}
	head := box("ftyp", "isom", 0)
	sized := func(mvex []byte) []byte {
		h := plainHeader(t)
		h.mvex = mvex
		return slices.Concat(head, h.moov())
	}
	usualHead := sized(plainHeader(t).mvex)
	absolute := func(offset int) [][]byte { return [][]byte{explicit(len(usualHead)+offset, 3)} }
	for name, src := range map[string][]byte{
		"all of each": slices.Concat(usualHead, fragment(data, plain, 0, func(o int) [][]byte { return [][]byte{explicit(o, 3)} }), index()),
		"once for the fragment": slices.Concat(usualHead, fragment(data, common, 0, func(o int) [][]byte {
			return [][]byte{box("trun", dataOffset, 3, o)}
		}), index()),
		"once for the track": slices.Concat(sized(box("mvex", box("trex", 0, 1, 1, second, 6, 0))), fragment(data, plain, 0, func(o int) [][]byte {
			return [][]byte{box("trun", dataOffset, 3, o)}
		}), index()),
		"in two runs": slices.Concat(usualHead, fragment(data, plain, 0, func(o int) [][]byte {
			return [][]byte{explicit(o, 1), explicit(o+6, 2)}
		}), index()),
		"in two runs, the second where the first ends": slices.Concat(usualHead, fragment(data, common, 0, func(o int) [][]byte {
			return [][]byte{box("trun", dataOffset, 1, o), box("trun", 0, 2)}
		}), index()),
		"with nothing said of where": slices.Concat(usualHead, fragment(data, common, 0, func(int) [][]byte {
			return [][]byte{box("trun", 0, 3)}
		}), index()),
		"behind bytes that nobody needs": slices.Concat(usualHead, fragment(slices.Concat(zeros(5), data, zeros(7)), plain, 5, func(o int) [][]byte {
			return [][]byte{explicit(o, 3)}
		}), index()),
		"counted from the beginning of the file": slices.Concat(usualHead, fragment(data, box("tfhd", baseOffset, 1, long(0)), 0, absolute), index()),
		"with other boxes between":               slices.Concat(usualHead, box("free", "moofmoof"), fragment(data, plain, 0, func(o int) [][]byte { return [][]byte{explicit(o, 3)} }), box("free", "x"), index()),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			part, err := Rewrite(&out, bytes.NewReader(src), Options{End: 3 * second, Hold: second, Cuts: []uint64{second, 2 * second}})
			if err != nil || part.Frames != 3 || len(part.Segments) != 3 || part.Ticks() != 3*second {
				t.Fatalf("Rewrite = %+v, %v", part, err)
			}
			for _, s := range part.Segments {
				if s.Ticks != second || s.Size-s.Key != 0 {
					t.Errorf("a segment of %+v", s)
				}
			}
			if n := bytes.Count(out.Bytes(), []byte{0, 0, 0, 2, 0x65, 0x88}); n != 3 {
				t.Errorf("%d frames are in it", n)
			}
		})
	}
}

// A fragment that contradicts itself is an error that says where.
func TestDamagedFragments(t *testing.T) {
	t.Parallel()
	good := framesFrom(0, 2)
	at := func(data []byte, name string) int { return bytes.Index(data, []byte(name)) + 4 }
	patch := func(name string, offset int, with ...byte) []byte {
		data := bytes.Clone(good)
		copy(data[at(data, name)+offset:], with)
		return data
	}
	renamed := func(name string) []byte { return bytes.Replace(good, []byte(name), []byte("free"), 1) }
	moofOnly := good[:at(good, "mdat")-8]
	for name, c := range map[string]struct {
		fragment []byte
		want     string
	}{
		"none":                              {good, ""},
		"a time far ahead":                  {patch("tfdt", 4, 0x20), "a time of 2305843009213693952"},
		"a time far before":                 {patch("tfdt", 4, 0xd0), "a time of -3458764513820540928"},
		"a time before zero":                {patch("tfdt", 4, long(-second)...), ""},
		"another track":                     {patch("tfhd", 4, 0, 0, 0, 2), "without its track or its time"},
		"no time":                           {renamed("tfdt"), "without its track or its time"},
		"no track":                          {renamed("traf"), "without its track or its time"},
		"data before the data":              {patch("trun", 8, 0, 0, 0, 0), "a sample at"},
		"data behind the data":              {patch("trun", 8, 0, 0, 1, 0), "a sample at"},
		"data far before the file":          {patch("trun", 8, 0x80, 0, 0, 0), "a sample at"},
		"a sample longer than the data":     {patch("trun", 28, 0, 0, 0, 7), "a sample at"},
		"samples of nothing at the end":     {patch("trun", 28, 0, 0, 0, 0), ""},
		"no data":                           {renamed("mdat"), "box free of 20 bytes and no data"},
		"nothing behind its header":         {moofOnly, "and no data"},
		"data without an end":               {append(bytes.Clone(moofOnly), 0, 0, 0, 1, 'm', 'd', 'a', 't', 0x60, 0, 0, 0, 0, 0, 0, 0), "and no data"},
		"a header that ends within the box": {patch("moof", -8, 0, 0, 0, 12), "fragment at byte"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Rewrite(io.Discard, bytes.NewReader(film(t, c.fragment)), Options{End: 2 * second, Hold: second})
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("Rewrite = %v, want %q", err, c.want)
			}
		})
	}
	src := film(t, good)
	if _, err := Rewrite(io.Discard, bytes.NewReader(src[:bytes.Index(src, []byte("mdat"))-4]), Options{}); !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), "no data") {
		t.Errorf("a file that ends behind a fragment's header: %v", err)
	}
	endless := patch("trun", 12, 0xff, 0xff, 0xff, 0xff) // 13 hours
	copy(endless[at(endless, "tfdt")+4:], long(maxTime-second))
	if _, err := Rewrite(io.Discard, bytes.NewReader(film(t, endless)), Options{End: 2 * second, Hold: second}); err == nil || !strings.Contains(err.Error(), "a time of") {
		t.Errorf("samples beyond all times: %v", err)
	}
}

// Boxes of a file stand in an order, and all have to be there.
func TestOrderOfBoxes(t *testing.T) {
	t.Parallel()
	header, fragment := plainHeader(t).moov(), framesFrom(0, 2)
	sound := plainHeader(t)
	sound.entries = [][]byte{box("mp4a", zeros(28))}
	for name, c := range map[string]struct {
		src  []byte
		want string
	}{
		"as it should be":        {slices.Concat(header, fragment, index()), ""},
		"a second header":        {slices.Concat(header, fragment, header, index()), "a second track header"},
		"a fragment first":       {slices.Concat(fragment, header, index()), "a fragment before any track header"},
		"no header":              {index(), "no samples"},
		"no fragment":            {slices.Concat(header, index()), "no samples"},
		"no index":               {slices.Concat(header, fragment), "without its index"},
		"something behind":       {slices.Concat(header, fragment, index(), box("free", "x")), "without its index"},
		"half a box":             {slices.Concat(header, fragment, index()[:5]), "read a box"},
		"sound":                  {slices.Concat(sound.moov(), fragment, index()), "the track is no video"},
		"half a header":          {header[:40], "read box moov"},
		"a header of two tracks": {slices.Concat(box("moov", header[8:], header[8:]), fragment, index()), "2 tracks"},
	} {
		_, err := Rewrite(io.Discard, bytes.NewReader(c.src), Options{End: 2 * second, Hold: second})
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: Rewrite = %v, want %q", name, err, c.want)
		}
	}
}

// Times are taken up to a million years.
func TestOptionsAreLimited(t *testing.T) {
	t.Parallel()
	src := film(t, framesFrom(0, 2))
	for name, o := range map[string]Options{
		"offset": {Offset: maxTime + 1}, "start": {Start: maxTime + 1}, "end": {End: maxTime + 1},
		"hold": {Hold: maxTime + 1}, "delay": {Delay: maxTime + 1}, "longest": {Longest: maxTime + 1},
	} {
		if _, err := Rewrite(io.Discard, bytes.NewReader(src), o); err == nil || !strings.Contains(err.Error(), "times beyond") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Rewrite(io.Discard, bytes.NewReader(src), Options{End: 2 * second, Hold: maxTime, Longest: maxTime}); err != nil {
		t.Errorf("the longest there is: %v", err)
	}
}
