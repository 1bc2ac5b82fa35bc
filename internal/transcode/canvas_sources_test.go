package transcode_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/Eyevinn/mp4ff/mp4"
)

// square is a grey picture with a white square in its middle, of a third of its
// height, where the pixels have the shape that a filter gives them.
func square(size string, seconds float64, filter string) []string {
	return []string{"-f", "lavfi", "-i", fmt.Sprintf(
		"color=gray:s=%s:r=25:d=%v%s,drawbox=x=iw/2-ih/6/sar:y=ih/2-ih/6:w=ih/3/sar:h=ih/3:c=white:t=fill", size, seconds, filter)}
}

// entries is an MP4 of the pictures of two others, one behind the other, with a
// sample entry for each (ISO/IEC 14496-12, 8.5.2), as meeting programs write it.
// Neither may have B-frames or sound.
func entries(t *testing.T, first, second string) string {
	t.Helper()
	a, mediaA := parsed(t, first)
	b, mediaB := parsed(t, second)
	ta, tb := a.Moov.Trak, b.Moov.Trak
	sa, sb := ta.Mdia.Minf.Stbl, tb.Mdia.Minf.Stbl

	sa.Stsd.AddChild(sb.Stsd.Children[0])
	chunks, samples := len(sa.Stco.ChunkOffset), uint32(len(sa.Stsz.SampleSize)) //nolint:gosec // some dozens
	for _, e := range sb.Stsc.Entries {
		if err := sa.Stsc.AddEntry(e.FirstChunk+uint32(chunks), e.SamplesPerChunk, 2); err != nil { //nolint:gosec // some dozens
			t.Fatal(err)
		}
	}
	for _, n := range sb.Stss.SampleNumber {
		sa.Stss.SampleNumber = append(sa.Stss.SampleNumber, n+samples)
	}
	sa.Stts.SampleCount = append(sa.Stts.SampleCount, sb.Stts.SampleCount...)
	sa.Stts.SampleTimeDelta = append(sa.Stts.SampleTimeDelta, sb.Stts.SampleTimeDelta...)
	sa.Stsz.SampleSize = append(sa.Stsz.SampleSize, sb.Stsz.SampleSize...)
	sa.Stsz.SampleNumber += sb.Stsz.SampleNumber

	var out bytes.Buffer
	if err := a.Ftyp.Encode(&out); err != nil {
		t.Fatal(err)
	}
	startA := uint32(out.Len()) + 8 //nolint:gosec // some bytes
	for i := range sa.Stco.ChunkOffset {
		sa.Stco.ChunkOffset[i] += startA - uint32(a.Mdat.PayloadAbsoluteOffset()) //nolint:gosec // a small file
	}
	for _, at := range sb.Stco.ChunkOffset {
		sa.Stco.ChunkOffset = append(sa.Stco.ChunkOffset,
			at+startA+uint32(len(mediaA))-uint32(b.Mdat.PayloadAbsoluteOffset())) //nolint:gosec // a small file
	}
	a.Moov.Mvhd.Duration += b.Moov.Mvhd.Duration
	ta.Tkhd.Duration += tb.Tkhd.Duration
	ta.Mdia.Mdhd.Duration += tb.Mdia.Mdhd.Duration
	for i := range ta.Edts.Elst[0].Entries {
		ta.Edts.Elst[0].Entries[i].SegmentDuration += tb.Edts.Elst[0].Entries[i].SegmentDuration
	}
	if err := (&mp4.MdatBox{Data: append(mediaA, mediaB...)}).Encode(&out); err != nil {
		t.Fatal(err)
	}
	if err := a.Moov.Encode(&out); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.mp4")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func parsed(t *testing.T, path string) (f *mp4.File, media []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if f, err = mp4.DecodeFile(bytes.NewReader(b)); err != nil {
		t.Fatal(err)
	}
	return f, f.Mdat.Data
}

// frames is an IVF file of the frames of two others, one behind the other: a
// header of 32 bytes, and before each frame 12, its size and its time.
func frames(t *testing.T, first, second string, firstFrames uint64) string {
	t.Helper()
	edited(t, second, func(b []byte) {
		for at := 32; at < len(b); {
			binary.LittleEndian.PutUint64(b[at+4:], binary.LittleEndian.Uint64(b[at+4:])+firstFrames)
			at += 12 + int(binary.LittleEndian.Uint32(b[at:]))
		}
	})
	whole, err := os.ReadFile(second)
	if err != nil {
		t.Fatal(err)
	}
	if err = os.WriteFile(second, whole[32:], 0o600); err != nil {
		t.Fatal(err)
	}
	return joined(t, first, second)
}
