package main

import (
	"context"
	"errors"
	"testing"

	"proceedings/internal/jobs"
	"proceedings/internal/layout"
	"proceedings/internal/pipeline"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// TestSettle: between the end of a step and the meeting's next state, a source
// must not seem to wait for its turn again.
func TestSettle(t *testing.T) {
	t.Parallel()

	var (
		nothing  = jobs.Progress{}
		last     = jobs.Progress{Running: true, Done: 0.93}
		retry    = jobs.Progress{Retry: "killed"}
		result   = map[string]any{layout.StepResult("deck-1"): pipeline.Result{Schema: 1}}
		givenUp  = map[string]any{layout.StepStatus("deck-1"): pipeline.Status{Starts: 1, Failed: "is damaged"}}
		begun    = map[string]any{layout.StepStatus("deck-1"): pipeline.Status{Starts: 1}}
		another  = map[string]any{layout.StepResult("deck-10"): pipeline.Result{Schema: 1}}
		notAsked = map[string]any{}
	)
	tests := []struct {
		name      string
		stored    map[string]any
		now, last jobs.Progress
		want      jobs.Progress
	}{
		{"in work", notAsked, jobs.Progress{Running: true, Done: 0.95}, last, jobs.Progress{Running: true, Done: 0.95}},
		{"ended, and has a result", result, nothing, last, last},
		{"ended, and was given up", givenUp, nothing, last, last},
		{"ended, and nobody saw it in work", result, nothing, nothing, jobs.Progress{Running: true}},
		{"handed back by a worker that stops", begun, nothing, last, nothing},
		{"never begun", another, nothing, nothing, nothing},
		{"waits to be tried again", begun, retry, last, retry},
		{"has a result, and could not tell its meetings", result, retry, last, retry},
		{"in work again after a failure", begun, jobs.Progress{Running: true}, retry, jobs.Progress{Running: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			for key, v := range tt.stored {
				if err := storage.WriteJSON(t.Context(), store, key, v, storage.Always); err != nil {
					t.Fatal(err)
				}
			}
			got, err := settle(t.Context(), store, "deck-1", tt.now, tt.last)
			if err != nil || got != tt.want {
				t.Errorf("settle = %+v, %v; want %+v", got, err, tt.want)
			}
		})
	}
}

func TestSettleWhereTheStorageIsAway(t *testing.T) {
	t.Parallel()

	cause := errors.New("interrupted")
	ctx, end := context.WithCancelCause(t.Context())
	end(cause)
	if _, err := settle(ctx, new(mem.Store), "deck-1", jobs.Progress{}, jobs.Progress{}); !errors.Is(err, cause) {
		t.Errorf("err = %v, want that of the storage", err)
	}
}
