package plan_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// sound is a stretch of sound of one level.
type sound struct {
	seconds, level float64
}

// blocks are the levels of blocks of sounds that follow one another.
func blocks(sounds ...sound) []float64 {
	var list []float64
	for _, s := range sounds {
		for range int(math.Round(s.seconds / plan.Block)) {
			list = append(list, s.level)
		}
	}
	return list
}

func TestQuiet(t *testing.T) {
	t.Parallel()
	const speech, room, off = -16.0, -48.0, -120.7
	tests := []struct {
		name       string
		sounds     []sound
		integrated float64
		want       []meeting.Stretch
	}{
		{"a room before and after the speech", []sound{{60, room}, {600, speech}, {30, room}}, speech, []meeting.Stretch{{Start: 0, End: 60}, {Start: 660, End: 690}}},
		{"a break", []sound{{40, speech}, {400, off}, {40, speech}}, speech, []meeting.Stretch{{Start: 40, End: 440}}},
		{"a door during a break", []sound{{40, speech}, {60, room}, {0.8, speech}, {60, room}, {40, speech}}, speech, []meeting.Stretch{{Start: 40, End: 160.8}}},
		{"a sentence during a break", []sound{{40, speech}, {60, room}, {4, speech}, {60, room}, {40, speech}}, speech, []meeting.Stretch{{Start: 40, End: 100}, {Start: 104, End: 164}}},
		{"pauses of speech", []sound{{4, speech}, {2, room}, {4, speech}, {8, room}, {4, speech}}, speech, nil},
		{"quiet speech", []sound{{60, speech}, {60, speech - 15}, {60, speech}}, speech, nil},
		{"figures that are none", []sound{{20, math.NaN()}, {20, speech}, {20, math.Inf(-1)}}, speech, []meeting.Stretch{{Start: 0, End: 20}, {Start: 40, End: 60}}},
		{"a silent track", []sound{{600, off}}, math.Inf(-1), nil},
		{"nothing", nil, speech, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, plan.Quiet(blocks(tt.sounds...), tt.integrated)); diff != "" {
				t.Errorf("quiet (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTrim(t *testing.T) {
	t.Parallel()
	type list = []meeting.Stretch
	tests := []struct {
		name          string
		quiet, slides list
		want          meeting.Stretch
	}{
		{"both ends, with two seconds of quiet", list{{Start: 0, End: 250}, {Start: 3500, End: 3600}}, nil, meeting.Stretch{Start: 248, End: 3502}},
		{"the beginning", list{{Start: 0.4, End: 250}}, nil, meeting.Stretch{Start: 248, End: 3600}},
		{"a slide before the first word", list{{Start: 0, End: 250}, {Start: 3500, End: 3600}}, list{{Start: 100, End: 400}, {Start: 3000, End: 3550}}, meeting.Stretch{Start: 98, End: 3552}},
		{"a slide from the first second on", list{{Start: 0, End: 250}}, list{{Start: 0, End: 400}}, meeting.Stretch{}},
		{"only a short silence", list{{Start: 0, End: 15}, {Start: 3590, End: 3600}}, nil, meeting.Stretch{}},
		{"a break is no end", list{{Start: 1000, End: 1900}}, nil, meeting.Stretch{}},
		{"quiet all the way", list{{Start: 0, End: 3600}}, nil, meeting.Stretch{}},
		{"no quiet", nil, list{{Start: 10, End: 20}}, meeting.Stretch{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := plan.Trim(tt.quiet, tt.slides, 3600); got != tt.want {
				t.Errorf("Trim = %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestWithBreaks(t *testing.T) {
	t.Parallel()
	type chapter struct {
		Start, End float64
		Title      string
	}
	quiet := []meeting.Stretch{{Start: 0, End: 400}, {Start: 1000, End: 1200}, {Start: 2000, End: 2600}, {Start: 3000, End: 3600}}
	tests := []struct {
		name     string
		chapters []meeting.Chapter
		want     []chapter
	}{
		{"without chapters", nil, []chapter{{0, 2000, "Part 1"}, {2000, 2600, "Break"}, {2600, 3600, "Part 2"}}},
		{"within a chapter", []meeting.Chapter{{Start: 0, Title: "A"}, {Start: 1500, Title: "B"}, {Start: 3000, Title: "C"}}, []chapter{
			{0, 1500, "A"}, {1500, 2000, "B"}, {2000, 2600, "Break"}, {2600, 3000, "B"}, {3000, 3600, "C"},
		}},
		{"before a chapter", []meeting.Chapter{{Start: 0, Title: "A"}, {Start: 2590, Title: "B"}}, []chapter{{0, 2000, "A"}, {2000, 2590, "Break"}, {2590, 3600, "B"}}},
		{"before the first chapter", []meeting.Chapter{{Start: 3000, Title: "A"}}, []chapter{{2000, 2600, "Break"}, {2600, 3000, "After the break"}, {3000, 3600, "A"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []chapter
			for _, c := range plan.WithBreaks(tt.chapters, plan.Breaks(quiet, 3600), 3600) {
				got = append(got, chapter{c.Start, c.End, c.Title})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("chapters (-want +got):\n%s", diff)
			}
		})
	}
	chapters := []meeting.Chapter{{Start: 5, End: 6, Title: "A"}}
	if diff := cmp.Diff(chapters, plan.WithBreaks(chapters, nil, 3600)); diff != "" {
		t.Errorf("without breaks (-want +got):\n%s", diff)
	}
}

// FuzzQuiet holds the laws: stretches are long, in order, apart and within the recording,
// and what Trim keeps is within it, too.
func FuzzQuiet(f *testing.F) {
	f.Add(uint64(1), 900)
	f.Add(uint64(7), 9000)
	f.Fuzz(func(t *testing.T, seed uint64, n int) {
		if n < 0 || n > 100_000 {
			t.Skip("not a recording")
		}
		random := rand.New(rand.NewPCG(seed, 1))
		levels := make([]float64, n)
		level := -16.0
		for i := range levels {
			if random.IntN(40) == 0 {
				level = -16 - 60*random.Float64()
			}
			levels[i] = level
		}
		duration, at := float64(n)*plan.Block, -1.0
		quiet := plan.Quiet(levels, -16)
		for _, q := range quiet {
			if q.Start <= at || q.Length() < 10 || q.End > duration+0.001 {
				t.Fatalf("stretch %+v after %v in %v", q, at, duration)
			}
			at = q.End
		}
		if kept := plan.Trim(quiet, nil, duration); kept.Start < 0 || kept.End > duration || kept.Start > kept.End {
			t.Errorf("Trim = %+v of %v", kept, duration)
		}
	})
}
