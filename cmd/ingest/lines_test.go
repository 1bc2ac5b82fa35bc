package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
)

// play shows a whole run, with repeated calls as a follower makes them.
func play(show display) {
	show.Note("the date was read from a name")
	show.Note("the date was read from a name")
	small := show.File("slides.pptx", 2_000_000)
	for done := range int64(40) {
		small(done * 100_000)
	}
	show.File("empty.txt", 0)(0)
	large := show.File("talk.mp4", 200<<20)
	for _, tenth := range []int64{0, 1, 1, 5, 4, 5, 10} { // a retried part decreases the count
		large(tenth * 40 << 20)
	}
	show.Submitted(meeting.Meeting{ID: "m", Revision: 2}, true)

	talk := archive.SourceState{ID: "talk", Name: "talk.mp4", Status: archive.StatusWaiting}
	deck := archive.SourceState{ID: "deck", Name: "slides.pptx", Status: archive.StatusWaiting}
	twice := func(s archive.SourceState, t progress.Total) {
		show.Source(s, t)
		show.Source(s, t)
	}
	twice(talk, progress.Total{Kind: plan.Probe})
	twice(deck, progress.Total{Kind: plan.Deck})
	twice(talk, progress.Total{Kind: plan.Probe, Running: true})
	twice(talk, progress.Total{Kind: plan.Audio, Running: true, Done: 0.02})
	talk.Steps = chunked(3, 0)
	twice(talk, progress.Total{Kind: plan.Chunk, Done: 0.02})
	twice(talk, progress.Total{Kind: plan.Chunk, Running: true, Done: 0.02})
	twice(talk, progress.Total{Kind: plan.Chunk, Running: true, Done: 0.11, Left: 3 * time.Minute})
	twice(talk, progress.Total{Kind: plan.Chunk, Running: true, Done: 0.19, Left: 2*time.Minute + 50*time.Second})
	twice(deck, progress.Total{Kind: plan.Deck, Retry: "killed\nby signal 9"})
	talk.Playable, talk.Steps = true, chunked(3, 1)
	show.Playable("m", "public/meetings/m/index.html")
	working := progress.Total{Kind: plan.Chunk, Running: true, Done: 0.55, Left: 2*time.Minute + 10*time.Second}
	sound := working
	sound.Kind = plan.Audio
	for range 3 { // two running steps alternate as the largest
		twice(talk, working)
		twice(talk, sound)
	}
	talk.Status, talk.Playable, deck.Status, deck.Reason = archive.StatusDone, false, archive.StatusRefused, "is encrypted"
	twice(talk, progress.Total{Done: 1})
	twice(deck, progress.Total{})
	show.Summary(summary{
		Meeting: "m", State: manifest.Failed, Refused: []meeting.Refusal{{Name: "slides.pptx", Reason: "is encrypted"}},
	})
	show.Close()
}

// chunked returns the steps of a recording with that many chunks.
func chunked(all, done int) []archive.StepState {
	steps := []archive.StepState{{Key: "probe", Kind: plan.Probe, Status: archive.StatusDone}}
	for i := range all {
		s := archive.StepState{Key: fmt.Sprint("chunk-", i), Kind: plan.Chunk, Status: archive.StatusWaiting}
		if i < done {
			s.Status = archive.StatusDone
		}
		steps = append(steps, s)
	}
	return steps
}

func TestLinesPrintEachChangeOnce(t *testing.T) {
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
meeting m: revision 2 submitted
talk.mp4: waiting to be analysed
slides.pptx: waiting to be converted
talk.mp4: analysing
talk.mp4: encoding the audio
talk.mp4: waiting to be encoded, 0 of 3 chunks
talk.mp4: encoding, 0 of 3 chunks
talk.mp4: encoding, 10 %, 0 of 3 chunks, 3m00s left
slides.pptx: trying again after: killed
playable: public/meetings/m/index.html
talk.mp4: encoding, 50 %, 1 of 3 chunks, 2m10s left, playable now
talk.mp4: encoding the audio, 50 %, 1 of 3 chunks, 2m10s left, playable now
talk.mp4: done
slides.pptx: refused: is encrypted

Nothing of m could be published
  refused    slides.pptx is encrypted
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestLinesOfAnUnchangedMeeting(t *testing.T) {
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
			t.Errorf("%q is repeated", line)
		}
		previous = line
	}
	// Uploads: 40 steps of the small one, the empty one, and 6 steps of the large one, one of them lower.
	if diff := cmp.Diff(map[string]int{"note": 1, "upload": 47, "submitted": 1, "source": 17, "playable": 1, "summary": 1}, count); diff != "" {
		t.Errorf("events, -want +got:\n%s", diff)
	}
	if want := `{"event":"summary","meeting":"m","state":"failed","seconds":0,"refused":[{"name":"slides.pptx","reason":"is encrypted"}]}` + "\n"; previous != want {
		t.Errorf("the last event is %s, want %s", previous, want)
	}
}

