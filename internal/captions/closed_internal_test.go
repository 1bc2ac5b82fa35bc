package captions

import (
	"bytes"
	"testing"
)

// CEA-708 with text is told from CEA-708 that is only padding, and triplets that
// are marked as not valid count nowhere.
func TestPaddingIsNoCaptions(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		triplet ccTriplet
		digital bool
		pairs   int
	}{
		{"a packet with a block of service 1", ccTriplet{0xff, 0x02, 0x21}, true, 0},
		{"a packet of padding", ccTriplet{0xff, 0x02, 0x00}, false, 0},
		{"what a packet goes on with", ccTriplet{0xfe, 0x41, 0x42}, false, 0},
		{"not valid", ccTriplet{0xfb, 0x02, 0x21}, false, 0},
		{"a pair of line 21", ccTriplet{0xfc, 0x94, 0x20}, false, 1},
		{"padding of line 21", ccTriplet{0xfd, 0x80, 0x80}, false, 0},
		{"a pair that is not valid", ccTriplet{0xf8, 0x94, 0x20}, false, 0},
	} {
		var got closedData
		got.add(1, []ccTriplet{tt.triplet})
		if got.digital != tt.digital || len(got.line21) != tt.pairs {
			t.Errorf("%s: CEA-708 %v and %d pairs, want %v and %d", tt.name, got.digital, len(got.line21), tt.digital, tt.pairs)
		}
	}
}

// User data is hostile like any file: whatever it holds, there are no more
// triplets than its bytes make.
func FuzzUserData(f *testing.F) {
	data := append([]byte("\xb5\x00\x31GA94\x03\x42\xff"), 0xfc, 0x94, 0x20, 0xfd, 0x80, 0x80, 0xff)
	f.Add("h264", append([]byte{0, 0, 1, 6, 4, byte(len(data))}, append(data, 0x80)...))
	f.Add("hevc", append([]byte{0, 0, 1, 39 << 1, 1, 4, byte(len(data))}, append(data, 0x80)...))
	f.Add("mpeg2video", append([]byte{0, 0, 1, 0xb2}, data[3:]...))
	f.Add("eia_608", []byte{0xfc, 0x94, 0x20, 0xfc})
	f.Add("h264", []byte{0, 0, 1, 6, 255, 255, 255, 4, 255})
	f.Fuzz(func(t *testing.T, codec string, packet []byte) {
		list := tripletsOf(codec, packet)
		if 3*len(list) > len(packet) {
			t.Fatalf("%d triplets of %d bytes", len(list), len(packet))
		}
		for _, triplet := range list {
			if codec == "eia_608" && !bytes.Contains(packet, triplet[:]) {
				t.Fatalf("triplet %x is not in %x", triplet, packet)
			}
		}
	})
}
