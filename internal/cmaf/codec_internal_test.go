package cmaf

import (
	"encoding/hex"
	"testing"

	"github.com/Eyevinn/mp4ff/av1"
	"github.com/Eyevinn/mp4ff/mp4"
)

func TestParseSPS(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		unit string
		want sequence
		ok   bool
	}{
		"High, of x264":         {"6764000bacd9428db011000003000100000300320f142996", sequence{100, 1, false, true}, true},
		"one that ends early":   {"6764000bac", sequence{profile: 100, chroma: 1}, false},
		"nothing":               {"", sequence{chroma: 1}, false},
		"a cycle of 300 frames": {"6742000bd30096ffffff", sequence{profile: 66, chroma: 1}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			unit, err := hex.DecodeString(c.unit)
			if err != nil {
				t.Fatal(err)
			}
			got, err := parseSPS(unit)
			if (err == nil) != c.ok || c.ok && got != c.want {
				t.Errorf("parseSPS(%s) = %+v, %v; want %+v, without error: %v", c.unit, got, err, c.want, c.ok)
			}
		})
	}
}

func FuzzParseSPS(f *testing.F) {
	f.Add([]byte("\x67\x64\x00\x0b\xac\xd9\x42\x8d\xb0\x11"))
	f.Fuzz(func(_ *testing.T, unit []byte) {
		_, _ = parseSPS(unit) // returns
	})
}

func TestAV1Codecs(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]av1.CodecConfRec{
		"av01.0.08M.08": {SeqLevelIdx0: 8},
		"av01.0.01M.08": {SeqLevelIdx0: 1, TwelveBit: 1}, // of which it says nothing at eight bits
		"av01.0.13H.10": {SeqLevelIdx0: 13, SeqTier0: 1, HighBitdepth: 1},
		"av01.2.04M.12": {SeqProfile: 2, SeqLevelIdx0: 4, HighBitdepth: 1, TwelveBit: 1},
	} {
		if got := av1Codecs(&mp4.Av1CBox{CodecConfRec: c}); got != want {
			t.Errorf("%+v is %s, want %s", c, got, want)
		}
	}
}
