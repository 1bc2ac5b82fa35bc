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
)

// unpublish removes a meeting from the public space: its entry in the catalogue, its
// pages, and the files that no other meeting references. It returns the steps to drop
// from the state.
func (p *Pipeline) unpublish(ctx context.Context, id string, public []archive.StaleStep) (removed map[string]bool, err error) {
	hideErr := p.hideInCatalogue(ctx, id) // before the pages, so that no link is broken; on an error the pages still go
	if err = errors.Join(publish.Withdraw(ctx, p.Store, layout.Public, id), hideErr); err != nil {
		return nil, fmt.Errorf("withdraw %s: %w", id, err)
	}
	deleted, err := retention.Remove(ctx, p.Store, public)
	if err != nil {
		return nil, fmt.Errorf("remove the public files of %s: %w", id, err)
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
	for _, other := range deleted.Meetings() {
		p.Log.WarnContext(ctx, "another meeting requested files of a private meeting while they were deleted", "meeting", id, "user", other)
	}
	return removed, nil
}

// withdraw removes the pages of a meeting. Its other files stay, except the public
// files of a private meeting.
func (p *Pipeline) withdraw(ctx context.Context, m meeting.Meeting, seen seen) error {
	if err := errors.Join(p.hideInCatalogue(ctx, m.ID), publish.Withdraw(ctx, p.Store, layout.Public, m.ID)); err != nil {
		return err
	}
	if err := errors.Join(publish.Withdraw(ctx, p.Store, layout.Private, m.ID), sharing.Revoke(ctx, p.Store, m.ID)); err != nil {
		return err
	}
	if err := p.updateCatalogue(ctx, m.ID); err != nil {
		return err
	}
	// A withdrawn meeting requests no steps.
	items, err := retention.AssessStored(ctx, p.Store, m, nil)
	if err != nil {
		return err
	}
	state := progress.StateOf(m, items).KeepingStepsOf(seen.state.State)
	if m.Visibility == meeting.Private {
		removed, err := p.unpublish(ctx, m.ID, archive.StepsIn(layout.Public, state.Stale))
		if err != nil {
			return err
		}
		state = state.WithoutSteps(removed)
	}
	return state.Save(ctx, p.Store, p.Now(), seen.state)
}
