package main

import (
	"strings"
	"testing"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// TestPlayableIsAnnouncedOnce polls a meeting several times while it is processed.
func TestPlayableIsAnnouncedOnce(t *testing.T) {
	t.Parallel()

	film := archive.SourceState{ID: "talk", Name: "talk.mp4", Role: meeting.Recording, Status: archive.StatusWaiting}
	early, whole := film, film
	early.Playable, whole.Status = true, archive.StatusDone
	deck := archive.SourceState{ID: "deck", Name: "a.odp", Role: meeting.Deck, Status: archive.StatusDone}
	tests := []struct {
		name       string
		visibility meeting.Visibility
		published  int // the revision that is published, 0 for none
		state      manifest.State
		sources    []archive.SourceState
		want       string
	}{
		{"announces a recording that is still processed", meeting.Public, 2, manifest.Processing, []archive.SourceState{early, deck}, "public/meetings/m/index.html"},
		{"announces a finished recording while another is processed", meeting.Public, 2, manifest.Processing, []archive.SourceState{whole, film}, "public/meetings/m/index.html"},
		{"announces a private page by its key", meeting.Private, 2, manifest.Processing, []archive.SourceState{early}, "archive/published/meetings/m/index.html"},
		{"announces nothing without a playable recording", meeting.Public, 2, manifest.Processing, []archive.SourceState{film, deck}, ""},
		{"announces nothing while an older revision is published", meeting.Public, 1, manifest.Processing, []archive.SourceState{early}, ""},
		{"announces nothing before the first publication", meeting.Public, 0, manifest.Processing, []archive.SourceState{early}, ""},
		{"leaves a final meeting to the summary", meeting.Public, 2, manifest.Published, []archive.SourceState{whole}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			write := func(key string, v any) {
				t.Helper()
				if err := storage.WriteJSON(t.Context(), store, key, v, storage.Always); err != nil {
					t.Fatal(err)
				}
			}
			write(layout.State("m"), archive.State{Schema: 1, Meeting: "m", Revision: 2, State: tt.state, Sources: tt.sources})
			if tt.published > 0 {
				write(plan.Space(tt.visibility).Meeting("m", layout.Manifest), manifest.Manifest{ID: "m", Revision: tt.published})
			}
			var out strings.Builder
			f := follower{
				watch:   watch{queue: &fakeQueue{}, store: store},
				meeting: meeting.Meeting{ID: "m", Revision: 2, Visibility: tt.visibility}, show: newLines(&out),
			}
			for range 3 {
				if _, err := f.poll(t.Context(), time.Now()); err != nil {
					t.Fatal(err)
				}
			}
			announced := strings.Count(out.String(), "playable: ")
			if tt.want == "" && announced > 0 || tt.want != "" && (announced != 1 || !strings.Contains(out.String(), "playable: "+tt.want+"\n")) {
				t.Errorf("output:\n%swant %q once", out.String(), tt.want)
			}
		})
	}
}

// TestMissingWorkerIsNoted polls a meeting that waits, for 20 s.
func TestMissingWorkerIsNoted(t *testing.T) {
	t.Parallel()

	runs := map[string]progress.Run{"probe-1": {Running: true}}
	tests := []struct {
		name  string
		queue fakeQueue
		want  bool
	}{
		{"notes that no worker is connected", fakeQueue{}, true},
		{"is silent with a worker", fakeQueue{worker: true}, false},
		{"is silent while a step runs", fakeQueue{running: runs}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			film := archive.SourceState{ID: "talk", Role: meeting.Recording, Status: archive.StatusWaiting, Steps: []archive.StepState{
				{Key: "probe-1", Kind: plan.Probe, Status: archive.StatusWaiting},
			}}
			state := archive.State{Schema: 1, Meeting: "m", Revision: 1, State: manifest.Processing, Sources: []archive.SourceState{film}}
			if err := storage.WriteJSON(t.Context(), store, layout.State("m"), state, storage.Always); err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			f := follower{watch: watch{queue: &tt.queue, store: store}, meeting: meeting.Meeting{ID: "m", Revision: 1}, show: newLines(&out)}
			for range 2 * workersEvery {
				if _, err := f.poll(t.Context(), time.Now()); err != nil {
					t.Fatal(err)
				}
			}
			if n := strings.Count(out.String(), "no worker is running"); n > 1 || (n == 1) != tt.want {
				t.Errorf("noted %d times in:\n%s", n, out.String())
			}
		})
	}
}
