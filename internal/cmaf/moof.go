package cmaf

import (
	"encoding/binary"
	"fmt"

	"github.com/Eyevinn/mp4ff/mp4"
)

// moof is the header of segment number, from 1, whose data follow it at once.
func moof(number int, start uint64, samples []mp4.Sample) ([]byte, error) {
	traf := &mp4.TrafBox{}
	trun := mp4.CreateTrun(0)
	trun.Version = 0 // composition offsets are not negative
	trun.Samples = samples
	for _, b := range []mp4.Box{mp4.CreateTfhd(trackID), &mp4.TfdtBox{Version: 1}, trun} {
		if err := traf.AddChild(b); err != nil {
			return nil, fmt.Errorf("build a segment's header: %w", err)
		}
	}
	traf.Tfdt.SetBaseMediaDecodeTime(start)
	traf.Tfdt.Version = 1
	if err := traf.OptimizeTfhdTrun(); err != nil { // what all samples share is said once
		return nil, fmt.Errorf("build a segment's header: %w", err)
	}
	box := &mp4.MoofBox{}
	for _, b := range []mp4.Box{mp4.CreateMfhd(uint32(number)), traf} {
		if err := box.AddChild(b); err != nil {
			return nil, fmt.Errorf("build a segment's header: %w", err)
		}
	}
	trun.DataOffset = int32(box.Size()) + 8
	return encoded(box)
}

// header is an mdat's for n bytes of data (ISO/IEC 14496-12, 8.1.1).
func header(n int) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(8+n)), "mdat"...)
}
