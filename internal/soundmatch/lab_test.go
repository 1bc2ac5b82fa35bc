package soundmatch

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"sort"
	"testing"
)

// voice is something like a voice.
func voice(seed uint64, seconds float64) []float64 {
	r := rand.New(rand.NewPCG(seed, 1))
	n := int(seconds * SampleRate)
	out := make([]float64, 0, n+SampleRate)
	pitch := 90 + 120*r.Float64()
	var st [3][2]float64
	phase := 0.0
	for len(out) < n {
		length := int((0.06 + 0.2*r.Float64()) * SampleRate)
		level := 0.25 + 0.75*r.Float64()
		voiced := r.Float64() < 0.7
		if r.Float64() < 0.12 {
			level = 0
			length = int((0.15 + 0.8*r.Float64()*r.Float64()) * SampleRate)
		}
		f := [3]float64{250 + 600*r.Float64(), 900 + 1300*r.Float64(), 2300 + 900*r.Float64()}
		p := pitch * (0.8 + 0.4*r.Float64())
		for i := range length {
			x := 0.0
			if voiced {
				phase += p / SampleRate
				if phase >= 1 {
					phase--
					x = 6
				}
				x += 0.1 * r.NormFloat64()
			} else {
				x = 0.7 * r.NormFloat64()
			}
			env := math.Sin(math.Pi * float64(i) / float64(length))
			x *= level * env
			y := 0.0
			for k := range f {
				rad := math.Exp(-math.Pi * 90 / SampleRate)
				c1, c2 := 2*rad*math.Cos(2*math.Pi*f[k]/SampleRate), -rad*rad
				v := (1-rad)*x*3 + c1*st[k][0] + c2*st[k][1]
				st[k][1], st[k][0] = st[k][0], v
				y += v / float64(k+1)
			}
			out = append(out, y*0.15)
		}
	}
	return out[:n]
}

type mic struct {
	delay, length float64 // seconds: where in x it begins
	drift  float64
	snr    float64 // dB
	eq     bool
	agc    bool
	reverb float64 // seconds RT60
	gain   float64
	seed   uint64
}

func rms(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v * v
	}
	return math.Sqrt(s / float64(max(1, len(x))))
}

func (m mic) record(x []float64) []float64 {
	r := rand.New(rand.NewPCG(m.seed, 7))
	n := int(m.length * SampleRate)
	y := make([]float64, n)
	for i := range y {
		t := m.delay*SampleRate + float64(i)*(1+m.drift)
		k := int(math.Floor(t))
		if k >= 0 && k+1 < len(x) {
			fr := t - float64(k)
			y[i] = x[k]*(1-fr) + x[k+1]*fr
		}
	}
	if m.reverb > 0 {
		z := append([]float64(nil), y...)
		for range 40 {
			d := int((0.002 + m.reverb*r.Float64()*0.6) * SampleRate)
			g := 0.5 * math.Pow(10, -3*float64(d)/SampleRate/m.reverb) * r.NormFloat64()
			for i := d; i < n; i++ {
				z[i] += g * y[i-d]
			}
		}
		y = z
	}
	if m.eq {
		for range 3 {
			a := 0.9*r.Float64() - 0.3
			prev := 0.0
			for i := range y {
				v := y[i] - a*prev
				prev = y[i]
				y[i] = v
			}
		}
	}
	level := rms(y)
	if m.snr < 90 {
		g := level * math.Pow(10, -m.snr/20)
		p := 0.0
		for i := range y {
			p = 0.8*p + r.NormFloat64()
			y[i] += g * p * 0.6
		}
	}
	if m.agc {
		env := level
		for i := range y {
			env += (math.Abs(y[i]) - env) * 0.00003
			y[i] *= level / (env + level*0.05)
		}
	}
	g := m.gain
	if g == 0 {
		g = 1
	}
	for i := range y {
		y[i] *= g
	}
	return y
}

