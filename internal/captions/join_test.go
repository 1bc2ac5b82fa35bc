package captions_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/captions"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// Two parts of 60 and 40 seconds: no caption of one is shown during the other,
// and what is not shown is counted.
func TestJoin(t *testing.T) {
	t.Parallel()
	first, second := plan.CaptionPart{From: 0, To: 60}, plan.CaptionPart{From: 60, To: 100}
	open := plan.CaptionPart{From: 0, To: 60, Open: true}
	type cues = []meeting.Cue
	tests := map[string]struct {
		parts   []plan.CaptionPart
		in      []cues
		want    cues
		outside []int
	}{
		"one after the other": {
			[]plan.CaptionPart{first, second},
			[]cues{{cue(1, 2, "Chair", "One"), cue(50, 60, "", "Two\nlines")}, {cue(60, 62, "", "Three")}},
			cues{cue(1, 2, "Chair", "One"), cue(50, 60, "", "Two\nlines"), cue(60, 62, "", "Three")},
			[]int{0, 0},
		},
		"cut at the ends of the parts": {
			[]plan.CaptionPart{first, second},
			[]cues{{cue(58, 63, "", "One")}, {cue(59.9, 62, "", "Two"), cue(99, 100, "", "Three")}},
			cues{cue(58, 60, "", "One"), cue(60, 62, "", "Two"), cue(99, 100, "", "Three")},
			[]int{0, 0},
		},
		"outside of their parts": {
			[]plan.CaptionPart{first, second},
			[]cues{{cue(1, 2, "", "One"), cue(60, 63, "", "lost"), cue(70, 71, "", "lost")}, {cue(50, 60, "", "lost"), cue(61, 62, "", "Two")}},
			cues{cue(1, 2, "", "One"), cue(61, 62, "", "Two")},
			[]int{2, 1},
		},
		"a file of the first part alone": {
			[]plan.CaptionPart{open},
			[]cues{{cue(1, 2, "", "One"), cue(59, 63, "", "Two"), cue(60.5, 61, "", "lost")}},
			cues{cue(1, 2, "", "One"), cue(59, 60, "", "Two")},
			[]int{1},
		},
		"a file of the whole": {
			[]plan.CaptionPart{open},
			[]cues{{cue(1, 2, "", "One"), cue(59, 63, "", "Two"), cue(70, 71, "", "Three")}},
			cues{cue(1, 2, "", "One"), cue(59, 63, "", "Two"), cue(70, 71, "", "Three")},
			[]int{0},
		},
		"a stream of the first part goes on for too long": {
			[]plan.CaptionPart{first},
			[]cues{{cue(1, 2, "", "One"), cue(70, 71, "", "lost")}},
			cues{cue(1, 2, "", "One")},
			[]int{1},
		},
		"none is left": {[]plan.CaptionPart{second}, []cues{{cue(10, 12, "", "lost")}}, nil, []int{1}},
		// WebVTT has milliseconds: no cue of the second part begins before one of the
		// first ends.
		"between two milliseconds": {
			[]plan.CaptionPart{{From: 0, To: 60.0006}, {From: 60.0006, To: 100}},
			[]cues{{cue(59, 63, "", "One")}, {cue(60.001, 61, "", "Two")}},
			cues{cue(59, 60, "", "One"), cue(60.001, 61, "", "Two")},
			[]int{0, 0},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			made, err := captions.Join(tt.in, dir, plan.CaptionJoinParams{Duration: 100, Parts: tt.parts})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.outside, made.Outside); diff != "" {
				t.Errorf("outside (-want +got):\n%s", diff)
			}
			if tt.want == nil {
				left, err := os.ReadDir(dir)
				if err != nil || len(left) > 0 || made.VTT != "" {
					t.Errorf("without a cue it made %q, %v, %v", made.VTT, left, err)
				}
				return
			}
			vtt, list := file(t, dir, made.VTT), file(t, dir, made.Playlist)
			if diff := cmp.Diff(tt.want, captions.ParseWritten(vtt)); diff != "" {
				t.Errorf("cues (-want +got):\n%s", diff)
			}
			if last := tt.want[len(tt.want)-1]; made.Spoken == nil || *made.Spoken != (meeting.Stretch{Start: tt.want[0].Start, End: last.End}) {
				t.Errorf("the cues cover %+v", made.Spoken)
			}
			if !strings.Contains(string(list), "#EXTINF:100") || made.Cues != len(tt.want) || made.Speakers != (tt.want[0].Speaker != "") {
				t.Errorf("it says %+v, with the playlist\n%s", made, list)
			}
		})
	}
}

func file(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
