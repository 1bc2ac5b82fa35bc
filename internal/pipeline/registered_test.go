package pipeline_test

import (
	"errors"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// TestForgedStepsAreRefused: Redis is not trusted. A task only names a step, and a step
// that no record needs is not run.
func TestForgedStepsAreRefused(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	submit(t, store, input(t, "secret", meeting.Private, file{"agenda.txt", "paper with points"}))
	w := newWorker(t, store)
	w.settled(t, "secret")
	m, _, err := archive.ReadRecord(t.Context(), store, "secret")
	if err != nil {
		t.Fatal(err)
	}
	open := m
	open.Visibility = meeting.Public
	forged := plan.ForDocument(open, m.Sources[0], meeting.Probe{Role: meeting.Document, Format: "text"})
	before := w.makers.count(plan.Document)
	for _, key := range []string{forged.Key(), "document-0", "../../archive/meetings/secret/record", ""} {
		if err := w.RunStep(t.Context(), key, nil); !errors.Is(err, pipeline.ErrUnknownStep) && !fault.IsPermanent(err) {
			t.Errorf("RunStep(%q) = %v", key, err)
		}
	}
	if n := w.makers.count(plan.Document) - before; n != 0 {
		t.Errorf("%d forged steps were run", n)
	}
	if left := publicOf(t, store); len(left) != 0 {
		t.Errorf("public files %q", left)
	}
}

// TestStatusOfAnEarlierVersion has no step in it: the records of the waiting meetings
// lead to it.
func TestStatusOfAnEarlierVersion(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w, step := deckStep(t, store)
	if _, err := storage.Update(t.Context(), store, layout.StepStatus(step.Key()), func(s *steps.Status) bool {
		s.Step = nil
		return true
	}); err != nil {
		t.Fatal(err)
	}
	if err := w.RunStep(t.Context(), step.Key(), func(float64) {}); err != nil {
		t.Fatal(err)
	}
	if st := readStatus(t, store, step); st.Step == nil || st.Step.Key() != step.Key() || w.makers.count(plan.Text) != 1 {
		t.Errorf("status = %+v, run %d times", st, w.makers.count(plan.Text))
	}
}
