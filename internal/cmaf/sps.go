package cmaf

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/Eyevinn/mp4ff/bits"
)

// sequence is what matters to us of a sequence parameter set of H.264.
type sequence struct {
	profile     uint
	chroma      uint // 1 is 4:2:0
	deep        bool // more than eight bits a sample
	wholeFrames bool // no fields
}

// parseSPS reads a sequence parameter set up to frame_mbs_only_flag (ITU-T
// H.264, 7.3.2.1.1). mp4ff reads one whole, and makes as much room for a list
// in it as the file says, be it all memory.
func parseSPS(unit []byte) (s sequence, err error) {
	r := bits.NewEBSPReader(bytes.NewReader(unit))
	r.Read(8) // the unit's own header
	s.profile, s.chroma = r.Read(8), 1
	r.Read(16) // constraints and level
	r.ReadExpGolomb()
	if slices.Contains([]uint{100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}, s.profile) {
		if s.chroma = r.ReadExpGolomb(); s.chroma == 3 {
			r.ReadFlag()
		}
		luma, chroma := r.ReadExpGolomb(), r.ReadExpGolomb()
		s.deep = luma > 0 || chroma > 0
		r.ReadFlag()
		if r.ReadFlag() {
			skipScaling(r, s.chroma)
		}
	}
	r.ReadExpGolomb() // log2_max_frame_num_minus4
	switch r.ReadExpGolomb() {
	case 0:
		r.ReadExpGolomb()
	case 1:
		r.ReadFlag()
		r.ReadExpGolomb()
		r.ReadExpGolomb()
		n := r.ReadExpGolomb()
		if n > 255 { // its bound in 7.4.2.1.1
			return s, fmt.Errorf("sequence parameters: a cycle of %d frames", n)
		}
		for range n {
			r.ReadExpGolomb()
		}
	}
	r.ReadExpGolomb() // max_num_ref_frames
	r.ReadFlag()
	r.ReadExpGolomb() // width
	r.ReadExpGolomb() // height
	s.wholeFrames = r.ReadFlag()
	if err := r.AccError(); err != nil {
		return s, fmt.Errorf("sequence parameters: %w", err)
	}
	return s, nil
}

// skipScaling reads over the lists of a scaling matrix (7.3.2.1.1.1).
func skipScaling(r *bits.EBSPReader, chroma uint) {
	lists := 8
	if chroma == 3 {
		lists = 12
	}
	for i := range lists {
		if !r.ReadFlag() {
			continue
		}
		size := 16
		if i >= 6 {
			size = 64
		}
		for last, next, j := 8, 8, 0; j < size && next != 0; j++ {
			next = (last + r.ReadSignedGolomb() + 256) & 0xff
			if next != 0 {
				last = next
			}
		}
	}
}
