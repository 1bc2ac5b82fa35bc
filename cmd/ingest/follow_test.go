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
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// TestPlayableIsSaidOnce looks at a meeting several times while it is made.
func TestPlayableIsSaidOnce(t *testing.T) {
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
		{"a recording can be played while it is made", meeting.Public, 2, manifest.Processing, []archive.SourceState{early, deck}, "public/meetings/m/index.html"},
		{"one is done while another is made", meeting.Public, 2, manifest.Processing, []archive.SourceState{whole, film}, "public/meetings/m/index.html"},
		{"its pages are not for all", meeting.Private, 2, manifest.Processing, []archive.SourceState{early}, "archive/published/meetings/m/index.html"},
		{"nothing can be played", meeting.Public, 2, manifest.Processing, []archive.SourceState{film, deck}, ""},
		{"an older version serves meanwhile", meeting.Public, 1, manifest.Processing, []archive.SourceState{early}, ""},
		{"nothing is published", meeting.Public, 0, manifest.Processing, []archive.SourceState{early}, ""},
		{"all is done, and the summary says so", meeting.Public, 2, manifest.Published, []archive.SourceState{whole}, ""},
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
				watch:   watch{queue: &asked{}, store: store},
				meeting: meeting.Meeting{ID: "m", Revision: 2, Visibility: tt.visibility}, show: newLines(&out),
			}
			for range 3 {
				if _, err := f.look(t.Context(), time.Now()); err != nil {
					t.Fatal(err)
				}
			}
			said := strings.Count(out.String(), "playable: ")
			if tt.want == "" && said > 0 || tt.want != "" && (said != 1 || !strings.Contains(out.String(), "playable: "+tt.want+"\n")) {
				t.Errorf("it said:\n%swant %q once", out.String(), tt.want)
			}
		})
	}
}
