package probe

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
)

func TestGaps(t *testing.T) {
	t.Parallel()
	evenly := func(from, to, step float64) (times []float64) {
		for i := 0; from+float64(i)*step < to; i++ {
			times = append(times, from+float64(i)*step)
		}
		return times
	}
	tests := []struct {
		name  string
		times []float64 // in the order of decoding
		end   float64
		want  []meeting.Gap
	}{
		{"even frames have none", evenly(0, 100, 0.5), 100, nil},
		{"five seconds are none", []float64{0, 5, 10}, 15, nil},
		{"a hole in the middle", append(evenly(0, 10, 1), evenly(27, 40, 1)...), 40, []meeting.Gap{{From: 9, To: 27}}},
		{"a last frame that stands", []float64{0, 1, 2}, 9, []meeting.Gap{{From: 2, To: 9}}},
		{"frames out of order have none that is not there", []float64{0, 6, 3, 9, 7, 12}, 13, nil},
		{"a hole among frames out of order", []float64{0, 2, 1, 22, 20, 21}, 23, []meeting.Gap{{From: 2, To: 20}}},
		{"times before zero", []float64{-8, -1, 0}, 1, []meeting.Gap{{From: -8, To: -1}}},
		{"no frame", nil, 9, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var g gaps
			for _, at := range tt.times {
				g.add(at)
			}
			if diff := cmp.Diff(tt.want, g.found(tt.end)); diff != "" {
				t.Errorf("gaps (-want +got):\n%s", diff)
			}
		})
	}
}

// A picture that is a slide show has nothing but gaps.
func TestGapsAreBounded(t *testing.T) {
	t.Parallel()
	var g gaps
	for i := range 2 * maxGaps {
		g.add(10 * float64(i))
	}
	list := g.found(20 * maxGaps)
	if n := len(list); n != maxGaps || list[n-1].To != 20*maxGaps {
		t.Errorf("%d gaps up to %v, want %d and the last to the end", n, list[n-1].To, maxGaps)
	}
}
