package pipeline_test

import (
	"context"
	"maps"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage/mem"
)

// TestRefusedFilesAreTriedAgain: after an update of a tool a refused deck gets a new
// attempt, and only then.
func TestRefusedFilesAreTriedAgain(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	w.makers.instead = func(_ context.Context, task *makers.Task) (steps.Result, bool, error) {
		return steps.Result{}, task.Step.Kind == plan.Deck || task.Step.Kind == plan.Text, fault.Refuse("is damaged")
	}
	w.publish(t, input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"}, file{"agenda.txt", "paper with points"}))
	if s := readState(t, store, "board"); len(s.Refused) != 1 || s.Refused[0].Name != "talk.pptx" {
		t.Fatalf("state = %+v, want talk.pptx refused", s)
	}
	w.makers.instead = nil
	if err := pipeline.Reopen(t.Context(), store, "board"); err != nil {
		t.Fatal(err)
	}
	w.settled(t, "board")
	if s := readState(t, store, "board"); len(s.Refused) != 1 {
		t.Errorf("without a request, the refused file was tried again: %+v", s)
	}

	retried, err := pipeline.ReopenRefused(t.Context(), store, "board")
	if err != nil || len(retried) != 1 || retried["talk.pptx"] != 2 {
		t.Errorf("ReopenRefused = %v, %v", retried, err)
	}
	w.settled(t, "board")
	if s := readState(t, store, "board"); len(s.Refused) != 0 || !s.Final() {
		t.Errorf("tried again, the state is %+v", s)
	}
	if m := readManifest(t, store, layout.Public, "board"); len(m.Decks) != 1 {
		t.Errorf("published: %+v", m.Decks)
	}
	if again, err := pipeline.ReopenRefused(t.Context(), store, "board"); err != nil || !maps.Equal(again, map[string]int{}) {
		t.Errorf("a second ReopenRefused = %v, %v", again, err)
	}
}