func print16(x []float64) Fingerprint {
	w := NewWriter()
	buf := make([]byte, 2*len(x))
	for i, v := range x {
		binary.LittleEndian.PutUint16(buf[2*i:], uint16(int16(max(-32768, min(32767, math.Round(v*32767))))))
	}
	_, _ = w.Write(buf)
	return w.Fingerprint()
}


func TestLab(t *testing.T) {
	if os.Getenv("LAB") == "" {
		t.Skip()
	}
	N := uint64(12)
	for _, c := range []struct {
		name    string
		length  float64
		a, b    mic
		related bool
	}{
		{"clean 60 s", 170, mic{length: 60, snr: 99}, mic{delay: 17, length: 60, snr: 99}, true},
		{"10 dB both, EQ, AGC", 170, mic{length: 60, snr: 10, eq: true}, mic{delay: 17, length: 60, snr: 10, eq: true, agc: true}, true},
		{"reverb", 170, mic{length: 60, snr: 30}, mic{delay: 17, length: 60, snr: 10, reverb: 0.5, gain: 0.1}, true},
		{"20 %", 170, mic{length: 60, snr: 10}, mic{delay: 48, length: 60, snr: 10, reverb: 0.5, gain: 0.1}, true},
		{"5 s of 10", 60, mic{length: 10, snr: 10}, mic{delay: 5, length: 10, snr: 10, reverb: 0.3, gain: 0.1}, true},
		{"2.5 s of 10", 60, mic{length: 10, snr: 10}, mic{delay: 7.5, length: 10, snr: 10, gain: 0.1}, true},
		{"4 s", 60, mic{length: 4, snr: 10}, mic{delay: 0, length: 4, snr: 10, gain: 0.1}, true},
		{"0 dB", 170, mic{length: 60, snr: 10}, mic{delay: 17, length: 60, snr: 0, reverb: 0.5, gain: 0.1}, true},
		{"-6 dB", 170, mic{length: 60, snr: 10}, mic{delay: 17, length: 60, snr: -6, reverb: 0.5, gain: 0.1}, true},
		{"20 s in 10 min", 700, mic{length: 600, snr: 10}, mic{delay: 317, length: 20, snr: 10, reverb: 0.5, gain: 0.1}, true},
		{"20 min 50 ppm", 1300, mic{length: 1200, snr: 10}, mic{delay: 17, length: 1200, snr: 10, drift: 5e-5, reverb: 0.5, gain: 0.1}, true},
		{"unrelated 60 s", 300, mic{length: 60, snr: 10}, mic{delay: 200, length: 60, snr: 10}, false},
		{"unrelated 10 s", 60, mic{length: 10, snr: 10}, mic{delay: 40, length: 10, snr: 10}, false},
		{"unrelated 4 s", 60, mic{length: 4, snr: 10}, mic{delay: 40, length: 4, snr: 10}, false},
	} {
		var errs, conf []float64
		found, wrong, drifts := 0, 0, 0.0
		n := N
		if c.length > 600 {
			n = 4
		}
		for k := range n {
			r := rand.New(rand.NewPCG(k, 99))
			x := voice(k+1, c.length)
			a, b := c.a, c.b
			a.seed, b.seed = 10+k, 30+k
			b.delay += r.Float64()
			a.delay += 0
			o, ok := Match(print16(a.record(x)), print16(b.record(x)))
			if !ok {
				continue
			}
			found++
			e := math.Abs(o.Seconds - b.delay)
			if e > 0.04 || !c.related {
				wrong++
			}
			drifts += o.Drift
			errs, conf = append(errs, e), append(conf, o.Confidence)
		}
		sort.Float64s(errs)
		sort.Float64s(conf)
		if found > 0 {
			fmt.Printf("%-22s found %2d/%2d wrong %d err med %.4f max %.4f conf min %.2f med %.2f drift %.1f ppm\n", c.name, found, n, wrong, errs[found/2], errs[found-1], conf[0], conf[found/2], drifts/float64(found)*1e6)
		} else {
			fmt.Printf("%-22s found %2d/%2d\n", c.name, found, n)
		}
	}
}
