package pipeline

import (
	"context"
	"errors"
	"fmt"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/publish"
	"proceedings/internal/retention"
	"proceedings/internal/sharing"
	"proceedings/internal/storage"
)

// TakeDown removes a meeting with a damaged record from the public space, as a withdrawal does.
// The record cannot say that the meeting is withdrawn, but the state does: nothing is published
// until the record is restored and the meeting is submitted again.
func (p *Pipeline) TakeDown(ctx context.Context, id string) (moved retention.Removed, err error) {
	revision, err := p.publishedRevision(ctx, id)
	if err != nil {
		return moved, fmt.Errorf("take %s down: %w", id, err)
	}
	listErr := p.hideInCatalogue(ctx, id) // on an error the files still go
	for _, space := range []layout.Space{layout.Public, layout.Private} {
		if err = publish.Withdraw(ctx, p.Store, space, id); err != nil {
			return moved, fmt.Errorf("take %s down: %w", id, errors.Join(err, listErr))
		}
	}
	listErr = errors.Join(listErr, sharing.Revoke(ctx, p.Store, id), p.updateCatalogue(ctx, id))
	steps, err := p.markTakenDown(ctx, id, revision)
	if err == nil {
		moved, err = retention.Withdraw(ctx, p.Store, archive.StepsIn(layout.Public, steps))
	}
	if err == nil {
		err = p.reopenUsers(ctx, id, moved)
	}
	if err = errors.Join(err, listErr); err != nil {
		return moved, fmt.Errorf("take %s down: %w", id, err)
	}
	return moved, nil
}

// publishedRevision returns the revision of the published manifest of a meeting; 0 if there is
// none that can be read.
func (p *Pipeline) publishedRevision(ctx context.Context, id string) (last int, err error) {
	for _, space := range []layout.Space{layout.Public, layout.Private} {
		var m manifest.Manifest
		_, err = storage.ReadJSON(ctx, p.Store, space.Meeting(id, layout.Manifest), &m)
		if err != nil && !errors.Is(err, storage.ErrNotFound) && !errors.Is(err, storage.ErrDamaged) {
			return 0, err
		}
		last = max(last, m.Revision)
	}
	return last, nil
}

// markTakenDown stores the state of a meeting as withdrawn, and returns all its steps. From now
// on the meeting references none. A damaged state gets the published revision, so that it is
// final when the record is back.
func (p *Pipeline) markTakenDown(ctx context.Context, id string, revision int) ([]archive.StaleStep, error) {
	next, err := retention.StateWithoutRecord(ctx, p.Store, id) // with its sources, which name the originals
	if err != nil {
		return nil, err
	}
	if next.Revision == 0 {
		next.Revision = revision
	}
	next.State, next.Version = archive.Withdrawn, ""
	err = storage.WriteJSON(ctx, p.Store, layout.State(id), next, storage.Always) // no reconcile of a damaged record stores one
	return next.AllSteps(), err
}
