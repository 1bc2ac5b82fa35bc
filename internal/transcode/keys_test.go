package transcode_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/Eyevinn/mp4ff/mp4"
)

// verifyKeys holds a playlist of key frames to the file: each of its ranges is
// a moof and the first sample of its mdat, and that sample is whole units of
// H.264, one of them an IDR picture.
func verifyKeys(t *testing.T, dir, playlist, media string) {
	t.Helper()
	list, err := os.ReadFile(filepath.Join(dir, playlist))
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, media))
	if err != nil {
		t.Fatal(err)
	}
	file := readBoxes(t, filepath.Join(dir, media))
	ranges := regexp.MustCompile(`(?m)^#EXT-X-BYTERANGE:(\d+)@(\d+)$`).FindAllStringSubmatch(string(list), -1)
	var fragments []*mp4.Fragment
	for _, s := range file.Segments {
		fragments = append(fragments, s.Fragments...)
	}
	if len(ranges) != len(fragments) {
		t.Fatalf("%s has %d key frames, %s has %d fragments", playlist, len(ranges), media, len(fragments))
	}
	for i, f := range fragments {
		size, err := strconv.Atoi(ranges[i][1])
		if err != nil {
			t.Fatal(err)
		}
		trun := f.Moof.Traf.Trun
		trun.AddSampleDefaultValues(f.Moof.Traf.Tfhd, nil)
		first := int(f.Moof.StartPos) + int(trun.DataOffset)
		if strconv.FormatUint(f.Moof.StartPos, 10) != ranges[i][2] || int(f.Moof.StartPos)+size != first+int(trun.Samples[0].Size) {
			t.Errorf("%s, key frame %d: %s bytes from %s on, the moof starts at %d and its first sample ends at %d",
				playlist, i, ranges[i][1], ranges[i][2], f.Moof.StartPos, first+int(trun.Samples[0].Size))
			continue
		}
		if !isIDR(data[first : first+int(trun.Samples[0].Size)]) {
			t.Errorf("%s, key frame %d: no whole IDR picture", playlist, i)
		}
	}
}

// isIDR reports whether a sample is whole NAL units with lengths of four bytes
// (ISO/IEC 14496-15, 5.3.4.2.1), with one of type 5 among them.
func isIDR(sample []byte) bool {
	found := false
	for len(sample) >= 5 {
		n := int(binary.BigEndian.Uint32(sample))
		if n < 1 || n > len(sample)-4 {
			return false
		}
		found = found || sample[4]&0x1f == 5
		sample = sample[4+n:]
	}
	return found && len(sample) == 0
}

func readBoxes(t *testing.T, path string) *mp4.File {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	file, err := mp4.DecodeFile(f, mp4.WithDecodeMode(mp4.DecModeLazyMdat))
	if err != nil {
		t.Fatal(err)
	}
	return file
}
