package soundmatch_test

import (
	"math"
	"slices"
	"testing"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/soundmatch"
)

func TestMatchFindsTheOffset(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		a, b microphone
	}{
		{"two clean recordings", microphone{length: 30}, microphone{from: 9.337, length: 30}},
		{"noise, gain control and another tone", microphone{length: 30, snr: 10, tone: true}, microphone{from: 9.337, length: 30, snr: 10, tone: true, agc: true}},
		{"a quiet camera at the back of the room", microphone{length: 30, snr: 30}, microphone{from: 9.337, length: 30, snr: 10, reverb: 0.4, gain: 0.1}},
		{"as much noise as voice", microphone{length: 30, snr: 10}, microphone{from: 9.337, length: 30, snr: 0.1}},
		{"a common time of a fifth", microphone{length: 30, snr: 10}, microphone{from: 24.337, length: 30, snr: 10, tone: true}},
		{"the second began first", microphone{from: 14.337, length: 30, snr: 10}, microphone{length: 20, snr: 10}},
		{"a short one within a long one", microphone{length: 200, snr: 10}, microphone{from: 117.337, length: 20, snr: 10, reverb: 0.3}},
		{"four seconds", microphone{length: 4, snr: 15}, microphone{from: 1.337, length: 4, snr: 15}},
		{"clocks that differ by 50 ppm", microphone{length: 60, snr: 10}, microphone{from: 9.337, length: 60, snr: 10, drift: 5e-5}},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.a.seed, tt.b.seed = uint64(2*i), uint64(2*i+1)
			room := voice(uint64(i), max(tt.a.from+tt.a.length, tt.b.from+tt.b.length)+1)
			o, ok := soundmatch.Match(tt.a.record(room), tt.b.record(room))
			want := tt.b.from - tt.a.from
			t.Logf("off by %.2f ms, %+v", 1000*(o.Seconds-want), o)
			if !ok || math.Abs(o.Seconds-want) > 0.02 || o.Drift != 0 {
				t.Errorf("offset = %+v, %v, want %v s and no drift", o, ok, want)
			}
			common := min(tt.a.length, want+tt.b.length) - max(0, want)
			if math.Abs(o.Overlap-common) > 0.1 || o.Confidence <= 0.3 || o.Confidence > 1 {
				t.Errorf("common time = %v s with confidence %v, want %v s and more than 0.3", o.Overlap, o.Confidence, common)
			}
		})
	}
}

func TestMatchMeasuresDrift(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		seconds float64
		drift   float64
	}{
		{"twenty minutes", 1200, 5e-5},
		{"an hour, by as much as two cheap clocks in two", 3600, 1e-4},
	}
	if !proctest.Long() {
		tests[1].name, tests[1].seconds = "ten minutes, by as much as two cheap clocks in two", 600
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			const late = 17.25
			drift := tt.drift
			room := voice(1, tt.seconds+20)
			a := microphone{length: tt.seconds, snr: 15, seed: 1}.record(room)
			b := microphone{length: tt.seconds - late, from: late, snr: 15, seed: 2, tone: true, drift: drift}.record(room)
			o, ok := soundmatch.Match(a, b)
			if !ok || math.Abs(o.Drift-drift) > 5e-6 {
				t.Errorf("%+v, %v, want a drift of %v", o, ok, drift)
			}
			for _, at := range []float64{0, tt.seconds / 2, tt.seconds - late} {
				if off := atFirst(o, at) - (late + at*(1+drift)); math.Abs(off) > 0.02 {
					t.Errorf("at %v s it is off by %.1f ms", at, 1000*off)
				}
			}
			back, ok := soundmatch.Match(b, a)
			if !ok || math.Abs(atFirst(back, atFirst(o, 100))-100) > 1e-6 {
				t.Errorf("the other way round it is %+v, %v: there and back is %v s", back, ok, atFirst(back, atFirst(o, 100)))
			}
		})
	}
}

func TestMatchFindsRepetitiveCopy(t *testing.T) {
	t.Parallel()
	loop := slices.Repeat(voice(3, 2), 15)
	tests := []struct {
		name   string
		a, b   []float64
		offset float64
	}{
		{"beeps and the same noise", noisy(clap(0, 4), 1, 6e-4), noisy(clap(0, 4), 1, 6e-4), 0},
		{"beeps in silence", clap(0, 6), clap(0, 6), 0},
		{"a loop of two seconds", loop, loop, 0},
		{"a piece of beeps and the same noise", noisy(clap(0, 20), 1, 6e-4), noisy(clap(0, 20), 1, 6e-4)[6*soundmatch.SampleRate:], 6},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o, ok := soundmatch.Match(fingerprint(tt.a), fingerprint(tt.b))
			if !ok || math.Abs(o.Seconds-tt.offset) > 0.005 {
				t.Errorf("offset = %+v, %v, want %v s", o, ok, tt.offset)
			}
		})
	}
}

func TestMatchRefusesAmbiguousSound(t *testing.T) {
	t.Parallel()
	second := soundmatch.SampleRate
	loop, jingle, talk := slices.Repeat(voice(3, 2), 15), voice(9, 10), voice(5, 300)
	tests := []struct {
		name string
		a, b []float64
	}{
		{"of beeps that two microphones heard", noisy(clap(0, 6), 1, 6e-4), noisy(clap(0, 6), 2, 6e-4)},
		{"of beeps that one heard later", noisy(clap(0, 30), 1, 6e-4), noisy(clap(0.7, 30), 2, 6e-4)},
		{"of beeps without noise", clap(0, 30), clap(0.7, 28)},
		{"of a loop", noisy(loop, 1, 0.002), noisy(loop[9000:], 2, 0.002)},
		{"of a clean loop", loop, loop[9000 : 20*second]},
		{"of two rooms with nothing but noise", noisy(make([]float64, 30*second), 1, 0.1), noisy(make([]float64, 30*second), 2, 0.1)},
		{"of silence", make([]float64, 10*second), make([]float64, 10*second)},
		{"of silence and a voice", make([]float64, 10*second), voice(1, 10)},
		{"of nothing", nil, voice(1, 10)},
		{"of half a second", talk[:second/2], talk},
		{"of a jingle that two meetings begin with", slices.Concat(jingle, voice(1, 50)), slices.Concat(jingle, voice(2, 50))},
		{"of a recorder that was paused on the way", talk, slices.Concat(talk[:130*second], talk[160*second:])},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for range 2 {
				if o, ok := soundmatch.Match(fingerprint(tt.a), fingerprint(tt.b)); ok || o != (soundmatch.Offset{}) {
					t.Errorf("offset = %+v, %v", o, ok)
				}
				tt.a, tt.b = tt.b, tt.a
			}
		})
	}
}

func TestMatchRefusesUnrelatedSound(t *testing.T) {
	t.Parallel()
	var prints []soundmatch.Fingerprint
	for i := range uint64(21) { // 210 pairs
		m := microphone{length: 6 + float64(i), snr: 5 + float64(i), tone: i%2 == 0, agc: i%3 == 0, seed: i}
		if i%4 == 0 {
			m.reverb = 0.3
		}
		prints = append(prints, m.record(voice(100+i, m.length)))
	}
	for i, a := range prints {
		for j, b := range prints[:i] {
			if o, ok := soundmatch.Match(a, b); ok {
				t.Errorf("voices %d and %d are said to be one: %+v", i, j, o)
			}
		}
	}
}

// atFirst is the time of the first recording at which the second one's clock
// shows t. Both are seconds since their beginning.
func atFirst(o soundmatch.Offset, t float64) float64 { return o.Seconds + t*(1+o.Drift) }
