package retention

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
)

func TestWhoMayShare(t *testing.T) {
	t.Parallel()
	has := func(sum string) meeting.Meeting { return meeting.Meeting{Sources: []meeting.Source{{SHA256: sum}}} }
	gone := has("x")
	gone.Withdrawn = true
	tests := []struct {
		name  string
		m     meeting.Meeting
		state archive.State
		want  bool
	}{
		{"a meeting with that file", has("x"), archive.State{}, true},
		{"a meeting with others", has("y"), stateWith("y", "one"), false},
		{"a meeting whose older version with that file is still served", has("y"), stateWith("x", "one"), true},
		{"a meeting that had it long ago", has("y"), archive.State{Stale: []archive.StaleStep{{Key: "one", Input: "x"}}}, true},
		{"a meeting that was taken down", gone, stateWith("x", "one"), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := mayShare(tt.m, tt.state, map[string]bool{"x": true}); got != tt.want {
				t.Errorf("mayShare = %t, want %t", got, tt.want)
			}
		})
	}
}

func TestWhatAMeetingUses(t *testing.T) {
	t.Parallel()
	probe, chunk := plan.Step{Kind: plan.Probe, Input: "x"}, plan.Step{Kind: plan.Chunk, Input: "x"}
	packaged := plan.Step{Kind: plan.Package, Input: "x", Needs: []string{"audio-1"}}
	served := func(url string) manifest.Manifest {
		return manifest.Manifest{Pages: map[string]manifest.File{"p": {URL: url}}}
	}
	tests := []struct {
		name      string
		steps     []plan.Step
		published manifest.Manifest
		want      []string
	}{
		{"nothing", nil, manifest.Manifest{}, nil},
		{"each step, done or not", []plan.Step{probe, chunk}, manifest.Manifest{}, []string{probe.Key(), chunk.Key()}},
		{"what a step works on", []plan.Step{packaged}, manifest.Manifest{}, []string{"audio-1", packaged.Key()}},
		{"what is served of an older version", nil, served("../../derived/deck-1/run/deck.pdf"), []string{"deck-1"}},
		{"a page of its own is no step's", nil, served("slides-a.json"), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var it progress.Item
			for _, s := range tt.steps {
				it.Steps = append(it.Steps, progress.Step{Step: s})
			}
			slices.Sort(tt.want)
			got := slices.Sorted(maps.Keys(uses([]progress.Item{it}, tt.published)))
			if !slices.Equal(got, tt.want) {
				t.Errorf("uses %v, want %v", got, tt.want)
			}
		})
	}
}

func TestWhatIsToBeDeleted(t *testing.T) {
	t.Parallel()
	probe, public, private := archive.StaleStep{Key: "probe-1", Input: "x", Space: ""}, archive.StaleStep{Key: "deck-1", Input: "x", Space: layout.Public}, archive.StaleStep{Key: "deck-2", Input: "x", Space: layout.Private}
	all := []archive.StaleStep{probe, public, private}
	tests := []struct {
		name  string
		steps []archive.StaleStep
		users map[string][]string
		want  []archive.StaleStep
	}{
		{"all that nobody uses", all, nil, all},
		{"not what somebody uses", all, map[string][]string{"deck-1": {"board"}}, []archive.StaleStep{probe, private}},
		{"what only one who is not counted uses", all, map[string][]string{"deck-1": {}}, all},
		{"of a meeting that turns private what is public", archive.StepsIn(layout.Public, all), nil, []archive.StaleStep{public}},
		{"and not that, if it is used", archive.StepsIn(layout.Public, all), map[string][]string{"deck-1": {"board"}}, []archive.StaleStep{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, unused(tt.steps, tt.users)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhoWantsAStep(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		m    meeting.Meeting
		s    plan.Step
		want bool
	}{
		{"a public meeting wants public files", meeting.Meeting{Visibility: meeting.Public}, plan.Step{Space: layout.Public}, true},
		{"an unlisted one does, too", meeting.Meeting{Visibility: meeting.Unlisted}, plan.Step{Space: layout.Public}, true},
		{"a private one does not", meeting.Meeting{Visibility: meeting.Private}, plan.Step{Space: layout.Public}, false},
		{"a private one wants to know what a file is", meeting.Meeting{Visibility: meeting.Private}, plan.Step{}, true},
		{"one that was taken down wants nothing", meeting.Meeting{Withdrawn: true}, plan.Step{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Needed(tt.m, tt.s); got != tt.want {
				t.Errorf("wants = %t, want %t", got, tt.want)
			}
		})
	}
}
