package cmaf_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"testing"

	"github.com/Eyevinn/mp4ff/mp4"
)

// Parameters of a picture of 160×96 in High profile, of x264.
const (
	sps = "6764000bacd9428db011000003000100000300320f142996"
	pps = "68ef8fcb"
)

// frame is one of a file made by file.
type frame struct {
	shown int64 // ticks, of the input
	lasts uint32
	data  []byte
	key   bool
}

// units are NAL units with lengths of size bytes.
func units(size int, list ...string) (data []byte) {
	for _, u := range list {
		raw, err := hex.DecodeString(u)
		if err != nil {
			panic(err)
		}
		n := binary.BigEndian.AppendUint32(nil, uint32(len(raw)))
		data = append(append(data, n[4-size:]...), raw...)
	}
	return data
}

// made is a file as ffmpeg's, of fragments that need not begin with key frames.
func made(t testing.TB, lengthSize int, start int64, fragments ...[]frame) []byte {
	t.Helper()
	record := []byte{1, 0x64, 0, 0x0b, 0xfc | byte(lengthSize-1), 0xe1, 0, byte(len(sps) / 2)}
	record = append(append(record, unhex(t, sps)...), 1, 0, byte(len(pps)/2))
	record = append(append(record, unhex(t, pps)...), 0xfd, 0xf8, 0xf8, 0)
	entry := make([]byte, 78)
	binary.BigEndian.PutUint16(entry[24:], 160)
	binary.BigEndian.PutUint16(entry[26:], 96)
	entry = append(binary.BigEndian.AppendUint32(entry, uint32(8+len(record))), "avcC"...)
	entry = append(entry, record...)
	entry = append(entry, 0, 0, 0, 20, 'b', 't', 'r', 't', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)

	trak := mp4.CreateEmptyTrak(1, 90000, "video", "und")
	stsd := trak.Mdia.Minf.Stbl.Stsd
	stsd.Children, stsd.SampleCount = []mp4.Box{mp4.CreateUnknownBox("avc1", uint64(8+len(entry)), entry)}, 1
	moov, mvex := mp4.NewMoovBox(), mp4.NewMvexBox()
	mvex.AddChild(mp4.CreateTrex(1))
	for _, b := range []mp4.Box{mp4.CreateMvhd(), trak, mvex} {
		moov.AddChild(b)
	}
	var out bytes.Buffer
	encodeTo(t, &out, mp4.NewFtyp("isom", 0, nil))
	encodeTo(t, &out, moov)
	at := start
	for i, frames := range fragments {
		f, err := mp4.CreateFragment(uint32(i+1), 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range frames {
			flags := mp4.NonSyncSampleFlags
			if s.key {
				flags = 0 // of a key frame, and nothing else is known
			}
			f.AddFullSample(mp4.FullSample{DecodeTime: uint64(at), Data: s.data, Sample: mp4.Sample{
				Flags: flags, Dur: s.lasts, Size: uint32(len(s.data)), CompositionTimeOffset: int32(s.shown - at),
			}})
			at += int64(s.lasts)
		}
		if err := f.Encode(&out); err != nil {
			t.Fatal(err)
		}
	}
	out.WriteString("\x00\x00\x00\x08mfra")
	return out.Bytes()
}

func encodeTo(t testing.TB, out *bytes.Buffer, b mp4.Box) {
	t.Helper()
	if err := b.Encode(out); err != nil {
		t.Fatal(err)
	}
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	data, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// plain are n frames a second apart from start on, a key frame at every keys-th.
func plain(lengthSize int, start int64, n, keys int) (list []frame) {
	for i := range n {
		f := frame{shown: start + int64(i)*second, lasts: second, data: units(lengthSize, "4101020304"), key: i%keys == 0}
		if f.key {
			f.data = units(lengthSize, sps+"00", pps, "6588840102")
		}
		list = append(list, f)
	}
	return list
}
