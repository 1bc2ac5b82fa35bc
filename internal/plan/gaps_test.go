package plan_test

import (
	"slices"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// In long gaps the last frame is repeated, at the average rate of the other frames. Chunks
// without a gap keep the times of the source.
func TestChunksRepeatFramesInGaps(t *testing.T) {
	t.Parallel()
	gap := func(from, to float64) meeting.Gap { return meeting.Gap{From: from, To: to} }
	tests := map[string]struct {
		start  float64 // of the source's clock
		gaps   []meeting.Gap
		frames int
		want   []float64 // frame rate of each chunk of 200 s; 0 for the times of the source
	}{
		"none":                         {0, nil, 15_000, []float64{0, 0, 0}},
		"within a chunk":               {0, []meeting.Gap{gap(250, 300)}, 550 * 25, []float64{0, 25, 0}},
		"as long as a chunk":           {0, []meeting.Gap{gap(200, 400)}, 400 * 25, []float64{0, 25, 0}},
		"across a cut":                 {0, []meeting.Gap{gap(390, 410)}, 580 * 25, []float64{0, 25, 25}},
		"at both ends":                 {0, []meeting.Gap{gap(0, 10), gap(590, 599)}, 581 * 25, []float64{25, 0, 25}},
		"on another clock":             {1000, []meeting.Gap{gap(1250, 1300)}, 550 * 25, []float64{0, 25, 0}},
		"at least 10 frames a second":  {0, []meeting.Gap{gap(250, 300)}, 550, []float64{0, 10, 0}},
		"at most 60 frames a second":   {0, []meeting.Gap{gap(250, 300)}, 550 * 90, []float64{0, 60, 0}},
		"a rate between whole numbers": {0, []meeting.Gap{gap(250, 300)}, 16_484, []float64{0, 29.971, 0}},
		"all of the video":             {0, []meeting.Gap{gap(0, 600)}, 1000, []float64{10, 10, 10}},
		"longer than the video":        {0, []meeting.Gap{gap(-10, 595)}, 1000, []float64{10, 10, 10}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := film(600, 2)
			v := found.Video
			v.Start, v.Last, v.End, v.Gaps, v.Frames = tt.start, tt.start+599.96, tt.start+600, tt.gaps, tt.frames
			for i := range v.Keys {
				v.Keys[i].Time += tt.start
			}
			found.Audio[0].Start, found.Audio[0].End = tt.start, tt.start+600
			var got []float64
			for _, p := range chunks(t, recording(t, found), plan.Decided{}) {
				got = append(got, p.Picture.FrameRate)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("frame rates %v, want %v", got, tt.want)
			}
		})
	}
}

// Video with a converted frame rate keeps that rate in a gap.
func TestGapsOnAGrid(t *testing.T) {
	t.Parallel()
	found := film(600, 2)
	found.Video.FrameRate, found.Video.Gaps = 100, []meeting.Gap{{From: 250, To: 300}}
	for i, p := range chunks(t, recording(t, found), plan.Decided{}) {
		if p.Picture.FrameRate != 60 {
			t.Errorf("chunk %d has %v frames a second, want 60", i, p.Picture.FrameRate)
		}
	}
}

// A long last frame is repeated as if the video ended there.
func TestLongLastFrameIsRepeated(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		rate     float64
		gap      meeting.Gap
		pad      float64 // seconds
		gridRate float64
	}{
		"up to the end":          {25, meeting.Gap{From: 30, To: 60}, 29.96, 25},
		"beyond the end":         {25, meeting.Gap{From: 30, To: 61}, 29.96, 25},
		"of few frames a second": {5, meeting.Gap{From: 30, To: 60}, 29.9, 10},
		"not up to the end":      {25, meeting.Gap{From: 20, To: 59.9}, 0, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := film(60, 2)
			found.Video.Last, found.Video.FrameRate, found.Video.Gaps = 30, tt.rate, []meeting.Gap{{From: 5, To: 12}, tt.gap}
			p := plan.ForMedia(found, profile(t)).Picture
			if p.PadEnd != tt.pad || p.PadStart != 0 || p.FrameRate != tt.gridRate {
				t.Errorf("picture = %+v, want padding of %v s at %v frames a second", p, tt.pad, tt.gridRate)
			}
		})
	}
}
