package cmaf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/Eyevinn/mp4ff/mp4"
)

// trackID is that of the only track of each file.
const trackID = 1

// initSection is the CMAF header of t: brands and an empty movie (ISO/IEC
// 23000-19, 7.3.1). It tells nothing that two encodes with the same settings do
// not share: no dates, lengths, rates or names of programs.
func initSection(t *track, delay int64) ([]byte, error) {
	entry, err := sampleEntry(t)
	if err != nil {
		return nil, err
	}
	trak := mp4.CreateEmptyTrak(trackID, t.timescale, "video", "und")
	trak.Tkhd.Width, trak.Tkhd.Height = t.shown[0], t.shown[1]
	trak.Mdia.Hdlr.Name = ""
	stsd := trak.Mdia.Minf.Stbl.Stsd
	stsd.Children, stsd.SampleCount = []mp4.Box{entry}, 1 // AddChild takes none that mp4ff has not read
	if delay > 0 {
		// From delay on to the end, whenever that is (ISO/IEC 14496-12, 8.6.6).
		edts := &mp4.EdtsBox{}
		edts.AddChild(&mp4.ElstBox{Version: 1, Entries: []mp4.ElstEntry{{MediaTime: delay, MediaRateInteger: 1}}})
		trak.Children = slices.Insert(trak.Children, 1, mp4.Box(edts)) // behind tkhd
	}
	moov := mp4.NewMoovBox()
	moov.AddChild(mp4.CreateMvhd())
	moov.AddChild(trak)
	mvex := mp4.NewMvexBox()
	mvex.AddChild(mp4.CreateTrex(trackID))
	moov.AddChild(mvex)

	// cmfc: composition offsets of one sign and an edit list (ISO/IEC 23000-19,
	// 7.2); iso6: the sixth edition's way to say where a fragment's data are.
	ftyp, err := encoded(mp4.NewFtyp("cmfc", 0, []string{"cmfc", "iso6"}))
	if err != nil {
		return nil, err
	}
	movie, err := encoded(moov)
	if err != nil {
		return nil, err
	}
	return append(ftyp, movie...), nil
}

// sampleEntry is the input's with what a decoder needs and nothing that was
// measured, such as the bit rates of btrt, or names the encoder (ISO/IEC
// 14496-12, 12.1.3). What it keeps is kept to the byte.
func sampleEntry(t *track) (mp4.Box, error) {
	children, err := boxes(t.entry.body[visualHeader:])
	if err != nil {
		return nil, fmt.Errorf("sample entry %s: %w", t.entry.name, err)
	}
	body := make([]byte, visualHeader)
	binary.BigEndian.PutUint16(body[6:], 1)       // data reference
	copy(body[24:40], t.entry.body[24:40])        // width, height, resolution
	binary.BigEndian.PutUint16(body[40:], 1)      // frame count
	binary.BigEndian.PutUint16(body[74:], 0x18)   // depth
	binary.BigEndian.PutUint16(body[76:], 0xffff) // predefined
	for _, b := range children {
		if slices.Contains([]string{"avcC", "av1C", "colr", "pasp"}, b.name) {
			body = binary.BigEndian.AppendUint32(body, uint32(8+len(b.body)))
			body = append(append(body, b.name...), b.body...)
		}
	}
	return mp4.CreateUnknownBox(t.entry.name, uint64(8+len(body)), body), nil
}

// encoded is b as bytes.
func encoded(b mp4.Box) ([]byte, error) {
	var buf bytes.Buffer
	if err := b.Encode(&buf); err != nil {
		return nil, fmt.Errorf("encode box %s: %w", b.Type(), err)
	}
	return buf.Bytes(), nil
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}
