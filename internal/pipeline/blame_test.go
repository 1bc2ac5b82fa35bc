package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

// TestSickMachineRefusesNothing: a machine that fails its self-test counts no attempt,
// whatever its tools say.
func TestSickMachineRefusesNothing(t *testing.T) {
	t.Parallel()
	broken := fault.Worker(errors.New("exit 1"), "the tools of this machine fail on a known deck")
	tests := []struct {
		name   string
		err    error
		test   error
		reason string
	}{
		{"a broken tool refuses the file", fault.Refuse("is damaged"), broken, "the tools of this machine fail on a known deck"},
		{"a broken tool fails", errors.New("exit 1"), broken, "the tools of this machine fail on a known deck"},
		{"a full disk", fmt.Errorf("write a page: %w", syscall.ENOSPC), broken, "the tools of this machine fail on a known deck"},
		{"a test that was interrupted", errors.New("exit 1"), context.Canceled, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			w, step := deckStep(t, store)
			tested := 0
			w.SelfTest = func(_ context.Context, kind plan.Kind) error {
				if tested++; kind != plan.Text {
					t.Errorf("tested a step of kind %s", kind)
				}
				return tt.test
			}
			w.makers.instead = func(context.Context, *makers.Task) (steps.Result, bool, error) {
				return steps.Result{}, true, tt.err
			}
			for range 7 { // more than the maximum number of attempts
				err := w.RunStep(t.Context(), step.Key(), nil)
				if err == nil || fault.WorkerReason(err) != tt.reason || fault.IsPermanent(err) && tt.reason != "" {
					t.Errorf("RunStep = %v, want the reason %q", err, tt.reason)
				}
			}
			if st := readStatus(t, store, step); st.Starts != 0 || st.LastError != "" || st.Failed != "" {
				t.Errorf("status = %+v, want one without attempts", st)
			}
			if tested != 7 {
				t.Errorf("tested %d times, want 7", tested)
			}
		})
	}
}

// TestStepThatNeedsMoreThanTheMachineHas: a person has to look at it.
func TestStepThatNeedsMoreThanTheMachineHas(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w, step := deckStep(t, store)
	w.SelfTest = func(context.Context, plan.Kind) error { return nil }
	w.makers.instead = func(context.Context, *makers.Task) (steps.Result, bool, error) {
		return steps.Result{}, true, fmt.Errorf("write a page: %w", syscall.ENOSPC)
	}
	for attempt := 1; attempt <= 5; attempt++ {
		if err := w.RunStep(t.Context(), step.Key(), nil); (err == nil) != (attempt == 5) {
			t.Errorf("attempt %d: %v", attempt, err)
		}
	}
	if st := readStatus(t, store, step); st.Permanent || st.Failed != "could not be processed after 5 attempts" {
		t.Errorf("status = %+v", st)
	}
}

func TestHealthyMachineRefusesADamagedFile(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w, step := deckStep(t, store)
	w.SelfTest = func(context.Context, plan.Kind) error { return nil }
	w.makers.instead = func(context.Context, *makers.Task) (steps.Result, bool, error) {
		return steps.Result{}, true, fault.Refuse("is damaged")
	}
	if err := w.RunStep(t.Context(), step.Key(), nil); err != nil {
		t.Fatal(err)
	}
	if st := readStatus(t, store, step); !st.Permanent || st.Failed != "is damaged" {
		t.Errorf("status = %+v", st)
	}
}

// TestServiceErrorsDoNotRefuseTheFile makes the storage fail permanently, for example
// because of missing permissions.
func TestServiceErrorsDoNotRefuseTheFile(t *testing.T) {
	t.Parallel()
	denied := func(op, prefix string) func(storagetest.Call) error {
		return func(c storagetest.Call) error {
			if c.Op == op && strings.HasPrefix(c.Key, prefix) {
				return fault.Permanent(errors.New("the server denies access to the bucket"))
			}
			return nil
		}
	}
	tests := []struct {
		name   string
		before func(storagetest.Call) error
	}{
		{"writing output is denied", denied("put", "public/derived/")},
		{"reading originals is denied", denied("get", "archive/sources/")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			below := new(mem.Store)
			_, step := deckStep(t, below)
			w := newWorker(t, &storagetest.Hooked{Store: below, Before: tt.before})
			if err := w.RunStep(t.Context(), step.Key(), nil); err == nil {
				t.Error("no error, so the queue would not run the step again")
			}
			if st := readStatus(t, below, step); st.Permanent || st.Failed != "" || st.Starts != 0 {
				t.Errorf("status = %+v", st)
			}
		})
	}
}

// TestDamagedOriginalIsNotRefused: the fault lies in the storage. A person has to look at
// it.
func TestDamagedOriginalIsNotRefused(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w, step := deckStep(t, store)
	if _, err := store.Put(t.Context(), layout.Source(step.Input), strings.NewReader("other bytes!!!"), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
	fresh := newWorker(t, store) // w still has a good copy
	for attempt := 1; attempt <= 5; attempt++ {
		if err := fresh.RunStep(t.Context(), step.Key(), nil); (err == nil) != (attempt == 5) {
			t.Errorf("attempt %d: %v", attempt, err)
		}
	}
	if st := readStatus(t, store, step); st.Permanent || st.Failed == "" || !strings.Contains(st.LastError, "does not match its SHA-256") {
		t.Errorf("status = %+v", st)
	}
	if n := w.makers.count(plan.Text) + fresh.makers.count(plan.Text); n != 0 {
		t.Errorf("a maker saw the damaged file")
	}
}
