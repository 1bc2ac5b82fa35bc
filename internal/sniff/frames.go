package sniff

import (
	"bytes"
	"encoding/binary"
)

// byFrames knows the formats without a header, by frames or packets that
// follow each other where each says the next will be. It comes last: these
// signs are weak.
func byFrames(f *file, head []byte) Format {
	if bytes.HasPrefix(head, []byte("ID3")) {
		return behindTag(f, head)
	}
	return firstOf(head, transportStream, adts, mpegAudio, ac3)
}

// behindTag says what an ID3 tag stands before. An ID3 tag before nothing that
// is known is still an MP3's.
func behindTag(f *file, head []byte) Format {
	body := head
	for off := int64(0); len(body) >= 10 && string(body[:3]) == "ID3"; {
		off += 10 + int64(body[6]&0x7f)<<21 + int64(body[7]&0x7f)<<14 + int64(body[8]&0x7f)<<7 + int64(body[9]&0x7f)
		body = f.at(off, 16<<10)
	}
	body = bytes.TrimLeft(body, "\x00") // padding that the tag's size leaves out
	if bytes.HasPrefix(body, []byte("fLaC")) {
		return recording("flac", "audio/flac")
	}
	if found := firstOf(body, adts); found.Name != "" {
		return found
	}
	return recording("mp3", "audio/mpeg")
}

// transportStream finds MPEG-TS by its sync byte at each packet: of 188 bytes,
// 192 with a time code before it (cameras, Blu-ray), 204 with error correction
// behind it. A recording that was cut may begin within a packet.
func transportStream(head []byte) Format {
	for _, packet := range []int{188, 192, 204} {
		for start := range min(packet, len(head)) {
			if synced(head, start, packet) {
				return recording("mpegts", "video/mp2t")
			}
		}
	}
	return Format{}
}

func synced(head []byte, start, packet int) bool {
	const enough = 8
	seen := 0
	for at := start; at+3 < len(head) && seen < enough; at += packet {
		if head[at] != 0x47 {
			return false
		}
		seen++
	}
	return seen == enough || (seen >= 3 && start <= 4)
}

// mpegAudio finds frames of MPEG audio, each where the one before ends: two
// from the start, or four behind the rest of a frame that was cut.
func mpegAudio(head []byte) Format {
	found := recording("mp3", "audio/mpeg")
	if chained(head, 2, mpegAudioFrame) {
		return found
	}
	for i := 1; i < min(len(head), 4<<10); i++ {
		if chained(head[i:], 4, mpegAudioFrame) {
			return found
		}
	}
	return Format{}
}

func adts(head []byte) Format {
	if chained(head, 2, adtsFrame) {
		return recording("aac", "audio/aac")
	}
	return Format{}
}

// chained reports whether b begins with n frames in a row; length is a frame's
// own, or 0 where none begins.
func chained(b []byte, n int, length func([]byte) int) bool {
	for range n {
		size := length(b)
		if size == 0 || size > len(b) {
			return false
		}
		b = b[size:]
	}
	return true
}

// mpegAudioFrame is the length of an MPEG-1, 2 or 2.5 audio frame (ISO/IEC
// 11172-3, 2.4.2.3), or 0.
func mpegAudioFrame(b []byte) int {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe0 != 0xe0 {
		return 0
	}
	version, layer := b[1]>>3&3, b[1]>>1&3 // version: 0 = 2.5, 2 = 2, 3 = 1; layer: 3 = I, 2 = II, 1 = III
	rateIndex, sampling, padding := b[2]>>4, b[2]>>2&3, int(b[2]>>1&1)
	if version == 1 || layer == 0 || rateIndex == 0 || rateIndex == 15 || sampling == 3 {
		return 0
	}
	kbps := bitRate(version, layer, rateIndex) * 1000
	hertz := []int{44100, 48000, 32000}[sampling]
	switch version {
	case 2:
		hertz /= 2
	case 0:
		hertz /= 4
	}
	switch {
	case layer == 3:
		return (12*kbps/hertz + padding) * 4
	case layer == 1 && version != 3:
		return 72*kbps/hertz + padding
	}
	return 144*kbps/hertz + padding
}

// bitRate is in kbit/s, for an index of 1 to 14.
func bitRate(version, layer, index byte) int {
	var table string // in units of 8 kbit/s
	switch {
	case version == 3 && layer == 3:
		return 32 * int(index)
	case version == 3 && layer == 2:
		table = "\x04\x06\x07\x08\x0a\x0c\x0e\x10\x14\x18\x1c\x20\x28\x30"
	case version == 3:
		table = "\x04\x05\x06\x07\x08\x0a\x0c\x0e\x10\x14\x18\x1c\x20\x28"
	case layer == 3:
		table = "\x04\x06\x07\x08\x0a\x0c\x0e\x10\x12\x14\x16\x18\x1c\x20"
	default:
		table = "\x01\x02\x03\x04\x05\x06\x07\x08\x0a\x0c\x0e\x10\x12\x14"
	}
	return 8 * int(table[index-1])
}

// adtsFrame is the length of an AAC frame with its ADTS header, or 0.
func adtsFrame(b []byte) int {
	if len(b) < 7 || b[0] != 0xff || b[1]&0xf6 != 0xf0 || b[2]>>2&0xf > 12 {
		return 0
	}
	size := int(b[3]&3)<<11 | int(b[4])<<3 | int(b[5]>>5)
	if size < 7 {
		return 0
	}
	return size
}

// ac3 believes two of the bit stream identifications that are in use.
func ac3(head []byte) Format {
	if len(head) > 6 && binary.BigEndian.Uint16(head) == 0x0b77 && (head[5]>>3 == 8 || head[5]>>3 == 16) {
		return recording("ac3", "audio/ac3")
	}
	return Format{}
}
