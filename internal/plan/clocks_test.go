package plan_test

import (
	"math"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

func TestGuessOffset(t *testing.T) {
	t.Parallel()
	at := func(created, code string, rate, seconds float64) meeting.Media {
		m := meeting.Media{Created: created, Timecode: code, Duration: seconds}
		if rate > 0 {
			m.Video = &meeting.Video{FrameRate: rate}
		}
		return m
	}
	late := at("", "10:00:12:00", 25, 60)
	late.Video.Start, late.Start = 7, 5 // its audio begins two seconds before its video
	tests := []struct {
		name string
		a, b meeting.Media
		want float64
		ok   bool
	}{
		{"timecodes", at("", "10:00:04:12", 25, 60), at("", "10:00:10:00", 50, 60), 5.52, true},
		{"the second began first", at("", "10:00:10:00", 25, 60), at("", "10:00:04:12", 25, 60), -5.52, true},
		{"video that begins after the audio", at("", "10:00:04:00", 25, 60), late, 6, true},
		{"past midnight", at("", "23:59:50:00", 25, 60), at("", "00:00:20:00", 25, 60), 30, true},
		{"29.97 without drop frames: an hour of frames lasts 3603.6 s", at("", "01:00:00:01", 29.97, 7200), at("", "02:00:00:01", 29.97, 60), 3603.6, true},
		{"29.97 with drop frames", at("", "01:00:00;02", 29.97, 7200), at("", "02:00:00;02", 29.97, 60), 3600, true},
		{"timecodes have priority over creation times", at("2026-05-12T10:00:00Z", "10:00:04:00", 25, 60), at("2026-05-12T10:00:30Z", "10:00:10:00", 25, 60), 6, true},
		{"timecodes that do not overlap", at("", "10:00:04:00", 25, 60), at("", "14:00:10:00", 25, 60), 0, false},
		{"default timecodes at zero", at("", "00:00:00:00", 25, 60), at("", "00:00:00:00", 25, 60), 0, false},
		{"default timecodes and creation times", at("2026-05-12T10:00:00Z", "01:00:00:00", 25, 60), at("2026-05-12T10:00:30Z", "01:00:00:00", 25, 60), 30, true},
		{"one timecode", at("", "10:00:04:00", 25, 60), at("", "", 25, 60), 0, false},
		{"a timecode without video", at("", "10:00:04:00", 25, 60), at("", "10:00:05:00", 0, 60), 0, false},
		{"invalid timecodes", at("", "ten", 25, 60), at("", "10:00:00:99", 25, 60), 0, false},
		{"the same timecode", at("", "10:00:04:12", 25, 60), at("", "10:00:04:12", 25, 60), 0, true},
		{"the same timecode a few frames after the hour", at("", "10:00:00:12", 25, 60), at("", "10:00:00:12", 25, 60), 0, true},
		{"the same timecode at another hour", at("", "11:00:00:00", 25, 60), at("", "11:00:00:00", 25, 60), 0, true},
		{"default timecodes at ten", at("", "10:00:00:00", 25, 60), at("", "10:00:00:00", 25, 60), 0, false},
		{"one default timecode", at("", "10:00:00:00", 25, 60), at("", "10:00:05:00", 25, 60), 5, true},
		{"frames of drop-frame timecodes", at("", "01:00:00;02", 29.97, 60), at("", "01:00:05;17", 29.97, 60), 5.5, true},
		{"one frame a second", at("", "00:00:05:00", 1, 60), at("", "00:00:09:00", 1, 60), 4, true},
		{"second timecode missing", at("", "00:00:05:00", 25, 60), at("", "", 25, 60), 0, false},
		{"frame number too high", at("", "00:00:05:00", 25, 60), at("", "00:00:09:25", 25, 60), 0, false},
		{"frame rate below one", at("", "00:00:05:00", 25, 60), at("", "00:00:09:00", 0.4, 60), 0, false},
		{"a timecode without frames", at("", "00:00:05:00", 25, 60), at("", "00:00:09", 25, 60), 0, false},
		{"a timecode with five fields", at("", "00:00:05:00", 25, 60), at("", "00:00:09:00:00", 25, 60), 0, false},
		{"a timecode with letters", at("", "00:00:05:00", 25, 60), at("", "00:00:xx:00", 25, 60), 0, false},
		{"a negative timecode", at("", "00:00:05:00", 25, 60), at("", "00:00:-3:00", 25, 60), 0, false},
		{"an overlap of one second", at("2026-05-12T10:00:00Z", "", 25, 60), at("2026-05-12T10:00:59Z", "", 25, 60), 59, true},
		{"an overlap of less than a second", at("2026-05-12T10:00:00Z", "", 25, 60), at("2026-05-12T10:00:59.1Z", "", 25, 60), 0, false},
		{"half of a short recording", at("2026-05-12T10:00:00Z", "", 25, 60), at("2026-05-12T10:00:59.5Z", "", 25, 1), 59.5, true},
		{"half of a short recording, which began first", at("2026-05-12T10:00:00Z", "", 25, 1), at("2026-05-12T10:00:00.5Z", "", 25, 60), 0.5, true},
		{"less than half of a short recording", at("2026-05-12T10:00:00Z", "", 25, 1), at("2026-05-12T10:00:00.6Z", "", 25, 60), 0, false},
		{"creation times", at("2026-05-12T10:00:04Z", "", 25, 60), at("2026-05-12T10:00:01.5Z", "", 25, 60), -2.5, true},
		{"creation times that do not overlap", at("2026-05-12T10:00:00Z", "", 25, 60), at("2026-05-12T10:01:00Z", "", 25, 60), 0, false},
		{"one creation time", at("2026-05-12T10:00:00Z", "", 25, 60), at("", "", 25, 60), 0, false},
		{"no clocks", meeting.Media{}, meeting.Media{}, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := plan.GuessOffset(tt.a, tt.b)
			if ok != tt.ok || math.Abs(got-tt.want) > 0.002 {
				t.Errorf("offset = %v, %v, want %v, %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestClocksApart(t *testing.T) {
	t.Parallel()
	at := func(created string) meeting.Media { return meeting.Media{Created: created, Duration: 60} }
	noon := at("2026-05-12T12:00:00Z")
	tests := []struct {
		name string
		b    meeting.Media
		want bool
	}{
		{"a second apart", at("2026-05-12T12:00:01Z"), false},
		{"one creation time may be that of the end", at("2026-05-12T12:01:50Z"), false},
		{"one after the other", at("2026-05-12T12:05:00Z"), true},
		{"an hour and a second later, which may be a time zone", at("2026-05-12T13:00:01Z"), false},
		{"apart by exactly both durations", at("2026-05-12T12:02:00Z"), false},
		{"apart by a second more than both durations", at("2026-05-12T12:02:01Z"), true},
		{"in the time zone furthest ahead", at("2026-05-11T22:00:00Z"), false},
		{"thirty days later", at("2026-06-11T12:00:00Z"), true},
		{"more than thirty days later", at("2026-06-11T12:00:01Z"), false},
		{"on the day before", at("2026-05-11T12:00:00Z"), true},
		{"a clock that was never set", at("1970-01-01T00:00:00Z"), false},
		{"no clock", at(""), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := plan.ClocksApart(noon, tt.b); got != tt.want {
				t.Errorf("apart: %v, want %v", got, tt.want)
			}
		})
	}
}

func TestCreatedAfter(t *testing.T) {
	t.Parallel()
	at := func(created string) meeting.Media { return meeting.Media{Created: created} }
	const noon, later = "2026-05-12T12:00:00Z", "2026-05-12T12:00:01.5Z"
	for _, tt := range []struct {
		a, b    string
		seconds float64
		known   bool
	}{{noon, later, 1.5, true}, {later, noon, -1.5, true}, {"", noon, 0, false}, {noon, "", 0, false}, {noon, "yesterday", 0, false}} {
		seconds, known := plan.CreatedAfter(at(tt.a), at(tt.b))
		if known != tt.known || known && seconds != tt.seconds {
			t.Errorf("%q is %v s after %q (%v), want %v (%v)", tt.b, seconds, tt.a, known, tt.seconds, tt.known)
		}
	}
}
