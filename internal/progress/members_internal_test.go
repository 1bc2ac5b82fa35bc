package progress

import (
	"slices"
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

// A file that belongs to a recording by its name, and not by its sound, is published
// by itself, with a warning.
func TestSoundSaysWhatBelongsTogether(t *testing.T) {
	t.Parallel()
	heard, silence := &meeting.Loudness{Integrated: -20}, (*meeting.Loudness)(nil)
	differs, equal := transcode.Offset{Differs: true}, transcode.Offset{Found: true, Overlap: 600}
	clock := func(time string, it Item) Item { it.Probe.Media.Created = time; return it }
	twin := filed("b", 600, false, true, twinOf("a"))
	view := clock("2026-05-12T12:25:00Z", filed("b", 600, true, true, viewOf("a")))
	beside := clock("2026-05-12T12:00:00Z", filed("b", 600, true, true, viewOf("a")))
	near := clock("2026-05-12T12:09:00Z", filed("b", 600, true, true, viewOf("a")))
	zoned := clock("2026-05-12T14:00:00Z", filed("b", 600, true, true, viewOf("a")))
	tests := []struct {
		name   string
		other  Item
		heard  [2]*meeting.Loudness // of the recording and of the other
		offset transcode.Offset
		want   string // heads of the recordings that are published
		said   string // of some file, in a warning
	}{
		{"a copy of the sound", twin, [2]*meeting.Loudness{heard, heard}, equal, "a", ""},
		{"sound that does not tell", twin, [2]*meeting.Loudness{heard, heard}, transcode.Offset{}, "a", ""},
		{"other sound", twin, [2]*meeting.Loudness{heard, heard}, differs, "a b", "b.mp4 is not treated as a copy of a.mp4, since its sound is different"},
		{"sound beside silence", twin, [2]*meeting.Loudness{silence, heard}, equal, "a b", "b.mp4 is not treated as a copy of a.mp4, which is silent"},
		{"silence beside sound", twin, [2]*meeting.Loudness{heard, silence}, equal, "a", ""},
		{"a view", view, [2]*meeting.Loudness{heard, heard}, equal, "a", ""},
		{"a view at another time by its clock, whose sound does not tell", view, [2]*meeting.Loudness{heard, heard}, transcode.Offset{}, "a b", "b.mp4 is not shown beside a.mp4: by its clock it was recorded 25:00 later; if that is wrong"},
		{"a view that hardly overlaps by its clock", near, [2]*meeting.Loudness{heard, heard}, transcode.Offset{}, "a b", "b.mp4 is not shown beside a.mp4, since by the clocks of their recorders the two hardly overlap"},
		{"a view whose clock may be of another time zone", zoned, [2]*meeting.Loudness{heard, heard}, transcode.Offset{}, "a", "b.mp4 is taken to begin when a.mp4 does: their sound does not tell, and by its clock it was recorded 2:00:00 later"},
		{"a view that is heard beside silence", beside, [2]*meeting.Loudness{silence, heard}, equal, "b", "a.mp4 is silent: the recording uses the sound of b.mp4"},
		{"two silent pictures", beside, [2]*meeting.Loudness{silence, silence}, equal, "a", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			first, second := clock("2026-05-12T12:00:00Z", filed("a", 600, true, true, nil)), tt.other
			known := map[string]struct {
				probe *meeting.Probe
				heard *meeting.Loudness
			}{first.Source.SHA256: {first.Probe, tt.heard[0]}, second.Source.SHA256: {second.Probe, tt.heard[1]}}
			m := meeting.Meeting{ID: "m", Revision: 1, Visibility: meeting.Public, Sources: []meeting.Source{first.Source, second.Source}}
			settled := map[string]bool{}
			look := func(s plan.Step) steps.Outcome {
				if !settled[s.Key()] {
					settled[s.Key()] = true // by the next look
					return steps.Outcome{}
				}
				r := steps.Result{Step: s}
				switch s.Kind {
				case plan.Probe:
					r.Probe = known[s.Input].probe
				case plan.Audio:
					r.Audio = &transcode.Sound{Tracks: []transcode.Track{{Loudness: known[s.Input].heard}}}
				case plan.Fingerprint:
					r.Fingerprint = &transcode.Fingerprint{}
					if known[s.Input].heard != nil {
						r.Fingerprint.Heard = 300
					}
				case plan.Offset:
					o := tt.offset
					r.Offset = &o
				default:
					return fates{}.of(s)
				}
				return steps.Outcome{Result: &r}
			}
			var items []Item
			for range 20 {
				var err error
				if items, err = assessBy(m, look); err != nil {
					t.Fatal(err)
				}
				if len(Missing(items)) == 0 {
					break
				}
			}
			var heads, warnings []string
			for _, it := range items {
				if it.Recording != nil && it.Made != nil {
					heads = append(heads, it.Source.ID)
				}
				warnings = append(warnings, it.Warnings()...)
				keys := map[string]bool{}
				for _, s := range it.state().Steps {
					if keys[s.Key] {
						t.Errorf("%s of %s stands twice among its steps", s.Kind, it.Source.Name)
					}
					keys[s.Key] = true
				}
			}
			if got := strings.Join(heads, " "); got != tt.want {
				t.Errorf("published are %q, want %q; said is %q", got, tt.want, warnings)
			}
			if tt.said != "" && !slices.ContainsFunc(warnings, func(w string) bool { return strings.HasPrefix(w, tt.said) }) {
				t.Errorf("said is %q, want %q", warnings, tt.said)
			}
		})
	}
}

func TestMissingParts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		names []string
		want  string
	}{
		{nil, ""},
		{[]string{"GH020012.MP4"}, "is published without GH020012.MP4: missing or unusable"},
		{[]string{"part 2", "part 4"}, "is published without part 2 and part 4: missing or unusable"},
	} {
		if got := strings.Join(missingParts(tt.names), "; "); got != tt.want {
			t.Errorf("said is %q, want %q", got, tt.want)
		}
	}
}
