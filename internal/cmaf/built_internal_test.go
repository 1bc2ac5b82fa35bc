package cmaf

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"testing"
)

// box is a box of parts: bytes and text as they are, numbers in 32 bits.
func box(name string, parts ...any) []byte {
	data := append(make([]byte, 4), name...)
	for _, p := range parts {
		switch p := p.(type) {
		case []byte:
			data = append(data, p...)
		case string:
			data = append(data, p...)
		case int:
			data = binary.BigEndian.AppendUint32(data, uint32(p))
		}
	}
	binary.BigEndian.PutUint32(data, uint32(len(data)))
	return data
}

// zeros are n bytes.
func zeros(n int) []byte { return make([]byte, n) }

// long is a number in 64 bits.
func long(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// Parameters of a picture of 160×96 in High profile, of x264.
const (
	testSPS = "6764000bacd9428db011000003000100000300320f142996"
	testPPS = "68ef8fcb"
)

// raw is hexadecimal as bytes.
func raw(t testing.TB, s string) []byte {
	t.Helper()
	data, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// record is an AVCDecoderConfigurationRecord with NAL lengths of size bytes.
func record(size int, sequences, pictures [][]byte) []byte {
	data := []byte{1, 0x64, 0, 0x0b, 0xfc | byte(size-1), 0xe0 | byte(len(sequences))}
	for _, s := range sequences {
		data = append(append(data, 0, byte(len(s))), s...)
	}
	data = append(data, byte(len(pictures)))
	for _, p := range pictures {
		data = append(append(data, 0, byte(len(p))), p...)
	}
	return data
}

// usual is the record of testSPS and testPPS.
func usual(t testing.TB) []byte {
	t.Helper()
	return record(4, [][]byte{raw(t, testSPS)}, [][]byte{raw(t, testPPS)})
}

// visual is a sample entry of 160×96 with boxes in it.
func visual(name string, boxes ...[]byte) []byte {
	head := zeros(visualHeader)
	binary.BigEndian.PutUint16(head[24:], 160)
	binary.BigEndian.PutUint16(head[26:], 96)
	return box(name, append(head, slices.Concat(boxes...)...))
}

// uprightMatrix is the matrix of a picture that lies as it is.
func uprightMatrix() []int { return []int{1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30} }

// turnedMatrix is that of one that is turned by a quarter.
func turnedMatrix() []int { return []int{0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30} }

// trackHeader is what a track's header says.
type trackHeader struct {
	id, timescale int
	matrix        []int
	entries       [][]byte // of the sample description
	extra         []byte   // more boxes of the moov
	mvex          []byte
}

// moov is the box of one track.
func (h trackHeader) moov() []byte { return box("moov", h.trak(), h.mvex, h.extra) }

func (h trackHeader) trak() []byte {
	var matrix []byte
	for _, n := range h.matrix {
		matrix = binary.BigEndian.AppendUint32(matrix, uint32(n))
	}
	tkhd := box("tkhd", 3, 0, 0, h.id, 0, 0, zeros(16), matrix, 160<<16, 96<<16)
	mdhd := box("mdhd", 0, 0, 0, h.timescale, 0, 0x55c40000)
	stsd := box("stsd", 0, len(h.entries), slices.Concat(h.entries...))
	return box("trak", tkhd, box("mdia", mdhd, box("minf", box("stbl", stsd))))
}

// plainHeader is that of a usual H.264 track.
func plainHeader(t testing.TB) trackHeader {
	t.Helper()
	return trackHeader{
		id: 1, timescale: 90000, matrix: uprightMatrix(), entries: [][]byte{visual("avc1", box("avcC", usual(t)))},
		mvex: box("mvex", box("trex", 0, 1, 1, 0, 0, 0)),
	}
}

// Flags of tfhd and trun (ISO/IEC 14496-12, 8.8.7 and 8.8.8).
const (
	baseOffset, defaultDuration, defaultSize, defaultFlags, baseIsMoof = 0x1, 0x8, 0x10, 0x20, 0x20000
	dataOffset, sampleDuration, sampleSize, sampleFlags, sampleOffset  = 0x1, 0x100, 0x200, 0x400, 0x800
)

const noKey = 0x10000

// fragmentOf is a moof of parts, with the mdat behind it.
func fragmentOf(data []byte, tfhd, tfdt []byte, truns ...[]byte) []byte {
	return append(box("moof", box("mfhd", 0, 1), box("traf", tfhd, tfdt, slices.Concat(truns...))), box("mdat", data)...)
}

// framesFrom is a fragment of n frames a second apart from at on, the first a key
// frame, each of an IDR picture of six bytes.
func framesFrom(at int64, n int) []byte {
	tfhd, tfdt := box("tfhd", baseIsMoof, 1), box("tfdt", 1<<24, long(at))
	trun := func(offset int) []byte {
		parts := []any{dataOffset | sampleDuration | sampleSize | sampleFlags, n, offset}
		for i := range n {
			flags := 0
			if i > 0 {
				flags = noKey
			}
			parts = append(parts, 90000, 6, flags)
		}
		return box("trun", parts...)
	}
	size := len(fragmentOf(nil, tfhd, tfdt, trun(0)))
	return fragmentOf(bytes.Repeat([]byte{0, 0, 0, 2, 0x65, 0x88}, n), tfhd, tfdt, trun(size))
}

// index is the box that ends what ffmpeg has finished.
func index() []byte { return box("mfra") }
