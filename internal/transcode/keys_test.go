package transcode_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/Eyevinn/mp4ff/mp4"

	"proceedings/internal/meeting"
)

// verifyKeys holds a playlist of key frames to the files: each of its ranges is
// a moof and the first sample of its mdat, and that sample is whole units of
// H.264, one of them an IDR picture.
func verifyKeys(t *testing.T, p product, r meeting.Rendition) {
	t.Helper()
	list, err := os.ReadFile(filepath.Join(p.place(p.list), r.IFrames))
	if err != nil {
		t.Fatal(err)
	}
	ranges := regexp.MustCompile(`(?m)^#EXT-X-BYTERANGE:(\d+)@(\d+)$`).FindAllStringSubmatch(string(list), -1)
	for _, piece := range r.Files {
		data, err := os.ReadFile(p.path(piece))
		if err != nil {
			t.Fatal(err)
		}
		file := readBoxes(t, p.path(piece))
		for _, s := range file.Segments {
			for _, f := range s.Fragments {
				if len(ranges) == 0 {
					t.Fatalf("%s has fewer key frames than there are segments", r.IFrames)
				}
				size, err := strconv.Atoi(ranges[0][1])
				if err != nil {
					t.Fatal(err)
				}
				trun := f.Moof.Traf.Trun
				trun.AddSampleDefaultValues(f.Moof.Traf.Tfhd, file.Init.Moov.Mvex.Trex)
				first := int(f.Moof.StartPos) + int(trun.DataOffset)
				if strconv.FormatUint(f.Moof.StartPos, 10) != ranges[0][2] || int(f.Moof.StartPos)+size != first+int(trun.Samples[0].Size) {
					t.Errorf("%s: %s bytes from %s on, the moof starts at %d and its first sample ends at %d",
						r.IFrames, ranges[0][1], ranges[0][2], f.Moof.StartPos, first+int(trun.Samples[0].Size))
				} else if strings.HasPrefix(r.Codecs, "avc1") && !isIDR(data[first:first+int(trun.Samples[0].Size)]) {
					t.Errorf("%s, at byte %d: no whole IDR picture", r.IFrames, first)
				}
				ranges = ranges[1:]
			}
		}
	}
	if len(ranges) > 0 {
		t.Errorf("%s has %d key frames more than there are segments", r.IFrames, len(ranges))
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
