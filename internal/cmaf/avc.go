package cmaf

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// avcConfig is what an AVCDecoderConfigurationRecord says (ISO/IEC 14496-15,
// 5.3.3.1).
type avcConfig struct {
	lengthSize int      // bytes of the length before each NAL unit: 1, 2 or 4
	sets       [][]byte // parameter sets of sequences and pictures
	sps        []byte   // the first of the former
}

func parseAVC(record []byte) (*avcConfig, error) {
	if len(record) < 7 || record[0] != 1 {
		return nil, fmt.Errorf("an avcC of %d bytes that is not of version 1", len(record))
	}
	c := &avcConfig{lengthSize: int(record[4]&3) + 1}
	if c.lengthSize == 3 {
		return nil, errors.New("an avcC with NAL lengths of 3 bytes")
	}
	rest := record[5:]
	for _, mask := range []byte{0x1f, 0xff} { // sequences, pictures
		if len(rest) == 0 {
			return nil, errors.New("an avcC that ends early")
		}
		count := rest[0] & mask
		rest = rest[1:]
		for range count {
			set, more, ok := unit(rest, 2)
			if !ok {
				return nil, errors.New("an avcC that ends early")
			}
			c.sets, rest = append(c.sets, trimmed(set)), more
		}
		if mask == 0x1f && len(c.sets) > 0 {
			c.sps = c.sets[0]
		}
	}
	return c, nil
}

// unit takes the first unit with a length of size bytes off data.
func unit(data []byte, size int) (u, rest []byte, ok bool) {
	if len(data) < size {
		return nil, nil, false
	}
	n := uint64(0)
	for _, b := range data[:size] {
		n = n<<8 | uint64(b)
	}
	data = data[size:]
	if n > uint64(len(data)) {
		return nil, nil, false
	}
	return data[:n], data[n:], true
}

// trimmed is a NAL unit without the zero bytes that a byte stream may leave
// behind it (ITU-T H.264, B.1.1).
func trimmed(u []byte) []byte { return bytes.TrimRight(u, "\x00") }

// Of nal_unit_type (ITU-T H.264, table 7-1).
const (
	nalIDR = 5
	nalSPS = 7
	nalPPS = 8
)

// look reads the NAL units of a frame: whether an IDR picture is in it, whether
// parameters are that differ from those in c, and whether it is whole units.
func (c *avcConfig) look(frame []byte) (idr, changed, whole bool) {
	for len(frame) > 0 {
		u, rest, ok := unit(frame, c.lengthSize)
		if !ok {
			return idr, changed, false
		}
		frame = rest
		if len(u) == 0 {
			continue
		}
		switch u[0] & 0x1f {
		case nalIDR:
			idr = true
		case nalSPS, nalPPS:
			same := slices.ContainsFunc(c.sets, func(set []byte) bool { return bytes.Equal(set, trimmed(u)) })
			changed = changed || !same
		}
	}
	return idr, changed, true
}

// unplayable says why a browser would not play the picture that c announces,
// as a predicate; empty if it would. What browsers play is 4:2:0 with eight
// bits, a whole frame at a time: the profiles up to High.
func (c *avcConfig) unplayable() string {
	if c.sps == nil {
		return "has no parameters of its sequence"
	}
	s, err := parseSPS(c.sps)
	switch {
	case err != nil:
		return "has damaged parameters"
	case s.deep:
		return "has more than eight bits a sample"
	case s.chroma != 1:
		return "has not the usual colour resolution (4:2:0)"
	case !slices.Contains([]uint{66, 77, 100}, s.profile): // Baseline, Main, High
		return fmt.Sprintf("has a profile of H.264 that browsers do not play (%d)", s.profile)
	case !s.wholeFrames:
		return "is coded interlaced"
	}
	return ""
}
