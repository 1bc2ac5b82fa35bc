package manifest_test

import (
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/manifest"
)

func TestTargetDuration(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		in   [][]manifest.Segment
		want int
	}{
		{"the longest of all rungs, rounded up", [][]manifest.Segment{{{Duration: 4}}, {{Duration: 6.006}, {Duration: 2}}}, 7},
		{"a whole number stays, whatever the time scale makes of it", [][]manifest.Segment{{{Duration: 6.0000001}}}, 6},
		{"never zero", [][]manifest.Segment{{{Duration: 0.2}}}, 1},
		{"nothing", nil, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := manifest.TargetDuration(tt.in...); got != tt.want {
				t.Errorf("TargetDuration(%v) = %d, want %d", tt.in, got, tt.want)
			}
		})
	}
}

func TestBandwidth(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name          string
		in            []manifest.Segment
		peak, average int
	}{
		{"equal segments", []manifest.Segment{{Duration: 6, Size: 6000}, {Duration: 6, Size: 6000}}, 8000, 8000},
		{"one dense segment is the peak", []manifest.Segment{{Duration: 6, Size: 6000}, {Duration: 6, Size: 12000}}, 16000, 12000},
		// 1 s of 6 is no run by itself; with its neighbour it is (66 + 14) kB in 7 s.
		{"a dense stub at the end counts with its neighbour", []manifest.Segment{{Duration: 6, Size: 6000}, {Duration: 1, Size: 8000}}, 16000, 16000},
		// Runs of 6, of 2+2, of 2+2+2 seconds: the densest is 2+2 with 6000 B.
		{"short segments count in runs", []manifest.Segment{{Duration: 6, Size: 6000}, {Duration: 2, Size: 1000}, {Duration: 2, Size: 3000}, {Duration: 2, Size: 3000}}, 12000, 8667},
		// Two dense stubs, ten sparse seconds apart, are no run: 18 s are more than 15.
		{"a run is no longer than one and a half targets", []manifest.Segment{
			{Duration: 4, Size: 1000}, {Duration: 10, Size: 10}, {Duration: 4, Size: 1000}, {Duration: 10, Size: 10}, {Duration: 10, Size: 10},
		}, 578, 428},
		{"but may be as long", []manifest.Segment{{Duration: 4, Size: 1000}, {Duration: 10, Size: 10}, {Duration: 1, Size: 1000}, {Duration: 10, Size: 10}}, 1072, 647},
		{"and as short as half of one", []manifest.Segment{{Duration: 5, Size: 1000}, {Duration: 10, Size: 10}}, 1600, 539},
		{"a single short segment is its own peak", []manifest.Segment{{Duration: 0.3, Size: 300}}, 8000, 8000},
		{"nothing", nil, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			peak, average := manifest.Bandwidth(tt.in)
			if peak != tt.peak || average != tt.average {
				t.Errorf("Bandwidth(%v) = %d, %d, want %d, %d", tt.in, peak, average, tt.peak, tt.average)
			}
		})
	}
}

// A segment without a duration has no rate, and is no peak.
func TestKeyBandwidth(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   []manifest.Segment
		want int
	}{
		{nil, 0},
		{[]manifest.Segment{{Duration: 2, Key: 100}, {Duration: 3, Key: 200}, {Duration: 5, Key: 10}}, 534},
		{[]manifest.Segment{{Duration: 2, Key: 100}, {Key: 200}}, 400},
	} {
		if got := manifest.KeyBandwidth(tt.in); got != tt.want {
			t.Errorf("KeyBandwidth(%v) = %d, want %d", tt.in, got, tt.want)
		}
	}
}

// TestBandwidthLaws: the average never exceeds the peak, and the peak never
// exceeds the densest single segment.
func TestBandwidthLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		segments := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) manifest.Segment {
			return manifest.Segment{
				Duration: float64(rapid.IntRange(1, 12000).Draw(t, "ms")) / 1000,
				Size:     rapid.Int64Range(1, 5_000_000).Draw(t, "size"),
			}
		}), 1, 40).Draw(t, "segments")
		peak, average := manifest.Bandwidth(segments)
		var densest float64
		for _, s := range segments {
			densest = max(densest, float64(s.Size)*8/s.Duration)
		}
		if average <= 0 || peak < average || float64(peak) > densest*1.000001+1 {
			t.Fatalf("Bandwidth = %d, %d with the densest segment at %f", peak, average, densest)
		}
	})
}
