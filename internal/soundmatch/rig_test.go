package soundmatch_test

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"

	"proceedings/internal/soundmatch"
)

// voice is something like a voice: syllables of random length and loudness,
// a pulse or noise through three resonances, with pauses.
func voice(seed uint64, seconds float64) []float64 {
	r := rand.New(rand.NewPCG(seed, 1))
	n := int(seconds * soundmatch.SampleRate)
	out := make([]float64, 0, n+soundmatch.SampleRate)
	pitch, phase := 90+120*r.Float64(), 0.0
	var last [3][2]float64
	for len(out) < n {
		length, level := 0.06+0.2*r.Float64(), 0.25+0.75*r.Float64()
		if r.Float64() < 0.12 {
			length, level = 0.15+0.8*r.Float64()*r.Float64(), 0
		}
		step := pitch * (0.8 + 0.4*r.Float64()) / soundmatch.SampleRate
		voiced := r.Float64() < 0.7
		var turn [3]float64
		for k, hz := range []float64{250 + 600*r.Float64(), 900 + 1300*r.Float64(), 2300 + 900*r.Float64()} {
			turn[k] = 2 * 0.965 * math.Cos(2*math.Pi*hz/soundmatch.SampleRate)
		}
		samples := int(length * soundmatch.SampleRate)
		for i := range samples {
			x := 0.7 * r.NormFloat64()
			if voiced {
				x /= 7
				if phase += step; phase >= 1 {
					phase, x = phase-1, 6
				}
			}
			x *= 0.1 * level * math.Sin(math.Pi*float64(i)/float64(samples))
			sum := 0.0
			for k := range turn {
				y := x + turn[k]*last[k][0] - 0.965*0.965*last[k][1]
				last[k] = [2]float64{y, last[k][0]}
				sum += y / float64(k+1)
			}
			out = append(out, 0.15*sum)
		}
	}
	return out[:n]
}

// microphone is one of several recorders of the same sound.
type microphone struct {
	from, length float64 // seconds: when it was switched on, and for how long
	drift        float64 // how much faster than true its time runs
	snr          float64 // of its own noise, dB; 0 for none
	reverb       float64 // seconds that the room rings for
	tone         bool    // it has a colour of its own
	agc          bool    // its gain follows what it hears
	gain         float64 // 0 for 1
	seed         uint64
}

// record is what it makes of the sound in a room.
func (m microphone) record(room []float64) soundmatch.Fingerprint {
	r := rand.New(rand.NewPCG(m.seed, 2))
	y := make([]float64, int(m.length*soundmatch.SampleRate))
	for i := range y {
		at := m.from*soundmatch.SampleRate + float64(i)*(1+m.drift)
		if k := int(at); k+1 < len(room) {
			y[i] = room[k] + (at-float64(k))*(room[k+1]-room[k])
		}
	}
	if m.reverb > 0 {
		dry := slices.Clone(y)
		for range 20 {
			late := m.reverb * 0.6 * r.Float64()
			gain := 0.5 * math.Pow(10, -3*late/m.reverb) * r.NormFloat64()
			for i, shift := 0, int(late*soundmatch.SampleRate); i+shift < len(y); i++ {
				y[i+shift] += gain * dry[i]
			}
		}
	}
	if m.tone {
		for range 3 {
			mix, before := 0.9*r.Float64()-0.3, 0.0
			for i, x := range y {
				y[i], before = x-mix*before, x
			}
		}
	}
	level := 0.0
	for _, x := range y {
		level += x * x / float64(len(y))
	}
	level = math.Sqrt(level)
	if m.snr > 0 {
		y = noisy(y, m.seed, level*math.Pow(10, -m.snr/20))
	}
	if m.agc {
		heard := level
		for i, x := range y {
			heard += (math.Abs(x) - heard) * 3e-5
			y[i] *= level / (heard + level/20)
		}
	}
	if m.gain > 0 {
		for i := range y {
			y[i] *= m.gain
		}
	}
	return fingerprint(y)
}

// noisy is x with noise of that level added.
func noisy(x []float64, seed uint64, level float64) []float64 {
	r := rand.New(rand.NewPCG(seed, 3))
	y := make([]float64, len(x))
	for i := range y {
		y[i] = x[i] + level*r.NormFloat64()
	}
	return y
}

// clap is a beep at 1, 3, 5, … seconds of a clock that shows start in the
// beginning.
func clap(start, seconds float64) []float64 {
	y := make([]float64, int(seconds*soundmatch.SampleRate))
	for i := range y {
		at := start + float64(i)/soundmatch.SampleRate
		if math.Mod(at+1, 2) < 0.12 && at > 0.5 {
			y[i] = 0.5 * math.Sin(2*math.Pi*1000*at)
		}
	}
	return y
}

// samples is sound as a [soundmatch.Writer] takes it.
func samples(x []float64) []byte {
	data := make([]byte, 0, 2*len(x))
	for _, v := range x {
		data = binary.LittleEndian.AppendUint16(data, uint16(int16(max(-32768, min(32767, math.Round(v*32767))))))
	}
	return data
}

func fingerprint(x []float64) soundmatch.Fingerprint {
	w := soundmatch.NewWriter()
	_, _ = w.Write(samples(x)) // never fails
	return w.Fingerprint()
}
