package archive

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/layout"
)

func stateWith(sum string, keys ...string) State {
	s := State{Sources: []SourceState{{ID: "a", SHA256: sum}}}
	for _, key := range keys {
		s.Sources[0].Steps = append(s.Sources[0].Steps, StepState{Key: key, Space: layout.Public})
	}
	return s
}

func TestStaleStepsAreKept(t *testing.T) {
	t.Parallel()
	one, two, three := StaleStep{"one", "x", layout.Public}, StaleStep{"two", "x", layout.Public}, StaleStep{"three", "x", layout.Public}
	older := stateWith("x", "one")
	older.Stale = []StaleStep{three}
	tests := []struct {
		name     string
		now, old State
		want     []StaleStep
	}{
		{"a first revision has no stale steps", stateWith("x", "one"), State{}, nil},
		{"a needed step is not stale", stateWith("x", "one", "two"), stateWith("x", "one"), nil},
		{"a step that is no longer needed is stale", stateWith("x", "two"), stateWith("x", "one"), []StaleStep{one}},
		{"a stale step stays stale", stateWith("x", "two"), older, []StaleStep{one, three}},
		{"a step that is needed again is not stale", stateWith("x", "three"), older, []StaleStep{one}},
		{"all steps of a meeting without files are stale", State{}, stateWith("x", "two", "one"), []StaleStep{one, two}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := tt.now.KeepingStepsOf(tt.old)
			if diff := cmp.Diff(tt.want, got.Stale); diff != "" {
				t.Error(diff)
			}
			if again := got.KeepingStepsOf(got); !slices.Equal(again.Stale, got.Stale) {
				t.Errorf("a second call returns %v", again.Stale)
			}
			if left := got.WithoutSteps(map[string]bool{"one": true, "two": true, "three": true}).Stale; len(left) != 0 {
				t.Errorf("after all steps were deleted: %v", left)
			}
		})
	}
}
