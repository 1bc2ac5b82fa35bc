package pipeline

import (
	"context"
	"errors"
	"fmt"

	"proceedings/internal/archive"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// redoDamaged makes the steps of a list run again whose result or status cannot be read, as
// "ingest verify --repair" does, and returns their number. Otherwise each reconcile of the
// meeting would fail, and only the log would say why. What is published stays until they have run.
//
// It reads each of them again first: a body that changed on its way is no damage.
func (p *Pipeline) redoDamaged(ctx context.Context, id string, list []plan.Step) (redone int, err error) {
	for _, s := range list {
		key := s.Key()
		_, _, damage := steps.ReadResult(ctx, p.Store, key)
		redo := func() error { return steps.Redo(ctx, p.Store, key, nil) }
		if damage == nil {
			_, damage = steps.ReadStatus(ctx, p.Store, key)
			redo = func() error { return steps.ForgetStatus(ctx, p.Store, key) }
		}
		if damage == nil {
			continue
		}
		if !errors.Is(damage, storage.ErrDamaged) {
			return redone, damage
		}
		p.Log.WarnContext(ctx, "a stored step is damaged; running it again", "step", key, "err", damage)
		if err = redo(); err != nil {
			return redone, fmt.Errorf("run a damaged step again: %w", err)
		}
		redone++
	}
	if redone == 0 {
		return 0, nil
	}
	return redone, archive.AddEvent(ctx, p.Store, archive.Event{Meeting: id, Time: p.Now(), Kind: archive.EventRepaired, Who: p.Who, Files: redone})
}
