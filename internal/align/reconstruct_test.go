package align_test

import (
	"context"
	"errors"
	"image"
	"math"
	"slices"
	"testing"

	"proceedings/internal/align"
)

func whole() image.Rectangle { return image.Rect(0, 0, align.FrameWidth, drawnHeight) }

// shown is a slide with some of its lines, up to a time.
type shown struct {
	until       float64
	slide, line int // slide 0: none
}

// at returns what a list shows at a time.
func at(list []shown, t float64) shown {
	for _, s := range list {
		if t < s.until-1e-9 {
			return s
		}
	}
	return list[len(list)-1]
}

func talk(list []shown, area image.Rectangle, over func(t float64, img *image.Gray)) drawn {
	return drawn{length: list[len(list)-1].until, segment: 5, paint: func(t float64, img *image.Gray) {
		if s := at(list, t); s.slide > 0 {
			page(img, area, s.slide, s.line)
		}
		if over != nil {
			over(t, img)
		}
	}}
}

func TestReconstructFindsSlides(t *testing.T) {
	t.Parallel()
	pointer := func(t float64, img *image.Gray) {
		x, y := int(300+200*math.Sin(t/3)), int(180+100*math.Cos(t/2))
		fill(img, image.Rect(x, y, x+8, y+12), 0)
	}
	speaker := func(t float64, img *image.Gray) { head(img, image.Rect(480, 250, 636, 356), t) }
	plain := []shown{{12.3, 1, 6}, {27.6, 2, 8}, {41, 3, 5}, {60, 4, 9}}
	times := []float64{0, 12.3, 27.6, 41}
	tests := []struct {
		name   string
		p      drawn
		starts []float64
		slides []int // of each interval
		count  int
	}{
		{"slides that fill the screen", talk(plain, whole(), nil), times, []int{1, 2, 3, 4}, 4},
		{"a mouse pointer is no change", talk(plain, whole(), pointer), times, []int{1, 2, 3, 4}, 4},
		{"a speaker in the corner is no change", talk(plain, whole(), speaker), times, []int{1, 2, 3, 4}, 4},
		{"noise is no change", talk(plain, whole(), func(t float64, img *image.Gray) { noise(img, t, 8) }), times, []int{1, 2, 3, 4}, 4},
		{
			"a slide that is built up is one slide",
			talk([]shown{{10, 1, 6}, {14, 2, 2}, {18, 2, 4}, {30, 2, 8}, {40, 3, 5}}, whole(), nil),
			[]float64{0, 10, 30},
			[]int{1, 2, 3},
			3,
		},
		{
			"a slide that is shown again keeps its number",
			talk([]shown{{10, 1, 6}, {20, 2, 8}, {30, 1, 6}, {40, 3, 5}}, whole(), pointer),
			[]float64{0, 10, 20, 30},
			[]int{1, 2, 1, 3},
			3,
		},
		{
			"nothing is shown in a black picture",
			talk([]shown{{10, 0, 0}, {20, 1, 6}, {33, 0, 0}, {50, 2, 8}}, whole(), nil),
			[]float64{10, 33},
			[]int{1, 2},
			2,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r, err := align.Reconstruct(t.Context(), test.p)
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Slides) != test.count || r.Reason != "" {
				t.Fatalf("%d slides (%q), want %d; intervals %+v", len(r.Slides), r.Reason, test.count, r.Intervals)
			}
			var numbers []int
			for i, in := range r.Intervals {
				numbers = append(numbers, in.Slide)
				if i < len(test.starts) && math.Abs(in.Start-test.starts[i]) > .11 {
					t.Errorf("interval %d starts at %.2f, want %.2f", i, in.Start, test.starts[i])
				}
			}
			if !slices.Equal(numbers, test.slides) {
				t.Errorf("slides %v, want %v", numbers, test.slides)
			}
		})
	}
}

// TestReconstructShowsCompleteSlides checks that the picture of a slide is that of the
// moment when all of it is shown.
func TestReconstructShowsCompleteSlides(t *testing.T) {
	t.Parallel()
	list := []shown{{8, 1, 6}, {12, 2, 2}, {17, 2, 5}, {24, 2, 9}, {40, 3, 4}}
	r, err := align.Reconstruct(t.Context(), talk(list, whole(), nil))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Slides) != 3 {
		t.Fatalf("%d slides, want 3", len(r.Slides))
	}
	for i, want := range []shown{{slide: 1, line: 6}, {slide: 2, line: 9}, {slide: 3, line: 4}} {
		if got := at(list, r.Slides[i].At); got.slide != want.slide || got.line != want.line {
			t.Errorf("slide %d is taken at %.1f, when slide %d shows %d lines; want %d", i+1, r.Slides[i].At, got.slide, got.line, want.line)
		}
	}
}

