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

// conceal takes out of the public space what may not be there: pages, the
// manifest first, then the files that nobody else uses. It returns what need
// not be remembered any more.
func (p *Pipeline) conceal(ctx context.Context, id string, public []archive.StaleStep) (gone map[string]bool, err error) {
	unlisted := p.hideInCatalogue(ctx, id) // first, so that nothing links to what is not there; but that must not keep anything public
	if err = errors.Join(publish.Withdraw(ctx, p.Store, layout.Public, id), unlisted); err != nil {
		return nil, fmt.Errorf("withdraw %s: %w", id, err)
	}
	removed, err := retention.Remove(ctx, p.Store, public)
	if err != nil {
		return nil, fmt.Errorf("remove the public files of %s: %w", id, err)
	}
	gone = map[string]bool{}
	for _, f := range public {
		// What somebody is about to make is looked at again when it is made; what
		// others use is theirs.
		busy, err := retention.InProgress(ctx, p.Store, f)
		if err != nil {
			return nil, err
		}
		gone[f.Key] = !busy
	}
	for _, other := range removed.Meetings() {
		p.Log.WarnContext(ctx, "files of a private meeting are in use elsewhere again", "meeting", id, "user", other)
	}
	return gone, nil
}

// withdraw takes a meeting down. What was made for it stays, unless the meeting
// is private and it is public.
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
	// What is known of it is looked at and nothing is asked for.
	items, err := retention.AssessStored(ctx, p.Store, m, nil)
	if err != nil {
		return err
	}
	state := progress.StateOf(m, items).KeepingStepsOf(seen.state.State)
	if m.Visibility == meeting.Private {
		gone, err := p.conceal(ctx, m.ID, archive.StepsIn(layout.Public, state.Stale))
		if err != nil {
			return err
		}
		state = state.WithoutSteps(gone)
	}
	return state.Save(ctx, p.Store, p.Now(), seen.state)
}
