package pipeline

import (
	"context"
	"errors"
	"fmt"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/progress"
	"proceedings/internal/publish"
	"proceedings/internal/retention"
	"proceedings/internal/sharing"
	"proceedings/internal/storage"
)

// unpublish removes a meeting from the public space: its entry in the catalogue, its
// pages, and the files that no other meeting references. It returns the steps to drop
// from the state.
func (p *Pipeline) unpublish(ctx context.Context, id string, public []archive.StaleStep) (removed map[string]bool, err error) {
	hideErr := p.hideInCatalogue(ctx, id) // before the pages, so that no link is broken; on an error the files still go
	if err = publish.Withdraw(ctx, p.Store, layout.Public, id); err != nil {
		return nil, fmt.Errorf("withdraw %s: %w", id, errors.Join(err, hideErr))
	}
	deleted, err := retention.Remove(ctx, p.Store, public)
	if err != nil {
		return nil, fmt.Errorf("remove the public files of %s: %w", id, err)
	}
	if hideErr != nil {
		return nil, fmt.Errorf("withdraw %s: %w", id, hideErr)
	}
	removed = map[string]bool{}
	for _, f := range public {
		// A running step may still store files, so it stays in the state. Files that
		// another meeting references belong to that meeting.
		busy, err := retention.InProgress(ctx, p.Store, f)
		if err != nil {
			return nil, err
		}
		removed[f.Key] = !busy
	}
	return removed, p.reopenUsers(ctx, id, deleted)
}

// reopenUsers has the sweep reconcile the meetings that requested files while they were
// removed.
func (p *Pipeline) reopenUsers(ctx context.Context, id string, removed retention.Removed) error {
	for _, other := range removed.Meetings() {
		p.Log.WarnContext(ctx, "another meeting requested files while they were removed from the public space", "user", other)
		if err := Reopen(ctx, p.Store, other); err != nil {
			return fmt.Errorf("reopen %s, which uses files of %s: %w", other, id, err)
		}
	}
	return nil
}

// withdraw removes the pages of a meeting, and moves its public files out of the public
// space, except those that another meeting references. It deletes the public files of a
// private meeting: publishing it does not need them.
func (p *Pipeline) withdraw(ctx context.Context, m meeting.Meeting, seen seen) error {
	listErr := p.hideInCatalogue(ctx, m.ID) // on an error the files still go
	if err := publish.Withdraw(ctx, p.Store, layout.Public, m.ID); err != nil {
		return errors.Join(err, listErr)
	}
	if err := errors.Join(publish.Withdraw(ctx, p.Store, layout.Private, m.ID), sharing.Revoke(ctx, p.Store, m.ID)); err != nil {
		return errors.Join(err, listErr)
	}
	listErr = errors.Join(listErr, p.updateCatalogue(ctx, m.ID))
	// A withdrawn meeting requests no steps.
	items, err := retention.AssessStored(ctx, p.Store, m, nil)
	if err != nil && !errors.Is(err, storage.ErrDamaged) { // of damaged results, the state has the steps
		return err
	}
	state := progress.StateOf(m, items).KeepingStepsOf(seen.state.State)
	if m.Visibility == meeting.Private {
		removed, err := p.unpublish(ctx, m.ID, archive.StepsIn(layout.Public, state.Stale))
		if err != nil {
			return err
		}
		state = state.WithoutSteps(removed)
	} else {
		moved, err := retention.Withdraw(ctx, p.Store, archive.StepsIn(layout.Public, state.AllSteps()))
		if err != nil {
			return fmt.Errorf("withdraw the public files of %s: %w", m.ID, err)
		}
		if len(moved.Objects) > 0 {
			p.Log.InfoContext(ctx, "withdrew the public files", "files", len(moved.Objects), "bytes", moved.Bytes())
		}
		if err = p.reopenUsers(ctx, m.ID, moved); err != nil {
			return err
		}
	}
	if listErr != nil {
		return listErr
	}
	return p.save(ctx, m, state, seen.state)
}
