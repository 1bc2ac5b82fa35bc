package plan

import (
	"cmp"
	"slices"
	"time"

	"proceedings/internal/meeting"
)

// Backlog is below Bulk. It cannot be requested: it is the priority of meetings of a bulk import
// that wait for earlier ones.
const Backlog meeting.Priority = "backlog"

// Levels returns all priorities, the most urgent first.
func Levels() []meeting.Priority { return append(meeting.Priorities(), Backlog) }

func lower(p meeting.Priority) meeting.Priority {
	levels := Levels()
	return levels[min(slices.Index(levels, p)+1, len(levels)-1)]
}

func moreUrgent(a, b meeting.Priority) bool {
	return slices.Index(Levels(), a) < slices.Index(Levels(), b)
}

// importAge is the age above which a meeting counts as an import.
const importAge = 30 * 24 * time.Hour

// PriorityOf returns the priority of a meeting: the requested one, or else Bulk for an old
// meeting. A value of a later release counts as none.
func PriorityOf(m meeting.Meeting, now time.Time) meeting.Priority {
	if slices.Contains(meeting.Priorities(), m.Priority) {
		return m.Priority
	}
	if date, err := time.Parse(time.DateOnly, m.Date); err == nil && now.Sub(date) > importAge {
		return meeting.Bulk
	}
	return meeting.Default
}

// BatchWindow is the number of meetings of a batch that have their own priority. Later
// ones are one level lower, so that a large batch does not delay the meetings of others.
const BatchWindow = 2

// Standing is the position of a meeting among the unfinished meetings of its batch that
// have the same priority. The zero value is a meeting without a batch.
type Standing struct {
	Ahead int  // meetings that were submitted earlier
	Last  bool // no meeting was submitted later
}

// Waits reports whether the meeting is one level lower until earlier ones are finished.
// The last one is not: it may be a single meeting after a batch from the same folder.
func (s Standing) Waits() bool { return s.Ahead >= BatchWindow && !s.Last }

// stepWindow is the number of missing steps of a meeting, in each queue, that have the
// meeting's priority. Further ones are one level lower, so that the many chunks of a long
// recording do not delay the few of a short one.
const stepWindow = 8

// Slot is the place of a step in the queue.
type Slot struct {
	Priority meeting.Priority
	Own      meeting.Priority // of the meeting, without its batch and its other steps
}

// Slots returns the slots of the missing steps of a meeting with priority own.
func Slots(list []Step, own meeting.Priority, s Standing) []Slot {
	level := own
	if s.Waits() {
		level = lower(own)
	}
	slots, before := make([]Slot, len(list)), map[Queue]int{}
	for i, step := range list {
		slots[i] = Slot{level, own}
		if before[step.Queue()]++; before[step.Queue()] > stepWindow {
			slots[i].Priority = lower(level)
		}
	}
	return slots
}

// Replaces reports whether a step that waits with priority p moves to the slot: up from a
// lower priority, and down from the meeting's own. A higher one is of another meeting that
// needs the step, too.
func (s Slot) Replaces(p meeting.Priority) bool {
	return p != s.Priority && (moreUrgent(s.Priority, p) || p == s.Own)
}

// Queue returns the queue of the step's kind.
func (s Step) Queue() Queue { return cmp.Or(s.Kind.Traits().Queue, Light) }

// At returns the name of the queue for steps with a priority. Default has the name of
// earlier releases, whose workers serve only these queues.
func (q Queue) At(p meeting.Priority) string {
	if p == "" || p == meeting.Default {
		return string(q)
	}
	return string(q) + "-" + string(p)
}
