package main

import (
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

func TestTrimPlan(t *testing.T) {
	t.Parallel()
	auto := meeting.TrimPoint{Auto: true}
	at := func(seconds float64) meeting.TrimPoint { return meeting.TrimPoint{At: &seconds} }
	for _, tt := range []struct {
		name          string
		trim          meeting.Trim
		text, problem string
	}{
		{"none", meeting.Trim{}, "", ""},
		{"silence", meeting.Trim{Start: auto, End: auto}, "plays from the end of a silence at its beginning to the beginning of a silence at its end", ""},
		{"times", meeting.Trim{Start: at(42), End: at(3558)}, "plays from 0:42 to 59:18", ""},
		{"one end", meeting.Trim{End: at(3558)}, "plays from its beginning to 59:18", ""},
		{"wrong", meeting.Trim{Start: at(42), End: at(4000)}, "", "is not trimmed: the trim ends at 1:06:40, after the end of the recording at 1:00:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if text, problem := trimPlan(tt.trim, 3600); text != tt.text || problem != tt.problem {
				t.Errorf("trimPlan = %q, %q, want %q, %q", text, problem, tt.text, tt.problem)
			}
		})
	}
}

func TestTrimInStatus(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name            string
		sounding, trim  *meeting.Stretch
		suggested, text string
	}{
		{"nothing", nil, nil, "", ""},
		{"silence at both ends", &meeting.Stretch{Start: 248, End: 3502}, nil, "trim: {start: auto, end: auto}", ""},
		{"silence at the beginning", &meeting.Stretch{Start: 248, End: 3600}, nil, "trim: {start: auto}", ""},
		{"silence at the end", &meeting.Stretch{End: 3502}, nil, "trim: {end: auto}", ""},
		{"trimmed", &meeting.Stretch{Start: 248, End: 3502}, &meeting.Stretch{Start: 248, End: 3502}, "", "plays from 4:08 to 58:22 of 1:00:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			src := archive.SourceState{Sounding: tt.sounding, Trim: tt.trim, Duration: 3600}
			if got := suggestion(src); got != tt.suggested {
				t.Errorf("suggestion = %q, want %q", got, tt.suggested)
			}
			if got := trimState(src); got != tt.text {
				t.Errorf("trimState = %q, want %q", got, tt.text)
			}
		})
	}
}

func TestLikelyMain(t *testing.T) {
	t.Parallel()
	one := func(seconds float64, rungs int) filePlan {
		return filePlan{Recording: &recordingPlan{Duration: seconds, Rungs: make([]plan.Rung, rungs)}}
	}
	plans := []filePlan{one(900, 0), one(60, 2), one(40, 1), one(50, 1)}
	for _, tt := range []struct {
		name   string
		groups []plan.Group
		want   int
	}{
		{"none", nil, -1},
		{"the longest with a picture", []plan.Group{{Head: 0}, {Head: 1}, {Head: 2}}, 1},
		{"the longest of all parts", []plan.Group{{Head: 1}, {Head: 2, Parts: []int{3}}}, 2},
	} {
		if got := likelyMain(tt.groups, plans); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}
