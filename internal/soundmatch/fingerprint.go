package soundmatch

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Fingerprint has for each frame and band the difference of its level to the usual
// level around it, from −7 to 7. A frame without sound for half a second around it is
// silent.
type Fingerprint struct {
	values [][bands]int8
	silent []bool
}

// magic begins a stored fingerprint; its last byte is the version.
const magic = "sndmatch\x01"

// MaxBytes is the size of the largest fingerprint.
const MaxBytes = int64(len(magic) + 4 + Longest*Rate*bands/2)

// ErrFormat is the error for bytes that are not a fingerprint of this version.
var ErrFormat = errors.New("not a sound fingerprint of this version")

// Seconds is the length of the fingerprint.
func (f Fingerprint) Seconds() float64 { return float64(len(f.values)) / Rate }

// Heard is the number of its seconds that are not silent.
func (f Fingerprint) Heard() float64 {
	n := 0
	for _, s := range f.silent {
		if !s {
			n++
		}
	}
	return float64(n) / Rate
}

// Bytes is f as it is stored: a header and three bytes a frame, 1.08 MB an hour.
func (f Fingerprint) Bytes() []byte {
	out := make([]byte, 0, len(magic)+4+len(f.values)*bands/2)
	out = append(out, magic...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(f.values)))
	for i, v := range f.values {
		var codes [bands]byte
		if !f.silent[i] {
			for b := range codes {
				codes[b] = byte(v[b] + 8)
			}
		}
		for b := 0; b < bands; b += 2 {
			out = append(out, codes[b]|codes[b+1]<<4)
		}
	}
	return out
}

// Parse reads what [Fingerprint.Bytes] wrote.
func Parse(data []byte) (Fingerprint, error) {
	head := len(magic) + 4
	if len(data) < head || string(data[:len(magic)]) != magic {
		return Fingerprint{}, ErrFormat
	}
	n := binary.LittleEndian.Uint32(data[len(magic):])
	if n > Longest*Rate || len(data)-head != int(n)*bands/2 {
		return Fingerprint{}, fmt.Errorf("%w: %d bytes for %d frames", ErrFormat, len(data)-head, n)
	}
	f := Fingerprint{values: make([][bands]int8, n), silent: make([]bool, n)}
	for i := range f.values {
		for b := 0; b < bands; b += 2 {
			pair := data[head+(i*bands+b)/2]
			for j, code := range [...]byte{pair & 15, pair >> 4} {
				if code == 0 {
					f.silent[i] = true
				} else {
					f.values[i][b+j] = int8(code) - 8
				}
			}
		}
	}
	return f, nil
}

// The stretches that a level is held against, in frames before and after it: a
// second for what is usual, since syllables are shorter, and six for how far it
// goes up and down.
const (
	around = Rate / 2
	spread = 3 * Rate
)

// audible is from where on there is something to hear in a band, in halves of a
// decibel above the rounding of samples.
const audible = 2 * 6

// Fingerprint returns the fingerprint of all sound written so far.
func (w *Writer) Fingerprint() Fingerprint {
	n := len(w.levels)
	f := Fingerprint{values: make([][bands]int8, n), silent: make([]bool, n)}
	heard := make([]float64, n)
	for i, l := range w.levels {
		for _, x := range l {
			if x >= audible {
				heard[i] = 1
			}
		}
	}
	for i, share := range smooth(heard, around) {
		f.silent[i] = share == 0
	}
	level, power := make([]float64, n), make([]float64, n)
	for b := range bands {
		for i, l := range w.levels {
			level[i] = float64(l[b]) / 2
		}
		for i, mean := range smooth(level, around) {
			level[i] -= mean
			power[i] = level[i] * level[i]
		}
		for i, p := range smooth(power, spread) {
			if !f.silent[i] {
				f.values[i][b] = int8(math.Round(max(-7, min(7, 3*level[i]/math.Sqrt(p+1)))))
			}
		}
	}
	return f
}

// smooth is the mean of each value and of as many on either side of it.
func smooth(x []float64, side int) []float64 {
	sums := make([]float64, len(x)+1)
	for i, v := range x {
		sums[i+1] = sums[i] + v
	}
	out := make([]float64, len(x))
	for i := range out {
		from, to := max(0, i-side), min(len(x), i+side+1)
		out[i] = (sums[to] - sums[from]) / float64(to-from)
	}
	return out
}
