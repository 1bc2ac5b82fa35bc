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

// A file that belongs to a recording by name but not by sound is published separately,
// with a warning.
func TestFilesWithOtherSoundArePublishedSeparately(t *testing.T) {
	t.Parallel()
	loud, silence := &meeting.Loudness{Integrated: -20}, (*meeting.Loudness)(nil)
	differs, equal := transcode.Offset{Differs: true}, transcode.Offset{Found: true, Overlap: 600}
	clock := func(time string, it Item) Item { it.Probe.Media.Created = time; return it }
	twin := recordingItem("b", 600, false, true, twinOf("a"))
	view := clock("2026-05-12T12:25:00Z", recordingItem("b", 600, true, true, viewOf("a")))
	beside := clock("2026-05-12T12:00:00Z", recordingItem("b", 600, true, true, viewOf("a")))
	near := clock("2026-05-12T12:09:00Z", recordingItem("b", 600, true, true, viewOf("a")))
	zoned := clock("2026-05-12T14:00:00Z", recordingItem("b", 600, true, true, viewOf("a")))
	tests := []struct {
		name   string
		other  Item
		loud   [2]*meeting.Loudness // of the recording and of the other file
		offset transcode.Offset
		want   string // heads of the published recordings
		warns  string // start of a warning
	}{
		{"a copy with matching sound", twin, [2]*meeting.Loudness{loud, loud}, equal, "a", ""},
		{"a copy with an inconclusive match", twin, [2]*meeting.Loudness{loud, loud}, transcode.Offset{}, "a", ""},
		{"a copy with different sound", twin, [2]*meeting.Loudness{loud, loud}, differs, "a b", "b.mp4 is not treated as a copy of a.mp4, since its sound is different"},
		{"an audible copy of a silent recording", twin, [2]*meeting.Loudness{silence, loud}, equal, "a b", "b.mp4 is not treated as a copy of a.mp4, which is silent"},
		{"a silent copy of an audible recording", twin, [2]*meeting.Loudness{loud, silence}, equal, "a", ""},
		{"a view with matching sound", view, [2]*meeting.Loudness{loud, loud}, equal, "a", ""},
		{"a view without overlap by its clock", view, [2]*meeting.Loudness{loud, loud}, transcode.Offset{}, "a b", "b.mp4 is not shown beside a.mp4: by its clock it was recorded 25:00 later; if that is wrong"},
		{"a view with little overlap by its clock", near, [2]*meeting.Loudness{loud, loud}, transcode.Offset{}, "a b", "b.mp4 is not shown beside a.mp4, since by the clocks of their recorders the two hardly overlap"},
		{"a view with a clock in another time zone", zoned, [2]*meeting.Loudness{loud, loud}, transcode.Offset{}, "a", "b.mp4 is assumed to begin together with a.mp4: their sound does not match, and by its clock it was recorded 2:00:00 later"},
		{"an audible view of a silent recording", beside, [2]*meeting.Loudness{silence, loud}, equal, "b", "a.mp4 is silent: the recording uses the sound of b.mp4"},
		{"two silent views", beside, [2]*meeting.Loudness{silence, silence}, equal, "a", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			first, second := clock("2026-05-12T12:00:00Z", recordingItem("a", 600, true, true, nil)), tt.other
			known := map[string]struct {
				probe *meeting.Probe
				loud  *meeting.Loudness
			}{first.Source.SHA256: {first.Probe, tt.loud[0]}, second.Source.SHA256: {second.Probe, tt.loud[1]}}
			m := meeting.Meeting{ID: "m", Revision: 1, Visibility: meeting.Public, Sources: []meeting.Source{first.Source, second.Source}}
			settled := map[string]bool{}
			look := func(s plan.Step) steps.Outcome {
				if !settled[s.Key()] {
					settled[s.Key()] = true // at the next lookup
					return steps.Outcome{}
				}
				r := steps.Result{Step: s}
				switch s.Kind {
				case plan.Probe:
					r.Probe = known[s.Input].probe
				case plan.Audio:
					r.Audio = &transcode.Sound{Tracks: []transcode.Track{{Loudness: known[s.Input].loud}}}
				case plan.Fingerprint:
					r.Fingerprint = &transcode.Fingerprint{}
					if known[s.Input].loud != nil {
						r.Fingerprint.Heard = 300
					}
				case plan.Offset:
					o := tt.offset
					r.Offset = &o
				default:
					return outcomes{}.of(s)
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
				for _, s := range it.state(meeting.Meeting{}).Steps {
					if keys[s.Key] {
						t.Errorf("step %s of %s is listed twice", s.Kind, it.Source.Name)
					}
					keys[s.Key] = true
				}
			}
			if got := strings.Join(heads, " "); got != tt.want {
				t.Errorf("published %q, want %q; warnings %q", got, tt.want, warnings)
			}
			if tt.warns != "" && !slices.ContainsFunc(warnings, func(w string) bool { return strings.HasPrefix(w, tt.warns) }) {
				t.Errorf("warnings %q, want %q", warnings, tt.warns)
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
			t.Errorf("missingParts = %q, want %q", got, tt.want)
		}
	}
}
