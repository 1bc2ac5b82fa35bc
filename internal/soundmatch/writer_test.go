package soundmatch_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"proceedings/internal/soundmatch"
)

func TestFingerprintSurvivesStorage(t *testing.T) {
	t.Parallel()
	f := fingerprint(slices.Concat(voice(1, 5), make([]float64, 5*soundmatch.SampleRate), voice(2, 5)))
	data := f.Bytes()
	if perHour := float64(len(data)) / f.Seconds() * 3600; perHour > 1.1e6 {
		t.Errorf("an hour takes %.0f bytes", perHour)
	}
	back, err := soundmatch.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(back.Bytes(), data) || back.Seconds() != f.Seconds() || back.Heard() != f.Heard() {
		t.Errorf("it was %v s with %v s heard, and is %v s with %v s", f.Seconds(), f.Heard(), back.Seconds(), back.Heard())
	}
	// Half a second on both sides of what is heard counts with it.
	if math.Abs(f.Seconds()-15) > 0.05 || f.Heard() < 10 || f.Heard() > 11.1 {
		t.Errorf("%v s with %v s heard, want 15 s with 10 to 11 s", f.Seconds(), f.Heard())
	}
	for name, bad := range map[string][]byte{
		"nothing": nil, "a piece": data[:len(data)-1], "too much": append(slices.Clone(data), 0),
		"another version": append([]byte("sndmatch\x02"), data[9:]...), "a length that is not true": append([]byte("sndmatch\x01\xff\xff\xff\xff"), data[13:]...),
	} {
		if _, err := soundmatch.Parse(bad); !errors.Is(err, soundmatch.ErrFormat) {
			t.Errorf("%s: error = %v, want %v", name, err, soundmatch.ErrFormat)
		}
	}
}

func TestWriterAcceptsWritesOfAnySize(t *testing.T) {
	t.Parallel()
	data := samples(voice(1, 3))
	whole := soundmatch.NewWriter()
	_, _ = whole.Write(data) // never fails
	for _, size := range []int{1, 3, 1000, 4097} {
		w := soundmatch.NewWriter()
		for piece := range slices.Chunk(data, size) {
			if n, err := w.Write(piece); n != len(piece) || err != nil {
				t.Fatalf("Write = %d, %v", n, err)
			}
		}
		if !slices.Equal(w.Fingerprint().Bytes(), whole.Fingerprint().Bytes()) || w.Seconds() != 3 {
			t.Errorf("in pieces of %d bytes it is another: %v s", size, w.Seconds())
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(fingerprint(voice(1, 1)).Bytes())
	f.Add([]byte("sndmatch\x01\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		print, err := soundmatch.Parse(data)
		if err != nil {
			return
		}
		if o, ok := soundmatch.Match(print, print); ok && math.Abs(o.Seconds) > 0.05 {
			t.Errorf("a sound lies %v s off itself", o.Seconds)
		}
	})
}