func TestStatusLine(t *testing.T) {
	t.Parallel()

	work := func(k plan.Kind) progress.Total { return progress.Total{Running: true, Kind: k} }
	wait := func(k plan.Kind) progress.Total { return progress.Total{Kind: k} }
	waiting := archive.SourceState{Status: archive.StatusWaiting}
	film := func(all, done int) archive.SourceState {
		return archive.SourceState{Status: archive.StatusWaiting, Steps: chunked(all, done)}
	}
	early := film(12, 3)
	early.Playable = true
	tests := []struct {
		name  string
		state archive.SourceState
		total progress.Total
		want  string
	}{
		{"a source in the queue", waiting, wait(plan.Probe), "waiting to be analysed"},
		{"a recording in the queue", waiting, wait(plan.Copy), "waiting to be encoded"},
		{"a recording whose chunks wait", film(12, 3), wait(plan.Chunk), "waiting to be encoded, 3 of 12 chunks"},
		{"a recording whose last step waits", film(12, 12), wait(plan.Package), "waiting to be packaged"},
		{"a deck in the queue", waiting, wait(plan.Deck), "waiting to be converted"},
		{"a document in the queue", waiting, wait(plan.Document), "waiting to be stored"},
		{"a source that is probed", waiting, work(plan.Probe), "analysing"},
		{"a recording of one chunk", film(1, 0), work(plan.Chunk), "encoding"},
		{"a recording of many chunks", film(12, 3), work(plan.Chunk), "encoding, 3 of 12 chunks"},
		{
			"a running recording with all figures", early,
			progress.Total{Running: true, Kind: plan.Chunk, Done: 0.419, Left: 130 * time.Second},
			"encoding, 41 %, 3 of 12 chunks, 2m10s left, playable now",
		},
		{"a waiting recording shows no time left", film(12, 3), progress.Total{Kind: plan.Chunk, Done: 0.3, Left: time.Minute}, "waiting to be encoded, 30 %, 3 of 12 chunks"},
		{"copied video", waiting, work(plan.Copy), "copying the video"},
		{"encoded audio", waiting, work(plan.Audio), "encoding the audio"},
		{"a sample of a recording", waiting, work(plan.Sample), "encoding a sample"},
		{"a fingerprint of the audio", waiting, work(plan.Fingerprint), "comparing the audio"},
		{"a view that waits for its offset", waiting, wait(plan.Offset), "waiting to be synchronised"},
		{"a recording's playlists", film(12, 12), work(plan.Package), "writing the playlists"},
		{"a recording's download", film(12, 12), work(plan.Progressive), "writing the download"},
		{"a deck", waiting, work(plan.Deck), "converting"},
		{"a document", waiting, work(plan.Document), "storing"},
		{"a failed step that will be retried", waiting, progress.Total{Kind: plan.Deck, Retry: "no space\nleft"}, "trying again after: no space"},
		{"a failed step beside a running step", film(2, 0), progress.Total{Running: true, Kind: plan.Chunk, Retry: "no space"}, "encoding, 0 of 2 chunks"},
		{"a finished source, whatever the queue says", archive.SourceState{Status: archive.StatusDone}, work(plan.Chunk), "done"},
		{"a refused source", archive.SourceState{Status: archive.StatusRefused, Reason: "is damaged"}, work(plan.Chunk), "refused: is damaged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := statusLine(tt.state, tt.total, int(tt.total.Done*100)); got != tt.want {
				t.Errorf("statusLine(%+v, %+v) = %q, want %q", tt.state, tt.total, got, tt.want)
			}
		})
	}
}

func TestClock(t *testing.T) {
	t.Parallel()

	for d, want := range map[time.Duration]string{
		time.Millisecond: "1s", 59*time.Second + 900*time.Millisecond: "59s", time.Minute: "1m00s", 130 * time.Second: "2m10s",
		599 * time.Second: "9m59s", 10*time.Minute + 59*time.Second: "10m", time.Hour: "1h00m", 26*time.Hour + 5*time.Minute: "26h05m",
	} {
		if got := clock(d); got != want {
			t.Errorf("clock(%v) = %q, want %q", d, got, want)
		}
	}
}
