package plan_test

import (
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

func TestStoryboardLaws(t *testing.T) {
	t.Parallel()
	p := profile(t)
	rapid.Check(t, func(t *rapid.T) {
		duration := rapid.Float64Range(0.001, 90_000).Draw(t, "duration")
		video := &meeting.Video{
			Width: rapid.IntRange(1, 8192).Draw(t, "width"), Height: rapid.IntRange(1, 8192).Draw(t, "height"),
			Last: duration, End: duration,
		}
		m := plan.ForMedia(meeting.Media{Video: video}, p)
		s := m.Storyboard
		if want := map[bool]float64{true: 5, false: 10}[m.Duration < 1800]; s.Interval != want {
			t.Errorf("a tile every %v s for %v s, want every %v s", s.Interval, duration, want)
		}
		if over := float64(s.Tiles)*s.Interval - m.Duration; s.Tiles > 1 && over >= s.Interval || over < -1e-6 {
			t.Errorf("%d tiles of %v s for %v s", s.Tiles, s.Interval, m.Duration)
		}
		if s.Columns < 1 || s.Rows < 1 || s.Columns*s.Width > 4096 || s.Rows*s.Height > 4096 {
			t.Errorf("a sheet has %d×%d tiles of %d×%d pixels", s.Columns, s.Rows, s.Width, s.Height)
		}
		if room := s.Sheets() * s.Columns * s.Rows; room < s.Tiles || room-s.Columns*s.Rows >= s.Tiles {
			t.Errorf("%d sheets of %d×%d for %d tiles", s.Sheets(), s.Columns, s.Rows, s.Tiles)
		}
		if q := m.Poster; q.Every <= 0 || q.Width > 1280 || q.Height > 1280 || q.Width%2+q.Height%2 > 0 || q.Small < 2 || q.Small > max(2, q.Width) {
			t.Errorf("poster = %+v", q)
		}
	})
}

// A sheet has at most ten columns and ten rows, and no side longer than 4096 pixels.
// Recordings of half an hour or more have a tile every ten seconds.
func TestStoryboards(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		width, height int
		duration      float64
		want          plan.Storyboard
		sheets        int
	}{
		{1920, 1080, 1800, plan.Storyboard{Interval: 10, Width: 240, Height: 136, Columns: 10, Rows: 10, Tiles: 180}, 2},
		{1920, 1080, 1799.9, plan.Storyboard{Interval: 5, Width: 240, Height: 136, Columns: 10, Rows: 10, Tiles: 360}, 4},
		{1080, 1920, 500, plan.Storyboard{Interval: 5, Width: 136, Height: 240, Columns: 10, Rows: 10, Tiles: 100}, 1},
		{1080, 1920, 501, plan.Storyboard{Interval: 5, Width: 136, Height: 240, Columns: 10, Rows: 10, Tiles: 101}, 2},
		{1080, 1920, 495, plan.Storyboard{Interval: 5, Width: 136, Height: 240, Columns: 10, Rows: 10, Tiles: 99}, 1},
	} {
		video := &meeting.Video{Width: tt.width, Height: tt.height, Last: tt.duration, End: tt.duration}
		s := plan.ForMedia(meeting.Media{Video: video}, profile(t)).Storyboard
		if *s != tt.want || s.Sheets() != tt.sheets {
			t.Errorf("%d×%d of %v s have %+v on %d sheets, want %+v on %d", tt.width, tt.height, tt.duration, *s, s.Sheets(), tt.want, tt.sheets)
		}
	}
}
