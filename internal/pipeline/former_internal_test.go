package pipeline

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

func stateWith(sum string, keys ...string) State {
	s := State{Sources: []SourceState{{ID: "a", SHA256: sum}}}
	for _, key := range keys {
		s.Sources[0].Steps = append(s.Sources[0].Steps, StepState{Key: key, Space: layout.Public})
	}
	return s
}

func TestNothingThatWasMadeIsForgotten(t *testing.T) {
	t.Parallel()
	one, two, three := Former{"one", "x", layout.Public}, Former{"two", "x", layout.Public}, Former{"three", "x", layout.Public}
	older := stateWith("x", "one")
	older.Former = []Former{three}
	tests := []struct {
		name     string
		now, old State
		want     []Former
	}{
		{"the first look has nothing behind it", stateWith("x", "one"), State{}, nil},
		{"what is still needed is not former", stateWith("x", "one", "two"), stateWith("x", "one"), nil},
		{"what is not needed any more is", stateWith("x", "two"), stateWith("x", "one"), []Former{one}},
		{"what was former before stays so", stateWith("x", "two"), older, []Former{one, three}},
		{"what is needed again is former no more", stateWith("x", "three"), older, []Former{one}},
		{"a meeting without files has all behind it", State{}, stateWith("x", "two", "one"), []Former{one, two}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := tt.now.after(tt.old)
			if diff := cmp.Diff(tt.want, got.Former); diff != "" {
				t.Error(diff)
			}
			if again := got.after(got); !slices.Equal(again.Former, got.Former) {
				t.Errorf("a second look says %v", again.Former)
			}
			if left := got.without(map[string]bool{"one": true, "two": true, "three": true}).Former; len(left) != 0 {
				t.Errorf("left of all that was deleted: %v", left)
			}
		})
	}
}

func TestWhoMayShare(t *testing.T) {
	t.Parallel()
	has := func(sum string) meeting.Meeting { return meeting.Meeting{Sources: []meeting.Source{{SHA256: sum}}} }
	gone := has("x")
	gone.Withdrawn = true
	tests := []struct {
		name  string
		m     meeting.Meeting
		state State
		want  bool
	}{
		{"a meeting with that file", has("x"), State{}, true},
		{"a meeting with others", has("y"), stateWith("y", "one"), false},
		{"a meeting whose older version with that file is still served", has("y"), stateWith("x", "one"), true},
		{"a meeting that had it long ago", has("y"), State{Former: []Former{{Key: "one", Input: "x"}}}, true},
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
			var it item
			for _, s := range tt.steps {
				it.steps = append(it.steps, staged{step: s})
			}
			slices.Sort(tt.want)
			got := slices.Sorted(maps.Keys(uses([]item{it}, tt.published)))
			if !slices.Equal(got, tt.want) {
				t.Errorf("uses %v, want %v", got, tt.want)
			}
		})
	}
}

func TestWhatIsToBeDeleted(t *testing.T) {
	t.Parallel()
	probe, public, private := Former{"probe-1", "x", ""}, Former{"deck-1", "x", layout.Public}, Former{"deck-2", "x", layout.Private}
	all := []Former{probe, public, private}
	tests := []struct {
		name  string
		steps []Former
		users map[string][]string
		want  []Former
	}{
		{"all that nobody uses", all, nil, all},
		{"not what somebody uses", all, map[string][]string{"deck-1": {"board"}}, []Former{probe, private}},
		{"what only one who is not counted uses", all, map[string][]string{"deck-1": {}}, all},
		{"of a meeting that turns private what is public", in(layout.Public, all), nil, []Former{public}},
		{"and not that, if it is used", in(layout.Public, all), map[string][]string{"deck-1": {"board"}}, []Former{}},
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
			if got := needed(tt.m, tt.s); got != tt.want {
				t.Errorf("wants = %t, want %t", got, tt.want)
			}
		})
	}
}
