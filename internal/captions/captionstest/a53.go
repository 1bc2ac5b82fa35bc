package captionstest

import "bytes"

// Insert puts what two fields send into a stream of H.264 or H.265 as ffmpeg
// writes it in its byte stream format (annex B of either), without B-frames.
// Frames before from get no user data at all.
func Insert(stream []byte, hevc bool, first, second *Line21, from int) []byte {
	var out bytes.Buffer
	frame := 0
	for _, unit := range bytes.Split(stream, []byte{0, 0, 1})[1:] {
		unit = bytes.TrimRight(unit, "\x00") // the first byte of a longer start code
		if beginsPicture(unit, hevc) {
			if frame >= from {
				out.Write(sei(userData(first.pair(frame), second.pair(frame)), hevc))
			}
			frame++
		}
		out.Write([]byte{0, 0, 0, 1})
		out.Write(unit)
	}
	return out.Bytes()
}

// beginsPicture reports whether a NAL unit is the first slice of a picture.
func beginsPicture(unit []byte, hevc bool) bool {
	if hevc {
		return unit[0]>>1&0x3f < 32 && unit[2]&0x80 != 0
	}
	kind := unit[0] & 0x1f
	return (kind == 1 || kind == 5) && unit[1]&0x80 != 0
}

// padding is what is sent where there is nothing to say.
const padding = 0x80

func (l *Line21) pair(frame int) Pair {
	if l != nil {
		if p, ok := l.frames[frame]; ok {
			return p
		}
	}
	return Pair{padding, padding}
}

// userData is caption data (ATSC A/53, part 4, 6.2.3): a pair of each field, and
// empty CEA-708.
func userData(first, second Pair) []byte {
	triplets := []byte{
		0xfc, first[0], first[1], 0xfd, second[0], second[1],
		0xf8, 0, 0, // marked as not valid
	}
	data := append([]byte{0xb5, 0x00, 0x31}, "GA94\x03"...)
	data = append(data, 0x40|byte(len(triplets)/3), 0xff)
	return append(append(data, triplets...), 0xff)
}

// sei is user data as a NAL unit (ITU-T H.264 and H.265, 7.3.2.3).
func sei(data []byte, hevc bool) []byte {
	const registered, trailing = 4, 0x80
	unit := []byte{0, 0, 0, 1, 6}
	if hevc {
		unit = []byte{0, 0, 0, 1, 39 << 1, 1}
	}
	zeros := 0
	for _, b := range append(append([]byte{registered, byte(len(data))}, data...), trailing) {
		if zeros == 2 && b <= 3 { // no start code may come about (7.4.1)
			unit, zeros = append(unit, 3), 0
		}
		if unit = append(unit, b); b == 0 {
			zeros++
		} else {
			zeros = 0
		}
	}
	return unit
}
