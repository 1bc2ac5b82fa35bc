package intake_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake"
)

func TestTitlesOfRecognisedFiles(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, sheet string
		files, want []string
	}{
		{
			"Zoom's transcript has none, so that the language alone names it", "",
			[]string{"GMT20260512-100004_Recording.m4a", "GMT20260512-100004_Recording.cc.vtt", "GMT20260512-100004_Recording.transcript.vtt"},
			[]string{"", "", "Closed captions"},
		},
		{"parts by name", "", []string{"talk-part1.mp4", "talk-part2.mp4"}, []string{"Talk", "Talk part2"}},
		{"parts by name, in brackets", "", []string{"Talk (part 1) final.mp4", "Talk (part 2) final.mp4"}, []string{"Talk final", "Talk (part 2) final"}},
		{"one of two", "", []string{"Board 1of2.mp4", "Board 2of2.mp4"}, []string{"Board", "Board 2of2"}},
		{"numbered files", "", []string{"Opptak_1.mp4", "Opptak_2.mp4"}, []string{"Opptak", "Opptak 2"}},
		{"nothing but the part", "", []string{"part1.mp4", "part2.mp4"}, []string{"Part1", "Part2"}},
		{"what machines call it", "", []string{"recording part 1.mp4", "recording part 2.mp4"}, []string{"Recording part 1", "Recording part 2"}},
		{"a part by itself keeps its number", "", []string{"talk-part2.mp4"}, []string{"Talk part2"}},
		{"every file by itself", "together: false\n", []string{"talk-part1.mp4", "talk-part2.mp4"}, []string{"Talk part1", "Talk part2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var titles []string
			for _, s := range decide(t, "2026-05-12_Board", tt.sheet, listed(tt.files...)).Meeting.Sources {
				titles = append(titles, s.Title)
			}
			if diff := cmp.Diff(tt.want, titles); diff != "" {
				t.Errorf("other titles (-want +got):\n%s", diff)
			}
		})
	}
}

// Numbers that count something else, and files that meeting.yaml speaks of, are
// worth no note.
func TestFilesThatWereNotJoinedAreNamedOnlyWhereTheyLookLikeOne(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, sheet string
		files       []string
		want        bool
	}{
		{"a number missing", "", []string{"board_1.mp4", "board_3.mp4"}, true},
		{"days", "", []string{"day-1.mp4", "day-3.mp4"}, false},
		{"years", "", []string{"board_2024.mp4", "board_2025.mp4"}, false},
		{"the whole beside its parts", "", []string{"board.mp4", "board_1.mp4", "board_3.mp4"}, false},
		{"every file by itself", "together: false\n", []string{"board_1.mp4", "board_3.mp4"}, false},
		{"joined in meeting.yaml", "recordings: [{files: [board_1.mp4, board_3.mp4]}]\n", []string{"board_1.mp4", "board_3.mp4"}, false},
		{"apart in meeting.yaml", "recordings: [board_1.mp4]\n", []string{"board_1.mp4", "board_3.mp4"}, false},
		{"two talks of a day, begun some seconds apart", "", []string{
			"camera 2026-05-12 10-00-03.mp4", "screen 2026-05-12 10-00-01.mp4", "camera 2026-05-12 14-00-03.mp4", "screen 2026-05-12 14-00-01.mp4",
		}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			notes := strings.Join(decide(t, "x", tt.sheet, listed(tt.files...)).Notes, "\n")
			if got := strings.Contains(notes, "look like one recording"); got != tt.want {
				t.Errorf("a note: %t, want %t:\n%s", got, tt.want, notes)
			}
		})
	}
}

// A view is titled by what it shows, unless meeting.yaml or its program gives it
// a title.
func TestViewTitleIsNotTheFileName(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, sheet, want string
		files             []intake.Listed
	}{
		{"what it shows is known", "", "", listed("talk-camera.mp4", "talk-screen.mp4")},
		{"what it shows is unknown", "recordings: [{file: a.mp4, views: [b.mp4]}]", "B", listed("a.mp4", "b.mp4")},
		{"its program names it", "", "Shared screen", listed("GMT20260512-100004_Recording_1920x1080.mp4", "GMT20260512-100004_Recording_as_1920x1080.mp4")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var titles []string
			for _, s := range decide(t, "2026-05-12_Board", tt.sheet, tt.files).Meeting.Sources {
				if s.ViewOf != "" {
					titles = append(titles, s.Title)
				}
			}
			if diff := cmp.Diff([]string{tt.want}, titles); diff != "" {
				t.Errorf("other titles of views (-want +got):\n%s", diff)
			}
		})
	}
}
