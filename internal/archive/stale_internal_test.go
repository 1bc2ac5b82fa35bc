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

func TestNothingThatWasMadeIsForgotten(t *testing.T) {
	t.Parallel()
	one, two, three := StaleStep{"one", "x", layout.Public}, StaleStep{"two", "x", layout.Public}, StaleStep{"three", "x", layout.Public}
	older := stateWith("x", "one")
	older.Stale = []StaleStep{three}
	tests := []struct {
		name     string
		now, old State
		want     []StaleStep
	}{
		{"the first look has nothing behind it", stateWith("x", "one"), State{}, nil},
		{"what is still needed is not former", stateWith("x", "one", "two"), stateWith("x", "one"), nil},
		{"what is not needed any more is", stateWith("x", "two"), stateWith("x", "one"), []StaleStep{one}},
		{"what was former before stays so", stateWith("x", "two"), older, []StaleStep{one, three}},
		{"what is needed again is former no more", stateWith("x", "three"), older, []StaleStep{one}},
		{"a meeting without files has all behind it", State{}, stateWith("x", "two", "one"), []StaleStep{one, two}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := tt.now.KeepingStepsOf(tt.old)
			if diff := cmp.Diff(tt.want, got.Stale); diff != "" {
				t.Error(diff)
			}
			if again := got.KeepingStepsOf(got); !slices.Equal(again.Stale, got.Stale) {
				t.Errorf("a second look says %v", again.Stale)
			}
			if left := got.WithoutSteps(map[string]bool{"one": true, "two": true, "three": true}).Stale; len(left) != 0 {
				t.Errorf("left of all that was deleted: %v", left)
			}
		})
	}
}
