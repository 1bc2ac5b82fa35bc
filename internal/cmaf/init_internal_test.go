package cmaf

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"github.com/Eyevinn/mp4ff/mp4"
)

// sectionOf is the initialisation section that Rewrite makes of a header.
func sectionOf(t *testing.T, h trackHeader, delay uint64) *mp4.InitSegment {
	t.Helper()
	var out bytes.Buffer
	src := slices.Concat(h.moov(), framesFrom(0, 2), index())
	part, err := Rewrite(&out, bytes.NewReader(src), Options{End: 2 * second, Hold: second, Delay: delay})
	if err != nil {
		t.Fatal(err)
	}
	file, err := mp4.DecodeFile(bytes.NewReader(out.Bytes()[:part.Init]))
	if err != nil {
		t.Fatal(err)
	}
	return file.Init
}

// A delay is given back by an edit list, and without one there is none.
func TestEditList(t *testing.T) {
	t.Parallel()
	if trak := sectionOf(t, plainHeader(t), 0).Moov.Trak; trak.Edts != nil {
		t.Errorf("without a delay there is %+v", trak.Edts)
	}
	edts := sectionOf(t, plainHeader(t), 7200).Moov.Trak.Edts
	if edts == nil || len(edts.Elst) != 1 || len(edts.Elst[0].Entries) != 1 {
		t.Fatalf("with a delay there is %+v", edts)
	}
	if e := edts.Elst[0].Entries[0]; e.MediaTime != 7200 || e.SegmentDuration != 0 || e.MediaRateInteger != 1 || e.MediaRateFraction != 0 {
		t.Errorf("the edit list has %+v", e)
	}
}

// The section has what a player needs of the track, and nothing that two encodes
// with the same settings do not share.
func TestInitSection(t *testing.T) {
	t.Parallel()
	h := plainHeader(t)
	h.timescale = 12800
	init := sectionOf(t, h, 0)
	trak := init.Moov.Trak
	if init.Moov.Mvhd == nil || init.Moov.Mvex == nil || init.Moov.Mvex.Trex == nil || init.Moov.Mvex.Trex.TrackID != 1 {
		t.Fatalf("the movie is %+v", init.Moov)
	}
	if trak.Tkhd.TrackID != 1 || trak.Tkhd.Width != 160<<16 || trak.Tkhd.Height != 96<<16 || trak.Mdia.Mdhd.Timescale != 12800 || trak.Mdia.Hdlr.Name != "" {
		t.Errorf("the track is %+v of %+v by %q", trak.Tkhd, trak.Mdia.Mdhd, trak.Mdia.Hdlr.Name)
	}
	if init.Ftyp.MajorBrand() != "cmfc" || !slices.Equal(init.Ftyp.CompatibleBrands(), []string{"cmfc", "iso6"}) {
		t.Errorf("brands %s, %v", init.Ftyp.MajorBrand(), init.Ftyp.CompatibleBrands())
	}
}

// Of a sample entry the fields that are fixed have their values, the boxes that a
// decoder needs are kept, and the others are not.
func TestSampleEntry(t *testing.T) {
	t.Parallel()
	config, color, shape := box("avcC", usual(t)), box("colr", "nclx", zeros(7)), box("pasp", 4, 3)
	h := plainHeader(t)
	h.entries = [][]byte{visual("avc1", config, box("btrt", 1, 2, 3), color, shape, box("free", "x264"))}
	tr, err := parseTrack(h.moov()[8:])
	if err != nil {
		t.Fatal(err)
	}
	copy(tr.entry.body[8:24], "names of encoder")
	copy(tr.entry.body[42:74], "\x1fand of somebody's very own codec")
	entry, err := sampleEntry(tr)
	if err != nil {
		t.Fatal(err)
	}
	data, err := encoded(entry)
	if err != nil {
		t.Fatal(err)
	}
	body := data[8:]
	number := func(at int) uint16 { return binary.BigEndian.Uint16(body[at:]) }
	if number(6) != 1 || number(24) != 160 || number(26) != 96 || number(40) != 1 || number(74) != 0x18 || number(76) != 0xffff {
		t.Errorf("fields %x", body[:visualHeader])
	}
	if !bytes.Equal(body[8:24], zeros(16)) || !bytes.Equal(body[42:74], zeros(32)) {
		t.Errorf("it names the encoder: %q", body[:visualHeader])
	}
	if want := slices.Concat(config, color, shape); !bytes.Equal(body[visualHeader:], want) {
		t.Errorf("boxes %q, want %q", body[visualHeader:], want)
	}
	tr.entry.body = tr.entry.body[:visualHeader+3]
	if _, err := sampleEntry(tr); err == nil {
		t.Error("a damaged entry is taken")
	}
	if _, err := initSection(tr, 0); err == nil {
		t.Error("a section is made of a damaged entry")
	}
}
