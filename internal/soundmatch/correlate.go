package soundmatch

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/dsp/fourier"
)

// sharpen is how many tenths of the frame before are taken from each. Speech
// swells and fades over several frames; what is left are rather its edges, whose
// correlation has a narrower peak and smaller side lobes.
const sharpen = 7

// sound is a fingerprint as it is compared.
type sound struct {
	bands  [bands][]int8 // sharpened values, in tenths: at most 7 × 17
	power  []int64       // sum of squares of all frames before each
	heard  []int32       // how many frames before each have something to hear
	frames int
}

func newSound(f Fingerprint) *sound {
	n := len(f.values)
	s := &sound{frames: n, power: make([]int64, n+1), heard: make([]int32, n+1)}
	for b := range s.bands {
		s.bands[b] = make([]int8, n)
	}
	var before [bands]int8
	for i, v := range f.values {
		sum := int64(0)
		for b, x := range v {
			y := 10*x - sharpen*before[b]
			s.bands[b][i] = y
			sum += int64(y) * int64(y)
		}
		before = v
		s.power[i+1], s.heard[i+1] = s.power[i]+sum, s.heard[i]
		if !f.silent[i] {
			s.heard[i+1]++
		}
	}
	return s
}

// within is a place brought into a sound.
func (s *sound) within(i int) int { return max(0, min(s.frames, i)) }

// alike is how alike two stretches are: from −1 to 1, and, weighed by how much
// there is to hear in both, in multiples of what chance alone gives two sounds without
// a memory.
type alike struct {
	r, z, n float32
}

// scale makes of the sum of products of frames [from, to) of s, and those of
// other lag frames later, how alike they are.
func (s *sound) scale(other *sound, from, to, lag int, products float64) alike {
	from, to = max(from, -lag), min(to, other.frames-lag)
	if from >= to {
		return alike{}
	}
	own, others := s.power[to]-s.power[from], other.power[to+lag]-other.power[from+lag]
	n := float64(min(s.heard[to]-s.heard[from], other.heard[to+lag]-other.heard[from+lag]))
	if own <= 0 || others <= 0 || n == 0 {
		return alike{}
	}
	r := products / math.Sqrt(float64(own)*float64(others))
	return alike{r: float32(r), z: float32(r * math.Sqrt(n)), n: float32(n)}
}

// index is a sound that others are looked for in: the spectra of its stretches,
// which overlap by the longest that can be looked for.
type index struct {
	*sound

	longest int // frames
	fft     *fourier.FFT
	spectra [][bands][]complex64
	pad     []float64
	sum     []complex128
}

// stretch is how many frames a stretch of the longer sound has: a Fourier
// transform of eleven minutes fits a processor's cache.
const stretch = 1 << 16

func newIndex(s *sound, longest int) *index {
	size := stretch
	for size/2 >= s.frames+2*longest && size > 4*longest {
		size /= 2
	}
	x := &index{sound: s, longest: longest, fft: fourier.NewFFT(size), pad: make([]float64, size), sum: make([]complex128, size/2+1)}
	step := size - longest
	for from := -longest; from < s.frames; from += step {
		var spectrum [bands][]complex64
		for b := range spectrum {
			spectrum[b] = x.transform(s.bands[b], from, from+size)
		}
		x.spectra = append(x.spectra, spectrum)
	}
	return x
}

// transform is the spectrum of values [from, to), zeros where there are none.
func (x *index) transform(values []int8, from, to int) []complex64 {
	clear(x.pad)
	for i := max(0, from); i < min(len(values), to); i++ {
		x.pad[i-from] = float64(values[i])
	}
	x.fft.Coefficients(x.sum, x.pad)
	out := make([]complex64, len(x.sum))
	for i, c := range x.sum {
		out[i] = complex64(c)
	}
	return out
}

// find is how alike frames [from, to) of s are to every place of x, written to
// out. In the first place only their last frame meets x.
func (x *index) find(s *sound, from, to int, out []alike) []alike {
	var block [bands][]complex64
	for b := range block {
		block[b] = x.transform(s.bands[b], from, to)
		for i, c := range block[b] {
			block[b][i] = complex(real(c), -imag(c))
		}
	}
	size, length := len(x.pad), to-from
	step := size - x.longest
	out = slices.Grow(out[:0], x.frames+length-1)[:x.frames+length-1]
	for k, spectrum := range x.spectra {
		clear(x.sum)
		for b := range block {
			for i, c := range spectrum[b] {
				x.sum[i] += complex128(c * block[b][i])
			}
		}
		x.fft.Sequence(x.pad, x.sum)
		first := k*step - x.longest // frame of x that the block's first meets
		for j := range step {
			if place := first + j + length - 1; place >= 0 && place < len(out) {
				out[place] = s.scale(x.sound, from, to, first+j-from, x.pad[j]/float64(size))
			}
		}
	}
	return out
}
