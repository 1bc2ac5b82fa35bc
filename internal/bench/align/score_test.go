package main

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/align"
)

func TestScore(t *testing.T) {
	t.Parallel()
	// 0–10 s nothing, 10–30 s page 1, 30–40 s page 2, 40–50 s nothing.
	events := []event{{0, 10, 0, "camera"}, {10, 30, 1, "slide"}, {30, 40, 2, "slide"}, {40, 50, 0, "demo"}}
	right := []align.Interval{{Start: 10, End: 30, Slide: 1, Confidence: 0.95}, {Start: 30, End: 40, Slide: 2, Confidence: 0.85}}
	tests := []struct {
		name                               string
		claims                             []align.Interval
		share, precision, recall, f1, none float64
		median, sure                       float64
	}{
		{"all right", right, 1, 1, 1, 1, 1, 0, 1},
		{"nothing", nil, 0.4, 1, 0, 0, 4.0 / 7, math.NaN(), math.NaN()},
		{
			"one boundary late by half a second",
			[]align.Interval{{Start: 10, End: 30.5, Slide: 1, Confidence: 1}, {Start: 30.5, End: 40, Slide: 2, Confidence: 1}},
			0.99, 1, 1, 1, 1, 0, 29.5 / 30,
		},
		{
			"one boundary late by two seconds",
			[]align.Interval{{Start: 10, End: 32, Slide: 1, Confidence: 0.5}, {Start: 32, End: 40, Slide: 2, Confidence: 0.5}},
			0.96, 2.0 / 3, 2.0 / 3, 2.0 / 3, 1, 0, math.NaN(),
		},
		{
			"a slide for the whole recording",
			[]align.Interval{{Start: 0, End: 50, Slide: 1, Confidence: 0.9}},
			0.4, 1, 0, 0, 0, math.NaN(), 0.4,
		},
		{
			"the right slide of another deck",
			[]align.Interval{{Start: 10, End: 30, Deck: 1, Slide: 1, Confidence: 0.95}, right[1]},
			0.6, 1, 1, 1, 1, 0, 0,
		},
		{
			"an interval beyond the end, and one that overlaps",
			[]align.Interval{right[0], {Start: 20, End: 40, Slide: 2, Confidence: 0.85}, {Start: 60, End: 70, Slide: 3, Confidence: 1}},
			1, 1, 1, 1, 1, 0, 1,
		},
		{
			"two pages that are one slide",
			[]align.Interval{{Start: 10, End: 20, Slide: 1, Confidence: 1}, {Start: 20, End: 30, Slide: 3, Confidence: 1}, right[1]},
			1, 1, 1, 1, 1, 0, 1,
		},
	}
	d := deck{classes: []int{1, 2, 1}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := scoreOf(truthOf(events, d.class), claimsOf(tt.claims, func(_, slide int) int { return d.class(slide) }, 50))
			got := []float64{s.share(), s.precision(), s.recall(), s.boundaryF1(), s.noneF1(), s.median(), s.sure()}
			want := []float64{tt.share, tt.precision, tt.recall, tt.f1, tt.none, tt.median, tt.sure}
			for i, name := range []string{"share", "precision", "recall", "F1", "no-slide F1", "median", "sure"} {
				if math.Abs(got[i]-want[i]) > 1e-9 || math.IsNaN(got[i]) != math.IsNaN(want[i]) {
					t.Errorf("%s = %v, want %v", name, got[i], want[i])
				}
			}
		})
	}
}

func TestMatchPairsEachBoundaryOnce(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name           string
		truth, claimed []float64
		want           []float64
	}{
		{"the nearest first", []float64{10, 11}, []float64{10.75}, []float64{0.25}},
		{"two claims for one", []float64{10}, []float64{9.5, 10.25}, []float64{0.25}},
		{"exactly a second", []float64{10}, []float64{11}, []float64{1}},
		{"more than a second", []float64{10}, []float64{11.01}, nil},
		{"nothing", nil, []float64{1}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, match(tt.truth, tt.claimed)); diff != "" {
				t.Errorf("match (-want +got):\n%s", diff)
			}
		})
	}
}

func TestScoresAdd(t *testing.T) {
	t.Parallel()
	part := func(confidence float64, slide int) score {
		truth := []stretch{{start: 0, end: 10, label: label{class: 1}}}
		return scoreOf(truth, []stretch{{start: 0, end: 10, label: label{class: slide}, confidence: confidence}})
	}
	s := part(0.95, 1).plus(part(0.92, 2)).plus(part(0.31, 1))
	if s.share() != 2.0/3 || s.sure() != 0.5 || s.bins[3] != (bin{10, 10}) || s.bins[9] != (bin{20, 10}) {
		t.Errorf("share %v, sure %v, bins %v", s.share(), s.sure(), s.bins)
	}
}

func TestClasses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		hashes string
		groups string
		want   []int
	}{
		{"all different", "a b c", "", []int{1, 2, 3}},
		{"equal images", "a b a", "", []int{1, 2, 1}},
		{"groups", "a b c d", "1 2 2 3", []int{1, 2, 2, 4}},
		{"a build whose last page is repeated", "a b c b", "1 1 2 3", []int{1, 1, 3, 1}},
		{"an image that joins two groups", "a b c a b", "1 1 2 3 3", []int{1, 1, 3, 1, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, classesOf(strings.Fields(tt.hashes), strings.Fields(tt.groups))); diff != "" {
				t.Errorf("classes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseTruth(t *testing.T) {
	t.Parallel()
	got, err := parseTruth(strings.NewReader("start,end,page,kind\n0.00,5.50,0,camera\n5.50,9.00,3,slide\n"))
	want := []event{{0, 5.5, 0, "camera"}, {5.5, 9, 3, "slide"}}
	if err != nil || len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("parseTruth = %v, %v, want %v", got, err, want)
	}
	for _, bad := range []string{"h,h,h,h\n0,5,x,slide\n", "h,h,h,h\n5,0,1,slide\n", "h,h,h,h\n0,5,-1,slide\n", "h,h\n0,5\n"} {
		if _, err := parseTruth(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}
