package pipeline_test

import (
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/storage/mem"
)

// TestReopenedMeetingIsNotFinal checks that a waiting command does not see the old final
// state, and that the pages stay.
func TestReopenedMeetingIsNotFinal(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	submit(t, store, input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"}))
	w := newWorker(t, store)
	w.settled(t, "board")
	if s := readState(t, store, "board"); !s.Final() {
		t.Fatalf("state = %+v, want a final one", s)
	}
	if err := pipeline.Reopen(t.Context(), store, "board"); err != nil {
		t.Fatal(err)
	}
	if s := readState(t, store, "board"); s.Final() || s.State != manifest.Processing || len(s.Sources) != 1 {
		t.Errorf("reopened, the state is %+v", s)
	}
	if m := readManifest(t, store, layout.Public, "board"); m.State != manifest.Published {
		t.Errorf("reopened, readers see %+v", m)
	}
	w.settled(t, "board")
	if s := readState(t, store, "board"); !s.Final() || w.makers.count("deck") != 1 {
		t.Errorf("reconciled again, the state is %+v after %d conversions", s, w.makers.count("deck"))
	}
	if err := pipeline.Reopen(t.Context(), store, "unknown"); err != nil {
		t.Errorf("reopen an unknown meeting: %v", err)
	}
}
