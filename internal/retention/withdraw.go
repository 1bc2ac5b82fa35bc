package retention

import (
	"context"
	"maps"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// Withdraw moves the public files of the steps that no meeting references out of the
// public space. It follows the protocol of [Remove]: it withdraws the results, looks for
// references again, and moves the files then. A meeting that needs such a step later
// requests it, and [steps.Restore] moves the files back. Of a damaged meeting, only the
// references that can be read count: moved files are not lost.
//
// It may be interrupted: another call withdraws the rest.
func Withdraw(ctx context.Context, store storage.Store, list []archive.StaleStep) (r Removed, err error) {
	used, err := referencesOf(ctx, store, list, nil, take)
	if err != nil {
		return r, err
	}
	candidates := unreferenced(list, used.meetings)
	taken := map[string]steps.Result{}
	for _, f := range candidates {
		result, found, takeErr := steps.Withdraw(ctx, store, f.Key)
		if _, takeErr = undamaged(takeErr); takeErr != nil { // the files of a damaged result are moved, too
			return r, takeErr
		}
		if found {
			taken[f.Key] = result
		}
	}
	if used, err = referencesOf(ctx, store, candidates, taken, take); err != nil {
		return r, err
	}
	r.Steps = unreferenced(candidates, used.meetings)
	r.References = map[string][]string{}
	withdrawn := r.keys()
	for key := range taken {
		if withdrawn[key] {
			continue
		}
		if _, _, err = steps.Restore(ctx, store, key); err != nil {
			return r, err
		}
	}
	for _, f := range r.Steps {
		moved, moveErr := steps.Move(ctx, store, f.Key, layout.Public, layout.Withdrawn)
		if moveErr != nil {
			return r, moveErr
		}
		r.Objects = append(r.Objects, moved...)
	}
	if err = r.dropIncomplete(ctx, store); err != nil {
		return r, err
	}
	maps.Copy(r.References, used.readable())
	return r, nil
}
