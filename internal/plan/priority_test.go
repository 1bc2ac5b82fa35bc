package plan_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

func TestPriorityOf(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 6, 30, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name      string
		requested meeting.Priority
		date      string
		want      meeting.Priority
	}{
		{"today", "", "2026-06-30", meeting.Default},
		{"next month", "", "2026-07-30", meeting.Default},
		{"29 days ago", "", "2026-06-01", meeting.Default},
		{"31 days ago", "", "2026-05-30", meeting.Bulk},
		{"without a date", "", "", meeting.Default},
		{"with a bad date", "", "spring", meeting.Default},
		{"an old one that is urgent", meeting.Urgent, "1999-01-01", meeting.Urgent},
		{"an old one that is default", meeting.Default, "1999-01-01", meeting.Default},
		{"a new one that is bulk", meeting.Bulk, "2026-06-30", meeting.Bulk},
		{"one of a later release", "someday", "1999-01-01", meeting.Bulk},
		{"one that cannot be requested", plan.Backlog, "2026-06-30", meeting.Default},
	}
	for _, tt := range tests {
		if got := plan.PriorityOf(meeting.Meeting{Priority: tt.requested, Date: tt.date}, now); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestSlots(t *testing.T) {
	t.Parallel()
	const (
		u, d, b, l = meeting.Urgent, meeting.Default, meeting.Bulk, plan.Backlog
	)
	tests := []struct {
		name     string
		own      meeting.Priority
		standing plan.Standing
		want     []meeting.Priority // of a probe, and of the first, the eighth and the ninth chunk
	}{
		{"without a batch", d, plan.Standing{}, []meeting.Priority{d, d, d, b}},
		{"first of a batch", d, plan.Standing{Ahead: 0}, []meeting.Priority{d, d, d, b}},
		{"second", d, plan.Standing{Ahead: 1}, []meeting.Priority{d, d, d, b}},
		{"third", d, plan.Standing{Ahead: 2}, []meeting.Priority{b, b, b, l}},
		{"last", d, plan.Standing{Ahead: 30, Last: true}, []meeting.Priority{d, d, d, b}},
		{"urgent", u, plan.Standing{Ahead: 30}, []meeting.Priority{d, d, d, b}},
		{"bulk", b, plan.Standing{Ahead: 1}, []meeting.Priority{b, b, b, l}},
		{"a later one of a bulk batch", b, plan.Standing{Ahead: 30}, []meeting.Priority{l, l, l, l}},
	}
	steps := []plan.Step{{Kind: plan.Probe}}
	for range 9 {
		steps = append(steps, plan.Step{Kind: plan.Chunk})
	}
	for _, tt := range tests {
		slots := plan.Slots(steps, tt.own, tt.standing)
		var got []meeting.Priority
		for _, i := range []int{0, 1, 8, 9} {
			got = append(got, slots[i].Priority)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || len(slots) != len(steps) || slots[0].Own != tt.own {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestSlotReplaces(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name           string
		own, slot, was meeting.Priority
		want           bool
	}{
		{"up", meeting.Urgent, meeting.Urgent, meeting.Bulk, true},
		{"up, out of the backlog", meeting.Default, meeting.Bulk, plan.Backlog, true},
		{"not to the same", meeting.Default, meeting.Default, meeting.Default, false},
		{"down, after another meeting of the batch", meeting.Default, meeting.Bulk, meeting.Default, true},
		{"not down from the priority of an urgent meeting", meeting.Default, meeting.Bulk, meeting.Urgent, false},
		{"not down from the priority of another batch", meeting.Bulk, plan.Backlog, meeting.Default, false},
	}
	for _, tt := range tests {
		if got := (plan.Slot{Priority: tt.slot, Own: tt.own}).Replaces(tt.was); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// TestQueueNames: tasks of earlier releases are in the queues without a suffix, and their
// workers serve no others. Braces would choose the server of a Redis Cluster.
func TestQueueNames(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, q := range []plan.Queue{plan.Light, plan.Heavy, plan.Chunks, plan.Idle} {
		if got := q.At(meeting.Default); got != string(q) {
			t.Errorf("default queue %s is %s", q, got)
		}
		for _, p := range plan.Levels() {
			name := q.At(p)
			if seen[name] || strings.ContainsAny(name, "{}:/ ") {
				t.Errorf("queue name %q", name)
			}
			seen[name] = true
		}
	}
}
