package cmaf

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/Eyevinn/mp4ff/mp4"
)

// track is what the header of a file says of its only track.
type track struct {
	id        uint32
	timescale uint32
	trex      *mp4.TrexBox // defaults of its samples; nil where there is none

	codecs        string // RFC 6381
	width, height int    // pixels; 0 for audio

	// Of video only:
	shown   [2]mp4.Fixed32 // size as shown, with pixels made square
	turned  bool           // it is to be turned or mirrored to be shown
	entry   rawBox         // its sample entry, as the input has it
	avc     *avcConfig     // of H.264
	entries uint32         // how many sample entries there are
}

// track reads the box moov of header h.
func (b *boxReader) track(h mp4.BoxHeader) (*track, error) {
	moov, err := b.body(h)
	if err != nil {
		return nil, err
	}
	t, err := parseTrack(moov)
	if err != nil {
		return nil, fmt.Errorf("read the track's header: %w", err)
	}
	return t, nil
}

// parseTrack reads the body of a moov. The sample entry is taken apart by hand:
// mp4ff refuses one with NAL lengths of other than four bytes and writes what it
// has read not always as it was.
func parseTrack(moov []byte) (*track, error) {
	top, err := boxes(moov)
	if err != nil {
		return nil, err
	}
	var traks []rawBox
	for _, b := range top {
		if b.name == "trak" {
			traks = append(traks, b)
		}
	}
	if len(traks) != 1 {
		return nil, fmt.Errorf("%d tracks and not one", len(traks))
	}
	t := &track{}
	if err = t.times(moov, traks[0].body); err != nil {
		return nil, err
	}
	stsd, err := inside(traks[0].body, "mdia", "minf", "stbl", "stsd")
	if err != nil {
		return nil, err
	}
	if len(stsd.body) < 8 {
		return nil, errors.New("an empty sample description")
	}
	t.entries = binary.BigEndian.Uint32(stsd.body[4:])
	entries, err := boxes(stsd.body[8:])
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 {
		return nil, errors.New("an empty sample description")
	}
	return t, t.describe(entries[0])
}

func (t *track) times(moov, trak []byte) error {
	box, err := inside(trak, "tkhd")
	if err != nil {
		return err
	}
	tkhd, err := decode[*mp4.TkhdBox](box)
	if err != nil {
		return err
	}
	t.id, t.shown = tkhd.TrackID, [2]mp4.Fixed32{tkhd.Width, tkhd.Height}
	if n := len(box.body); n >= 44 {
		t.turned = !upright(box.body[n-44 : n-8]) // the matrix stands before width and height
	}
	if box, err = inside(trak, "mdia", "mdhd"); err != nil {
		return err
	}
	mdhd, err := decode[*mp4.MdhdBox](box)
	if err != nil {
		return err
	}
	if t.timescale = mdhd.Timescale; t.timescale == 0 {
		return errors.New("a timescale of zero")
	}
	if box, err = inside(moov, "mvex", "trex"); err == nil {
		t.trex, err = decode[*mp4.TrexBox](box)
		return err
	}
	return nil // defaults may be in each fragment
}

// upright reports whether a matrix (ISO/IEC 14496-12, 8.3.2) leaves a picture
// as it lies. Its nine numbers are a b u c d v x y w.
func upright(matrix []byte) bool {
	at := func(i int) uint32 { return binary.BigEndian.Uint32(matrix[4*i:]) }
	return at(0) == 1<<16 && at(1) == 0 && at(3) == 0 && at(4) == 1<<16
}

// visualHeader is how far the fields of a visual sample entry go (ISO/IEC
// 14496-12, 12.1.3.2); its boxes follow.
const visualHeader = 78

// describe takes size and codec from the sample entry.
func (t *track) describe(entry rawBox) error {
	if entry.name == "mp4a" {
		t.codecs = "mp4a.40.2" // AAC-LC, the only one that is made
		return nil
	}
	if entry.name != "avc1" && entry.name != "av01" {
		return fmt.Errorf("neither H.264, AV1 nor AAC in its sample description, but %q", entry.name)
	}
	if len(entry.body) < visualHeader {
		return fmt.Errorf("sample entry %s has %d bytes", entry.name, len(entry.body))
	}
	t.entry = entry
	t.width = int(binary.BigEndian.Uint16(entry.body[24:]))
	t.height = int(binary.BigEndian.Uint16(entry.body[26:]))
	if entry.name == "avc1" {
		box, err := inside(entry.body[visualHeader:], "avcC")
		if err != nil {
			return err
		}
		if t.avc, err = parseAVC(box.body); err != nil {
			return err
		}
		t.codecs = fmt.Sprintf("avc1.%02X%02X%02X", box.body[1], box.body[2], box.body[3]) // RFC 6381, 3.3
		return nil
	}
	box, err := inside(entry.body[visualHeader:], "av1C")
	if err != nil {
		return err
	}
	av1C, err := decode[*mp4.Av1CBox](box)
	if err != nil {
		return err
	}
	t.codecs = av1Codecs(av1C)
	return nil
}

// av1Codecs is the short form of "Codecs Parameter String" in the AV1 binding
// to ISOBMFF (5): profile, level and tier, bit depth.
func av1Codecs(c *mp4.Av1CBox) string {
	depth := 8
	switch {
	case c.HighBitdepth == 1 && c.TwelveBit == 1:
		depth = 12
	case c.HighBitdepth == 1:
		depth = 10
	}
	tier := "M"
	if c.SeqTier0 == 1 {
		tier = "H"
	}
	return fmt.Sprintf("av01.%d.%02d%s.%02d", c.SeqProfile, c.SeqLevelIdx0, tier, depth)
}
