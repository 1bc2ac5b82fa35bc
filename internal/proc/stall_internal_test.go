package proc

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestStall(t *testing.T) {
	t.Parallel()

	const every = 15 * time.Second
	// Each look is 15 s after the last one.
	same := func(n int, a activity) []activity {
		all := make([]activity, n)
		for i := range all {
			all[i] = a
		}
		return all
	}
	grow := func(n int, step activity) (all []activity) {
		var a activity
		for range n {
			a.cpu, a.bytes, a.faults, a.waits = a.cpu+step.cpu, a.bytes+step.bytes, a.faults+step.faults, step.waits
			all = append(all, a)
		}
		return all
	}
	busy := activity{cpu: time.Minute, bytes: 1 << 30, faults: 7}
	tests := []struct {
		name  string
		looks []activity
		ends  int // after this many looks; 0 for never
	}{
		{"does nothing", same(20, busy), 9},
		{"did nothing from the start", same(20, activity{}), 8},
		{"reads a byte at a time", grow(50, activity{bytes: 1}), 0},
		{"computes", grow(50, activity{cpu: every}), 0},
		{"computes a hundredth of the time, as on a machine with too much to do", grow(50, activity{cpu: every / 100}), 0},
		{"looks for a lock ten times a second", grow(50, activity{cpu: 20 * time.Millisecond}), 8},
		{"reads memory from a slow disk", grow(50, activity{faults: 1}), 0},
		{"waits for a processor", grow(50, activity{waits: true}), 0},
		{"begins to do nothing", append(grow(10, activity{bytes: 1}), same(20, activity{bytes: 10})...), 18},
		{"has lost a helper, whose work no longer counts", append(same(7, busy), same(7, activity{bytes: 1})...), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := stall{limit: looks * every, longest: 2 * every}
			ends := 0
			for i, a := range tt.looks {
				if s.add(a, every) {
					ends = i + 1
					break
				}
			}
			if ends != tt.ends {
				t.Errorf("ends after %d looks, want %d", ends, tt.ends)
			}
		})
	}
}

// TestStallWhileThisProcessWasPaused: a machine that was suspended for an hour says nothing
// about the child.
func TestStallWhileThisProcessWasPaused(t *testing.T) {
	t.Parallel()

	s := stall{limit: 2 * time.Minute, longest: 30 * time.Second}
	if s.add(activity{}, time.Hour) || s.quiet != 30*time.Second {
		t.Errorf("quiet for %s after one look, want 30s", s.quiet)
	}
}

func TestStallLimit(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct {
		c    Command
		want time.Duration
	}{
		{Command{}, 2 * time.Minute},
		{Command{CPU: 5 * time.Minute}, 2 * time.Minute},
		{Command{CPU: 4 * time.Hour}, 4 * time.Minute},
		{Command{CPU: 100 * time.Hour}, 10 * time.Minute},
		{Command{CPU: 100 * time.Hour, Stall: time.Second}, time.Second},
	} {
		if got := tt.c.stall(); got != tt.want {
			t.Errorf("%+v may do nothing for %s, want %s", tt.c, got, tt.want)
		}
	}
}

func TestParseStat(t *testing.T) {
	t.Parallel()

	const line = "4711 (a) R 1 (b) D 4700 4699 4 5 6 7 8 10 9 30 11 12 13 14 15 20 0 1 0 99\n"
	got, ok := parseStat(line)
	want := process{pid: 4711, parent: 4700, group: 4699, state: 'D', faults: 39, ticks: 11 + 12 + 13 + 14}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(process{})); !ok || diff != "" {
		t.Errorf("ok: %t, -want +got:\n%s", ok, diff)
	}
	for _, wrong := range []string{"", "4711", "4711 (a)", "4711 (a) R 1 2", "x (a) D 4700 4699 4 5 6 7 8 10 9 30 11 12 13 14 15"} {
		if p, ok := parseStat(wrong); ok {
			t.Errorf("%q is %+v", wrong, p)
		}
	}
}

func TestDescendants(t *testing.T) {
	t.Parallel()

	all := []process{
		{pid: 1},
		{pid: 8, parent: 1, group: 8},
		{pid: 9, parent: 8, group: 8},
		{pid: 10, parent: 8, group: 10},  // the child
		{pid: 14, parent: 12, group: 14}, // a grandchild with a group of its own
		{pid: 11, parent: 1, group: 10},  // its parent has ended
		{pid: 12, parent: 11, group: 12}, // it left the group
		{pid: 13, parent: 10, group: 10},
	}
	var got []int
	for _, p := range descendants(all, 10) {
		got = append(got, p.pid)
	}
	if diff := cmp.Diff([]int{10, 11, 13, 12, 14}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
