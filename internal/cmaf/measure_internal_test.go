package cmaf

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"proceedings/internal/meeting"
)

// Measure finds what is in a file: of sound, too, of which no frame is a key frame
// to jump to.
func TestMeasure(t *testing.T) {
	t.Parallel()
	sound := plainHeader(t)
	sound.entries, sound.timescale = [][]byte{box("mp4a", zeros(28))}, 48000
	fragments := slices.Concat(framesFrom(100, 2), framesFrom(100+3*second, 1))
	for name, c := range map[string]struct {
		header []byte
		want   meeting.Part
		keys   bool
	}{
		"a picture": {plainHeader(t).moov(), meeting.Part{Codecs: "avc1.64000B", Width: 160, Height: 96, Timescale: 90000, Start: 100, Frames: 3}, true},
		"sound":     {sound.moov(), meeting.Part{Codecs: "mp4a.40.2", Timescale: 48000, Start: 100, Frames: 3}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src := slices.Concat(box("ftyp", "isom", 0), c.header, fragments, index())
			got, err := Measure(bytes.NewReader(src))
			if err != nil {
				t.Fatal(err)
			}
			init := slices.Concat(box("ftyp", "isom", 0), c.header)
			if got.Init != int64(len(init)) || got.InitSum != sum(init) || len(got.Segments) != 2 {
				t.Fatalf("Measure = %+v", got)
			}
			a, b := got.Segments[0], got.Segments[1]
			if a.Ticks != 3*second || b.Ticks != second || a.Size+b.Size != int64(len(fragments)) {
				t.Errorf("segments %+v", got.Segments)
			}
			if c.keys && (a.Key != a.Size-6 || b.Key != b.Size) || !c.keys && a.Key+b.Key != 0 {
				t.Errorf("key frames end at %d of %d bytes and at %d of %d", a.Key, a.Size, b.Key, b.Size)
			}
			got.Init, got.InitSum, got.Segments = 0, "", nil
			if got.Codecs != c.want.Codecs || got.Width != c.want.Width || got.Height != c.want.Height || got.Timescale != c.want.Timescale || got.Start != 100 || got.Frames != 3 {
				t.Errorf("Measure = %+v, want %+v", got, c.want)
			}
		})
	}
}

// A picture's first frame is in the first run that has samples.
func TestMeasureOfEmptyRuns(t *testing.T) {
	t.Parallel()
	tfhd, tfdt := box("tfhd", baseIsMoof|defaultDuration|defaultSize|defaultFlags, 1, second, 6, 0), box("tfdt", 1<<24, long(0))
	runs := func(offset int) [][]byte {
		return [][]byte{box("trun", dataOffset, 0, offset), box("trun", dataOffset, 1, offset), box("trun", dataOffset, 1, offset+6)}
	}
	size := len(fragmentOf(nil, tfhd, tfdt, runs(0)...))
	fragment := fragmentOf(bytes.Repeat([]byte{0, 0, 0, 2, 0x65, 0x88}, 2), tfhd, tfdt, runs(size)...)
	got, err := Measure(bytes.NewReader(slices.Concat(plainHeader(t).moov(), fragment, index())))
	if err != nil || len(got.Segments) != 1 || got.Segments[0].Key != got.Segments[0].Size-6 || got.Frames != 2 {
		t.Errorf("Measure = %+v, %v", got, err)
	}
}

func TestMeasureRefuses(t *testing.T) {
	t.Parallel()
	header, one, two := plainHeader(t).moov(), framesFrom(0, 2), framesFrom(2*second, 2)
	renamed := bytes.Replace(two, []byte("tfdt"), []byte("free"), 1)
	for name, c := range map[string]struct {
		src  []byte
		want string
	}{
		"a fragment first":           {slices.Concat(one, header), "a fragment before any track header"},
		"nothing":                    {nil, "no samples"},
		"a header alone":             {header, "no samples"},
		"a damaged header":           {box("moov", "x"), "bytes behind the last box"},
		"a box between fragments":    {slices.Concat(header, one, box("free"), two), "does not follow on the one before"},
		"two at one time":            {slices.Concat(header, one, one), "segment 2 begins at tick 0, the one before at 0"},
		"one before the other":       {slices.Concat(header, two, one), "segment 2 begins at tick 0, the one before at 180000"},
		"a fragment without a time":  {slices.Concat(header, one, renamed), "without its track or its time"},
		"a fragment without data":    {slices.Concat(header, one, two[:len(two)-20]), "no data"},
		"a fragment with half of it": {slices.Concat(header, one, two[:len(two)-5]), "read box mdat"},
	} {
		if got, err := Measure(bytes.NewReader(c.src)); err == nil || !strings.Contains(err.Error(), c.want) || len(got.Segments) > 0 {
			t.Errorf("%s: Measure = %+v, %v; want %q", name, got, err, c.want)
		}
	}
	end := bytes.Index(slices.Concat(header, one, box("free"), two), []byte("free")) + 4
	if _, err := Measure(bytes.NewReader(slices.Concat(header, one, box("free"), two))); err == nil || !strings.Contains(err.Error(), "byte "+strconv.Itoa(end)) {
		t.Errorf("a fragment at byte %d is said to be elsewhere: %v", end, err)
	}
}
