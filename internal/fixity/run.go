package fixity

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// runSchema is the version of a stored [Run].
const runSchema = 1

// Run is an unfinished verification of the whole archive, as stored in
// archive/verify.json. The last verification of each meeting is its progress.
type Run struct {
	Schema  int             `json:"schema"`
	Started time.Time       `json:"started"`
	Sample  *archive.Sample `json:"sample,omitempty"`
}

// Begin continues the unfinished verification of the archive, or starts one. It starts one
// if there is none or it is damaged, if restart is set, or if the unfinished one has another sample.
func Begin(ctx context.Context, store storage.Store, want Run, restart bool) (run Run, resumed bool, err error) {
	if !restart {
		_, err = storage.ReadJSON(ctx, store, layout.VerifyRun, &run)
		if err == nil && want.goesOn(run) {
			return run, true, nil
		}
		if err != nil && !errors.Is(err, storage.ErrNotFound) && !errors.Is(err, storage.ErrDamaged) {
			return run, false, err
		}
	}
	want.Schema, want.Started = runSchema, want.Started.UTC()
	return want, false, storage.WriteJSON(ctx, store, layout.VerifyRun, want, storage.Always)
}

// End deletes the run after all meetings are verified.
func End(ctx context.Context, store storage.Store) error { return store.Delete(ctx, layout.VerifyRun) }

// goesOn reports whether a stored run has the sample of r. The seed 0 matches any seed.
func (r Run) goesOn(stored Run) bool {
	if r.Sample == nil || stored.Sample == nil {
		return r.Sample == stored.Sample
	}
	return r.Sample.Percent == stored.Sample.Percent && (r.Sample.Seed == 0 || r.Sample.Seed == stored.Sample.Seed)
}

// Covers returns the verification of a meeting that belongs to the run, if there is one. A
// verification of all files also counts as that of a sample.
func (r Run) Covers(v archive.Verified) (c archive.Check, ok bool) {
	switch {
	case !v.Full.Time.IsZero() && !v.Full.Time.Before(r.Started):
		return v.Full, true
	case r.Sample != nil && v.Last.Sample != nil && *v.Last.Sample == *r.Sample && !v.Last.Time.Before(r.Started):
		return v.Last, true
	}
	return c, false
}

// Order sorts meetings by their last full verification, those without one first.
func Order(ids []string, last map[string]time.Time) []string {
	return slices.SortedFunc(slices.Values(ids), func(a, b string) int {
		return cmp.Or(last[a].Compare(last[b]), cmp.Compare(a, b))
	})
}
