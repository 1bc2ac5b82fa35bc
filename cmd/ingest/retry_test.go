package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
)

func TestRetryNotes(t *testing.T) {
	t.Parallel()
	m := meeting.Meeting{Sources: []meeting.Source{{Name: "talk.mp4"}, {Name: "bees.pptx"}, {Name: "late.pdf", Without: true}, {Name: "good.txt"}}}
	s := archive.State{Refused: []meeting.Refusal{{Name: "bees.pptx", Reason: "is damaged"}, {Name: "notes.exe", Reason: "has an unknown format"}}}
	lost := "notes.exe is not tried again, since it is not stored (it has an unknown format): add the meeting again"
	without := "late.pdf is not tried again: the meeting is published without the results of its failed steps"
	tests := []struct {
		name    string
		retried map[string]int
		failed  bool
		want    []string
	}{
		{"without --failed", nil, false, []string{without, "bees.pptx is not tried again, since it was refused (it is damaged): add --failed to try it", lost}},
		{"with --failed", map[string]int{"talk.mp4": 1, "bees.pptx": 2}, true, []string{"talk.mp4 is tried again (1 step)", "bees.pptx is tried again (2 steps)", without, lost}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, retryNotes(m, s, tt.retried, tt.failed)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMeetingsWithRefusedSteps(t *testing.T) {
	t.Parallel()
	with := func(step string) archive.State {
		return archive.State{Sources: []archive.SourceState{{Steps: []archive.StepState{{Status: archive.StatusDone}, {Status: step}}}}}
	}
	gone := with(archive.StatusRefused)
	gone.State = archive.Withdrawn
	for i, tt := range []struct {
		s    archive.State
		want bool
	}{{with(archive.StatusRefused), true}, {with(archive.StatusDone), false}, {archive.State{Refused: []meeting.Refusal{{Name: "a"}}}, false}, {gone, false}} {
		if got := hasRefusedStep(tt.s); got != tt.want {
			t.Errorf("case %d: hasRefusedStep = %t", i, got)
		}
	}
}
