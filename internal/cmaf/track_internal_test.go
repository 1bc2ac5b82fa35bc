package cmaf

import (
	"slices"
	"strings"
	"testing"
)

// av1Entry is the sample entry of AV1 of level 3.1.
func av1Entry() []byte { return visual("av01", box("av1C", []byte{0x81, 0x05, 0x0c, 0})) }

func TestParseTrack(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*trackHeader)
		want   string // codecs, or part of an error
	}{
		"H.264":              {func(*trackHeader) {}, "avc1.64000B"},
		"AV1":                {func(h *trackHeader) { h.entries = [][]byte{av1Entry()} }, "av01.0.05M.08"},
		"AAC":                {func(h *trackHeader) { h.entries = [][]byte{box("mp4a", zeros(28))} }, "mp4a.40.2"},
		"no defaults":        {func(h *trackHeader) { h.mvex = nil }, "avc1.64000B"},
		"damaged defaults":   {func(h *trackHeader) { h.mvex = box("mvex", box("trex", 0)) }, "read box trex"},
		"two tracks":         {func(h *trackHeader) { h.extra = h.trak() }, "2 tracks and not one"},
		"bytes behind":       {func(h *trackHeader) { h.extra = []byte{1, 2, 3} }, "bytes behind the last box"},
		"HEVC":               {func(h *trackHeader) { h.entries = [][]byte{visual("hvc1")} }, `neither H.264, AV1 nor AAC in its sample description, but "hvc1"`},
		"no entry":           {func(h *trackHeader) { h.entries = nil }, "an empty sample description"},
		"a damaged entry":    {func(h *trackHeader) { h.entries = [][]byte{{1, 2, 3}} }, "bytes behind the last box"},
		"a short entry":      {func(h *trackHeader) { h.entries = [][]byte{box("avc1", zeros(77))} }, "sample entry avc1 has 77 bytes"},
		"no parameters":      {func(h *trackHeader) { h.entries = [][]byte{visual("avc1")} }, "no box avcC"},
		"damaged parameters": {func(h *trackHeader) { h.entries = [][]byte{visual("avc1", box("avcC", 1))} }, "an avcC of 4 bytes"},
		"AV1 without":        {func(h *trackHeader) { h.entries = [][]byte{visual("av01")} }, "no box av1C"},
		"damaged AV1":        {func(h *trackHeader) { h.entries = [][]byte{visual("av01", box("av1C", 0))} }, "read box av1C"},
		"no timescale":       {func(h *trackHeader) { h.timescale = 0 }, "a timescale of zero"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := plainHeader(t)
			c.change(&h)
			got, err := parseTrack(h.moov()[8:])
			if err != nil {
				if !strings.Contains(err.Error(), c.want) {
					t.Errorf("parseTrack = %v, want %q", err, c.want)
				}
				return
			}
			if got.codecs != c.want || got.id != 1 || got.timescale != 90000 || got.turned || got.entries != 1 {
				t.Errorf("parseTrack = %+v, want %q", got, c.want)
			}
			if (got.trex == nil) != (h.mvex == nil) || (got.avc != nil) != strings.HasPrefix(c.want, "avc1") {
				t.Errorf("defaults %v, parameters %v", got.trex, got.avc)
			}
			if sound := name == "AAC"; (got.width == 0) != sound || !sound && (got.width != 160 || got.height != 96 || got.shown[0] != 160<<16 || got.shown[1] != 96<<16) {
				t.Errorf("a picture of %d×%d, shown as %v", got.width, got.height, got.shown)
			}
		})
	}
}

// A header of which a box is missing is none.
func TestParseTrackNeedsItsBoxes(t *testing.T) {
	t.Parallel()
	whole := string(plainHeader(t).moov()[8:])
	for _, name := range []string{"trak", "tkhd", "mdia", "mdhd", "minf", "stbl", "stsd"} {
		if _, err := parseTrack([]byte(strings.Replace(whole, name, "xxxx", 1))); err == nil {
			t.Errorf("it is read without %s", name)
		}
	}
	for name, short := range map[string]string{
		"tkhd": string(box("tkhd", 0)), "mdhd": string(box("mdhd", 0)), "stsd": string(box("stsd", 0, "xyz")),
	} {
		at := strings.Index(whole, name) - 4
		size := int(whole[at+2])<<8 | int(whole[at+3])
		boxed := rebuilt(t, name, []byte(short))
		if _, err := parseTrack(boxed[8:]); err == nil {
			t.Errorf("it is read with a %s of %d bytes instead of %d", name, len(short), size)
		}
	}
}

// rebuilt is a usual moov with another box of that name.
func rebuilt(t *testing.T, name string, other []byte) []byte {
	t.Helper()
	var build func(data []byte) []byte
	build = func(data []byte) (out []byte) {
		list, err := boxes(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range list {
			switch {
			case b.name == name:
				out = append(out, other...)
			case slices.Contains([]string{"moov", "trak", "mdia", "minf", "stbl"}, b.name):
				out = append(out, box(b.name, build(b.body))...)
			default:
				out = append(out, box(b.name, b.body)...)
			}
		}
		return out
	}
	return build(plainHeader(t).moov())
}

// A picture lies as it is if its matrix neither turns nor mirrors it.
func TestUpright(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		matrix []int
		want   bool
	}{
		"as it is":         {uprightMatrix(), true},
		"moved":            {[]int{1 << 16, 0, 0, 0, 1 << 16, 0, 9, 9, 1 << 30}, true},
		"a quarter turned": {turnedMatrix(), false},
		"upside down":      {[]int{-1 << 16, 0, 0, 0, -1 << 16, 0, 0, 0, 1 << 30}, false},
		"mirrored":         {[]int{-1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30}, false},
		"on its head":      {[]int{1 << 16, 0, 0, 0, -1 << 16, 0, 0, 0, 1 << 30}, false},
		"leaning":          {[]int{1 << 16, 5, 0, 0, 1 << 16, 0, 0, 0, 1 << 30}, false},
		"slanted":          {[]int{1 << 16, 0, 0, 5, 1 << 16, 0, 0, 0, 1 << 30}, false},
	} {
		h := plainHeader(t)
		h.matrix = c.matrix
		got, err := parseTrack(h.moov()[8:])
		if err != nil || got.turned == c.want {
			t.Errorf("%s: turned: %v, %v", name, got.turned, err)
		}
	}
}
