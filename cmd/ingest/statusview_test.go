package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
	"proceedings/internal/statuspage"
)

func TestAdvice(t *testing.T) {
	t.Parallel()
	refused := archive.SourceState{Name: "old.mp4", Status: archive.StatusRefused, Steps: []archive.StepState{{Status: archive.StatusRefused}}}
	failing := archive.SourceState{Name: "talk.mp4", Status: archive.StatusAttention, Steps: []archive.StepState{{Status: archive.StatusRefused}}}
	files := func(names ...string) (list []meeting.Refusal) {
		for _, name := range names {
			list = append(list, meeting.Refusal{Name: name, Reason: "could not be processed"})
		}
		return list
	}
	tests := []struct {
		name string
		r    meetingReport
		want []string
	}{
		{"in progress", meetingReport{State: manifest.Processing, Refused: files("a.txt")}, nil},
		{"published", meetingReport{State: manifest.Published}, nil},
		{
			"needs attention",
			meetingReport{State: archive.NeedsAttention, Sources: []archive.SourceState{failing}, Attention: files("talk.mp4", "it's \x1b[1m\u202e.pdf", "a b.pdf")},
			[]string{"ingest retry m", "ingest retry m --without talk.mp4", `ingest retry m --without $'it\'s \x1b[1m\u202e.pdf'`, "ingest retry m --without 'a b.pdf'"},
		},
		{"a refused file that is stored", meetingReport{State: manifest.Published, Sources: []archive.SourceState{refused}, Refused: files("old.mp4")}, []string{"ingest add FOLDER", "ingest retry m --failed"}},
		{"a file that was refused before it was stored", meetingReport{State: manifest.Failed, Refused: files("old.txt")}, []string{"ingest add FOLDER"}},
		{
			"both",
			meetingReport{State: archive.NeedsAttention, Sources: []archive.SourceState{failing, refused}, Attention: files("talk.mp4"), Refused: files("old.mp4")},
			[]string{"ingest retry m", "ingest retry m --without talk.mp4", "ingest add FOLDER", "ingest retry m --failed"},
		},
		{"withdrawn", meetingReport{State: archive.Withdrawn}, []string{"ingest publish m"}},
		{"damaged", meetingReport{State: damaged}, []string{"ingest verify m", "ingest verify --repair m"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.r.Meeting = "m"
			var got []string
			for _, a := range tt.r.advice("ingest add") {
				got = append(got, a.command)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestLinesOfARow(t *testing.T) {
	t.Parallel()
	source := func(name, status string) archive.SourceState {
		return archive.SourceState{ID: name, Name: name, Role: meeting.Deck, Status: status}
	}
	waits := map[string]sourceProgress{
		"a": {}, "b": {Running: true, total: progress.Total{Running: true, Kind: plan.Deck, Done: 0.25}}, "c": {}, "d": {}, "e": {},
	}
	var many []archive.SourceState
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		many = append(many, source(name, archive.StatusWaiting))
	}
	bad := []meeting.Refusal{{Name: "x", Reason: "is empty"}}
	tests := []struct {
		name string
		r    meetingReport
		want []string
		done int
	}{
		{"published", meetingReport{State: manifest.Published, Sources: []archive.SourceState{source("a", archive.StatusDone)}}, nil, 1},
		{"just submitted", meetingReport{State: manifest.Processing}, []string{"It waits for a worker that looks at its files."}, 0},
		{"running files come first", meetingReport{State: manifest.Processing, Sources: many, Progress: waits}, []string{"b: converting, 25 %", "a: waiting to be analysed", "c: waiting to be analysed", "and 2 more"}, 0},
		{"Redis is away", meetingReport{State: manifest.Processing, Sources: many[:1]}, []string{"a: unfinished"}, 0},
		{"in progress, and one file failed", meetingReport{State: manifest.Processing, Sources: many[:1], Progress: waits, Attention: bad}, []string{"a: waiting to be analysed", "x is empty"}, 0},
		{"refused", meetingReport{State: manifest.Failed, Refused: bad}, []string{"x is empty"}, 0},
		{"many refused", meetingReport{State: manifest.Failed, Refused: []meeting.Refusal{bad[0], bad[0], bad[0], bad[0]}}, []string{"x is empty", "x is empty", "x is empty", "and 1 more"}, 0},
		{"withdrawn", meetingReport{State: archive.Withdrawn, Refused: bad}, nil, 0},
		{"damaged", meetingReport{State: damaged}, []string{"Its record or its state is missing, or damaged and cannot be read."}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			row := tt.r.row()
			if diff := cmp.Diff(tt.want, row.Lines); diff != "" || row.Done != tt.done {
				t.Errorf("%d done, want %d; -want +got:\n%s", row.Done, tt.done, diff)
			}
		})
	}
}

func TestPageOfAMeeting(t *testing.T) {
	t.Parallel()
	r := meetingReport{
		Meeting: "m", Title: "Board", Visibility: meeting.Private, Revision: 3, State: archive.NeedsAttention,
		Sources: []archive.SourceState{
			{ID: "talk", Name: "talk.mp4", Role: meeting.Recording, Status: archive.StatusAttention, Reason: "could not be processed", Steps: []archive.StepState{
				{Kind: plan.Audio, Status: archive.StatusRefused, LastError: "ffmpeg: exit 77"}, {Kind: plan.Copy, Status: archive.StatusRefused, LastError: "copy: could not be processed"},
			}},
			{ID: "deck", Name: "deck.pdf", Role: meeting.Deck, Status: archive.StatusDone},
		},
		Attention: []meeting.Refusal{{Name: "talk.mp4", Reason: "could not be processed"}}, Warnings: []string{"deck.pdf has no fonts"},
	}
	want := statuspage.Meeting{
		Row:      statuspage.Row{ID: "m", Title: "Board", Visibility: "private", State: archive.NeedsAttention, Files: 2, Done: 1, Lines: []string{"talk.mp4 could not be processed"}},
		Revision: 3,
		Effect:   "What is published of it stays as it is.",
		Sources: []statuspage.File{
			{Name: "talk.mp4", Role: "recording", State: "needs attention: could not be processed", Errors: "audio: ffmpeg: exit 77"},
			{Name: "deck.pdf", Role: "deck", State: "done"},
		},
		Warnings: []string{"deck.pdf has no fonts"},
		Commands: []statuspage.Command{{Text: "ingest retry m", Does: "tries again"}, {Text: "ingest retry m --without talk.mp4", Does: "publishes without the results of its failed steps"}},
	}
	if diff := cmp.Diff(want, r.page("ingest run")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
