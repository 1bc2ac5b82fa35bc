package captions

import "bytes"

// ccTriplet is three bytes of caption data as pictures carry them (CTA-708-E,
// 4.4): what kind it is, and two bytes of it.
type ccTriplet [3]byte

// What a triplet is of.
const (
	firstField   = 0 // of line 21
	secondField  = 1
	digitalMore  = 2 // CEA-708: what a packet goes on with
	digitalStart = 3 // CEA-708: where a packet begins
)

func (t ccTriplet) valid() bool { return t[0]&4 != 0 }
func (t ccTriplet) kind() int   { return int(t[0] & 3) }

// tripletsOf are the caption data in a packet of a stream from which everything
// else was filtered: user data of H.264, H.265 and MPEG-2, or a track of its own
// (codec eia_608).
func tripletsOf(codec string, packet []byte) (list []ccTriplet) {
	switch codec {
	case "eia_608":
		return split(packet)
	case "h264":
		return seiTriplets(packet, 1)
	case "hevc":
		return seiTriplets(packet, 2)
	case "mpeg2video":
		for _, unit := range units(packet) {
			if len(unit) > 0 && unit[0] == 0xb2 { // ISO/IEC 13818-2, table 6-1
				list = append(list, atsc(unit[1:])...)
			}
		}
	}
	return list
}

// split makes triplets of bytes; what is left over is none.
func split(data []byte) (list []ccTriplet) {
	for ; len(data) >= 3; data = data[3:] {
		list = append(list, ccTriplet(data))
	}
	return list
}

// units are what stands between start codes.
func units(stream []byte) [][]byte {
	list := bytes.Split(stream, []byte{0, 0, 1})
	return list[1:]
}

// seiTriplets are those in supplemental enhancement information, NAL units whose
// header has so many bytes (ITU-T H.264 and H.265, 7.3.2.3).
func seiTriplets(packet []byte, header int) (list []ccTriplet) {
	for _, unit := range units(packet) {
		if len(unit) <= header {
			continue
		}
		rest := unescape(unit[header:])
		for len(rest) > 2 { // less is trailing bits
			var kind, size int
			kind, rest = escalating(rest)
			size, rest = escalating(rest)
			if size > len(rest) {
				break
			}
			if registered := []byte{0xb5, 0x00, 0x31}; kind == 4 && bytes.HasPrefix(rest[:size], registered) { // ITU-T T.35: USA, ATSC
				list = append(list, atsc(rest[len(registered):size])...)
			}
			rest = rest[size:]
		}
	}
	return list
}

// escalating reads a number that is written as bytes of 255 and a last one.
func escalating(data []byte) (n int, rest []byte) {
	for len(data) > 0 {
		b := data[0]
		data = data[1:]
		if n += int(b); b != 0xff {
			break
		}
	}
	return n, data
}

// unescape drops the bytes that keep start codes out of a NAL unit (ITU-T H.264,
// 7.4.1).
func unescape(unit []byte) []byte {
	return bytes.ReplaceAll(unit, []byte{0, 0, 3}, []byte{0, 0})
}

// atsc are the triplets in user data of ATSC A/53 (part 4, 6.2.3): the
// identifier, the type of captions, a byte of flags with how many there are, a
// byte that is reserved.
func atsc(data []byte) []ccTriplet {
	data, ok := bytes.CutPrefix(data, []byte("GA94\x03"))
	if !ok || len(data) < 2 || data[0]&0x40 == 0 {
		return nil
	}
	n := 3 * int(data[0]&0x1f)
	return split(data[2:min(len(data), 2+n)])
}
