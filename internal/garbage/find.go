package garbage

import (
	"context"
	"time"

	"proceedings/internal/storage"
)

// Progress receives what a search has done so far. Each may be called often.
type Progress struct {
	Listed func(objects int)
	Read   func(meetings, all int)
}

// Find finds the garbage in a storage, and changes nothing.
func Find(ctx context.Context, store storage.Store, now time.Time, grace time.Duration, p Progress) (Plan, error) {
	l, err := List(ctx, store, p.Listed)
	if err != nil {
		return Plan{}, err
	}
	refs, err := ReadReferences(ctx, store, l, p.Read)
	if err != nil {
		return Plan{}, err
	}
	facts, err := ReadFacts(ctx, store, Unreferenced(l, refs), &refs)
	if err != nil {
		return Plan{}, err
	}
	return Decide(l, refs, facts, now, grace), nil
}
