package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/jobs"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
)

// play shows a whole run, each thing as often as a follower would.
func play(show display) {
	show.Note("the date was read from a name")
	show.Note("the date was read from a name")
	small := show.File("slides.pptx", 2_000_000)
	for done := range int64(40) {
		small(done * 100_000)
	}
	show.File("empty.txt", 0)(0)
	large := show.File("talk.mp4", 200<<20)
	for _, tenth := range []int64{0, 1, 1, 5, 4, 5, 10} { // a part that is sent again counts back
		large(tenth * 40 << 20)
	}
	show.Submitted(meeting.Meeting{ID: "m", Revision: 2}, true)

	talk := pipeline.SourceState{ID: "talk", Name: "talk.mp4", Kind: plan.Probe, Status: pipeline.StatusWaiting}
	deck := pipeline.SourceState{ID: "deck", Name: "slides.pptx", Kind: plan.Deck, Status: pipeline.StatusWaiting}
	twice := func(s pipeline.SourceState, p jobs.Progress) {
		show.Source(s, p)
		show.Source(s, p)
	}
	twice(talk, jobs.Progress{})
	twice(deck, jobs.Progress{})
	twice(talk, jobs.Progress{Running: true})
	talk.Kind = plan.Recording
	twice(talk, jobs.Progress{})
	twice(talk, jobs.Progress{Running: true, Done: 0.02})
	twice(talk, jobs.Progress{Running: true, Done: 0.11})
	twice(talk, jobs.Progress{Running: true, Done: 0.19})
	twice(deck, jobs.Progress{Retry: "killed\nby signal 9"})
	twice(talk, jobs.Progress{Running: true, Done: 0.55})
	talk.Status, deck.Status, deck.Reason = pipeline.StatusDone, pipeline.StatusRefused, "is encrypted"
	twice(talk, jobs.Progress{})
	twice(deck, jobs.Progress{})
	show.Summary(summary{
		Meeting: "m", State: manifest.Failed, Refused: []meeting.Refusal{{Name: "slides.pptx", Reason: "is encrypted"}},
	})
	show.Close()
}

func TestLinesSayEachThingOnce(t *testing.T) {
	t.Parallel()

	var out strings.Builder
	play(newLines(&out))
	want := `note: the date was read from a name
upload slides.pptx (2 MB)
upload empty.txt (0 B)
upload talk.mp4 (210 MB)
upload talk.mp4: 10 %
upload talk.mp4: 50 %
upload talk.mp4: 100 %
meeting m: revision 2 handed in
talk.mp4: waiting to be looked at
slides.pptx: waiting to be converted
talk.mp4: looking at it
talk.mp4: waiting to be encoded
talk.mp4: encoding
talk.mp4: encoding 10 %
slides.pptx: trying again after: killed
talk.mp4: encoding 50 %
talk.mp4: done
slides.pptx: refused: is encrypted

Nothing of m could be published
  refused    slides.pptx is encrypted
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestLinesOfNothingNew(t *testing.T) {
	t.Parallel()

	var out strings.Builder
	newLines(&out).Submitted(meeting.Meeting{ID: "m", Revision: 2}, false)
	if want := "meeting m: nothing new in revision 2\n"; out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}

func TestEventsAreLinesOfJSON(t *testing.T) {
	t.Parallel()

	var out strings.Builder
	play(newEvents(&out))
	var previous string
	count := map[string]int{}
	for line := range strings.Lines(out.String()) {
		var ev map[string]any
		if err := json.Unmarshal([]byte(line), &ev); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		name, ok := ev["event"].(string)
		if !ok {
			t.Errorf("%q has no event", line)
		}
		count[name]++
		if line == previous {
			t.Errorf("%q is there twice in turn", line)
		}
		previous = line
	}
	// Uploads: 40 steps of the small one, the empty one, and 6 steps of the large one, one of them back.
	if diff := cmp.Diff(map[string]int{"note": 1, "upload": 47, "submitted": 1, "source": 11, "summary": 1}, count); diff != "" {
		t.Errorf("events, -want +got:\n%s", diff)
	}
	if want := `{"event":"summary","meeting":"m","state":"failed","seconds":0,"refused":[{"name":"slides.pptx","reason":"is encrypted"}]}` + "\n"; previous != want {
		t.Errorf("the last event is %s, want %s", previous, want)
	}
}

func TestDoing(t *testing.T) {
	t.Parallel()

	running := jobs.Progress{Running: true}
	tests := []struct {
		name  string
		state pipeline.SourceState
		p     jobs.Progress
		want  string
	}{
		{"a source in the queue", pipeline.SourceState{Kind: plan.Probe}, jobs.Progress{}, "waiting to be looked at"},
		{"a recording in the queue", pipeline.SourceState{Kind: plan.Recording}, jobs.Progress{}, "waiting to be encoded"},
		{"a deck in the queue", pipeline.SourceState{Kind: plan.Deck}, jobs.Progress{}, "waiting to be converted"},
		{"a document in the queue", pipeline.SourceState{Kind: plan.Document}, jobs.Progress{}, "waiting to be stored"},
		{"a source that is looked at", pipeline.SourceState{Kind: plan.Probe}, running, "looking at it"},
		{"a recording", pipeline.SourceState{Kind: plan.Recording}, running, "encoding"},
		{"a deck", pipeline.SourceState{Kind: plan.Deck}, running, "converting"},
		{"a document", pipeline.SourceState{Kind: plan.Document}, running, "storing"},
		{"one that failed and comes again", pipeline.SourceState{Kind: plan.Deck}, jobs.Progress{Retry: "no space\nleft"}, "trying again after: no space"},
		{"one that is done, whatever the queue says", pipeline.SourceState{Status: pipeline.StatusDone}, running, "done"},
		{"one that is refused", pipeline.SourceState{Status: pipeline.StatusRefused, Reason: "is damaged"}, running, "refused: is damaged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := doing(tt.state, tt.p); got != tt.want {
				t.Errorf("doing(%+v, %+v) = %q, want %q", tt.state, tt.p, got, tt.want)
			}
		})
	}
}
