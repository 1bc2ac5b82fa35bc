package soundmatch

import (
	"math"

	"gonum.org/v1/gonum/dsp/fourier"
)

const (
	hop    = SampleRate / Rate // samples from a frame to the next
	window = 256               // samples that a frame looks at: 32 ms
	bands  = 6
)

// edges are where the bands begin and end, in Hz: what a telephone transmits,
// in steps that widen as those of the ear do.
func edges() [bands + 1]float64 { return [...]float64{200, 400, 700, 1100, 1700, 2500, 3700} }

// Writer computes the fingerprint of the sound that is written to it: one channel,
// signed 16-bit samples, little-endian, at [SampleRate].
type Writer struct {
	fft    *fourier.FFT
	shape  [window]float64 // Hann
	first  [bands + 1]int  // bins
	half   []byte          // a sample of which only one byte has come
	recent []float64       // samples that the next frame begins with
	levels [][bands]uint8  // of all frames, in halves of a decibel
	count  int64           // samples
	sum    []complex128
	buf    []float64
}

// NewWriter returns a Writer without sound.
func NewWriter() *Writer {
	w := &Writer{fft: fourier.NewFFT(window), sum: make([]complex128, window/2+1), buf: make([]float64, window)}
	for i := range w.shape {
		w.shape[i] = 0.5 - 0.5*math.Cos(2*math.Pi*(float64(i)+0.5)/window)
	}
	for i, hz := range edges() {
		w.first[i] = int(math.Round(hz * window / SampleRate))
	}
	return w
}

// Write adds samples. It never fails.
func (w *Writer) Write(p []byte) (int, error) {
	n := len(p)
	if len(w.half) > 0 && n > 0 {
		w.sample(w.half[0], p[0])
		w.half, p = w.half[:0], p[1:]
	}
	for ; len(p) >= 2; p = p[2:] {
		w.sample(p[0], p[1])
	}
	w.half = append(w.half, p...)
	return n, nil
}

func (w *Writer) sample(low, high byte) {
	w.count++
	if len(w.levels) >= Longest*Rate {
		return
	}
	w.recent = append(w.recent, float64(int16(uint16(low)|uint16(high)<<8)))
	if len(w.recent) < window {
		return
	}
	w.levels = append(w.levels, w.frame())
	w.recent = w.recent[:copy(w.recent, w.recent[hop:])]
}

// hush is added to the energy of a band, so that silence has a level: rounding leaves
// half of a sample's last bit.
const hush = 0.25

// frame is the levels of the bands in the last samples, above that of one bit.
func (w *Writer) frame() (levels [bands]uint8) {
	for i, x := range w.recent {
		w.buf[i] = x * w.shape[i]
	}
	w.fft.Coefficients(w.sum, w.buf)
	for b := range levels {
		energy := 0.0
		for _, c := range w.sum[w.first[b]:w.first[b+1]] {
			energy += real(c)*real(c) + imag(c)*imag(c)
		}
		energy *= 2 / (window * window * 0.375) // 3/8 is the mean square of a Hann window
		db := 10 * math.Log10((energy+hush)/hush)
		levels[b] = uint8(math.Round(2 * db)) // at most 2 × 97
	}
	return levels
}

// Seconds is the length of the sound.
func (w *Writer) Seconds() float64 { return float64(w.count) / SampleRate }