// TestReconstructPutsFadesAtTheirStart fades from one slide to the next for half a second.
func TestReconstructPutsFadesAtTheirStart(t *testing.T) {
	t.Parallel()
	const cut, lasts = 13.2, .5
	p := drawn{length: 30, segment: 5, paint: func(t float64, img *image.Gray) {
		next := image.NewGray(img.Bounds())
		page(img, whole(), 1, 7)
		page(next, whole(), 2, 7)
		k := min(max((t-cut+.1)/lasts, 0), 1)
		for i, v := range img.Pix {
			img.Pix[i] = uint8((1-k)*float64(v) + k*float64(next.Pix[i]))
		}
	}}
	r, err := align.Reconstruct(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Intervals) != 2 || math.Abs(r.Intervals[1].Start-cut) > .11 {
		t.Fatalf("intervals %+v, want the second one to start at %v", r.Intervals, cut)
	}
	if r.Intervals[0].End != r.Intervals[1].Start {
		t.Errorf("the first ends at %v, the second starts at %v", r.Intervals[0].End, r.Intervals[1].Start)
	}
}

func TestReconstructInventsNothing(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		paint func(t float64, img *image.Gray)
	}{
		{"still picture", func(_ float64, img *image.Gray) { page(img, whole(), 1, 8) }},
		{"still picture with noise", func(t float64, img *image.Gray) { page(img, whole(), 1, 8); noise(img, t, 10) }},
		{"black", func(float64, *image.Gray) {}},
		{"talking head", func(t float64, img *image.Gray) { head(img, whole(), t) }},
		{"talking head with noise", func(t float64, img *image.Gray) { head(img, whole(), t); noise(img, t, 6) }},
		{"two speakers in turn", func(t float64, img *image.Gray) {
			if int(t/10)%2 == 1 {
				head(img, whole(), t)
				return
			}
			head(img, image.Rect(-200, -40, 600, 500).Intersect(whole()), t)
		}},
		{"film", func(t float64, img *image.Gray) { film(img, t) }},
		{"a terminal that scrolls", func(t float64, img *image.Gray) {
			fill(img, whole(), 20)
			for i := range 26 {
				const pitch = 14
				line := image.NewGray(image.Rect(0, 0, align.FrameWidth, pitch))
				fill(line, line.Bounds(), 230)
				text(line, image.Rect(8, 2, 500, pitch), 1, uint64(i+int(t/1.5)))
				for y := range pitch {
					copy(img.Pix[min(i*pitch+y, drawnHeight-1)*img.Stride:], line.Pix[y*line.Stride:][:align.FrameWidth])
				}
			}
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r, err := align.Reconstruct(t.Context(), drawn{length: 40, segment: 5, paint: test.paint})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Slides) > 0 || len(r.Intervals) > 0 || r.Reason == "" {
				t.Errorf("%d slides in %+v, reason %q; want none and a reason", len(r.Slides), r.Intervals, r.Reason)
			}
		})
	}
}

func TestReconstructFindsTheArea(t *testing.T) {
	t.Parallel()
	list := []shown{{9, 1, 6}, {18, 2, 8}, {27, 3, 5}, {36, 4, 9}, {45, 5, 7}, {54, 6, 7}}
	tests := []struct {
		name   string
		area   image.Rectangle
		over   func(t float64, img *image.Gray)
		aspect float64
	}{
		{"the whole frame", whole(), nil, 16. / 9},
		{"between bars", image.Rect(80, 0, 560, 360), nil, 4. / 3},
		{"letterbox on all sides", image.Rect(64, 36, 576, 324), nil, 16. / 9},
		{"beside a speaker", image.Rect(4, 60, 430, 300), func(t float64, img *image.Gray) { head(img, image.Rect(440, 60, 640, 210), t) }, 16. / 9},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r, err := align.Reconstruct(t.Context(), talk(list, test.area, test.over))
			if err != nil {
				t.Fatal(err)
			}
			a := test.area
			want := align.Quad{
				{float64(a.Min.X), float64(a.Min.Y)},
				{float64(a.Max.X), float64(a.Min.Y)},
				{float64(a.Max.X), float64(a.Max.Y)},
				{float64(a.Min.X), float64(a.Max.Y)},
			}
			for i := range want {
				if math.Hypot(r.Quad[i][0]-want[i][0], r.Quad[i][1]-want[i][1]) > 3 {
					t.Errorf("corner %d is at %v, want %v", i, r.Quad[i], want[i])
				}
			}
			if math.Abs(r.Aspect-test.aspect) > .05 {
				t.Errorf("aspect %.3f, want %.3f", r.Aspect, test.aspect)
			}
		})
	}
}

func TestReconstructStopsWhenCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := align.Reconstruct(ctx, talk([]shown{{10, 1, 5}, {20, 2, 5}}, whole(), nil))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestReconstructWithoutPicture(t *testing.T) {
	t.Parallel()
	r, err := align.Reconstruct(t.Context(), drawn{})
	if err != nil || r.Reason == "" {
		t.Errorf("%+v, %v; want a reason", r, err)
	}
}
