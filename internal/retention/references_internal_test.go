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

func TestMayReference(t *testing.T) {
	t.Parallel()
	has := func(sum string) meeting.Meeting { return meeting.Meeting{Sources: []meeting.Source{{SHA256: sum}}} }
	withdrawn := has("x")
	withdrawn.Withdrawn = true
	tests := []struct {
		name  string
		m     meeting.Meeting
		state archive.State
		want  bool
	}{
		{"a meeting with that file", has("x"), archive.State{}, true},
		{"a meeting with other files", has("y"), stateWith("y", "one"), false},
		{"a meeting whose published revision has that file", has("y"), stateWith("x", "one"), true},
		{"a meeting with a stale step on that file", has("y"), archive.State{Stale: []archive.StaleStep{{Key: "one", Input: "x"}}}, true},
		{"a withdrawn meeting", withdrawn, stateWith("x", "one"), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := mayReference(tt.m, tt.state, map[string]bool{"x": true}); got != tt.want {
				t.Errorf("mayReference = %t, want %t", got, tt.want)
			}
		})
	}
}

func TestReferencesOfAMeeting(t *testing.T) {
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
		{"none", nil, manifest.Manifest{}, nil},
		{"each needed step, done or not", []plan.Step{probe, chunk}, manifest.Manifest{}, []string{probe.Key(), chunk.Key()}},
		{"the inputs of a step", []plan.Step{packaged}, manifest.Manifest{}, []string{"audio-1", packaged.Key()}},
		{"steps of an older published revision", nil, served("../../derived/deck-1/run/deck.pdf"), []string{"deck-1"}},
		{"no step for a page of the meeting", nil, served("slides-a.json"), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var it progress.Item
			for _, s := range tt.steps {
				it.Steps = append(it.Steps, progress.Step{Step: s})
			}
			slices.Sort(tt.want)
			got := slices.Sorted(maps.Keys(references([]progress.Item{it}, tt.published)))
			if !slices.Equal(got, tt.want) {
				t.Errorf("references %v, want %v", got, tt.want)
			}
		})
	}
}

func TestUnreferenced(t *testing.T) {
	t.Parallel()
	probe, public, private := archive.StaleStep{Key: "probe-1", Input: "x", Space: ""}, archive.StaleStep{Key: "deck-1", Input: "x", Space: layout.Public}, archive.StaleStep{Key: "deck-2", Input: "x", Space: layout.Private}
	all := []archive.StaleStep{probe, public, private}
	tests := []struct {
		name       string
		steps      []archive.StaleStep
		references map[string][]string
		want       []archive.StaleStep
	}{
		{"all steps without references", all, nil, all},
		{"not a referenced step", all, map[string][]string{"deck-1": {"board"}}, []archive.StaleStep{probe, private}},
		{"a step whose only reference was removed", all, map[string][]string{"deck-1": {}}, all},
		{"public steps of a meeting that becomes private", archive.StepsIn(layout.Public, all), nil, []archive.StaleStep{public}},
		{"not a referenced public step", archive.StepsIn(layout.Public, all), map[string][]string{"deck-1": {"board"}}, []archive.StaleStep{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, unreferenced(tt.steps, tt.references)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNeeded(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		m    meeting.Meeting
		s    plan.Step
		want bool
	}{
		{"a public meeting needs public files", meeting.Meeting{Visibility: meeting.Public}, plan.Step{Space: layout.Public}, true},
		{"an unlisted meeting needs public files", meeting.Meeting{Visibility: meeting.Unlisted}, plan.Step{Space: layout.Public}, true},
		{"a private meeting does not need public files", meeting.Meeting{Visibility: meeting.Private}, plan.Step{Space: layout.Public}, false},
		{"a private meeting needs a probe", meeting.Meeting{Visibility: meeting.Private}, plan.Step{}, true},
		{"a withdrawn meeting needs nothing", meeting.Meeting{Withdrawn: true}, plan.Step{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Needed(tt.m, tt.s); got != tt.want {
				t.Errorf("Needed = %t, want %t", got, tt.want)
			}
		})
	}
}
