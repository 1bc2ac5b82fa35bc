package pipeline

import (
	"context"
	"errors"
	"fmt"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/publish"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// ErrNoMeeting says that nothing was handed in under an ID.
var ErrNoMeeting = errors.New("there is no such meeting")

// SetWithdrawn says in a meeting's record whether it is to be taken down, or to
// be there again. It returns the record as stored and whether it was changed;
// the rest is for [Pipeline.Reconcile].
func SetWithdrawn(ctx context.Context, store storage.Store, id string, withdrawn bool) (meeting.Meeting, bool, error) {
	for {
		m, etag, err := readRecord(ctx, store, id)
		if err != nil {
			return m, false, err
		}
		if etag == "" {
			return m, false, fmt.Errorf("%w: %s", ErrNoMeeting, id)
		}
		if m.Schema > meeting.SchemaVersion {
			return m, false, fmt.Errorf("the record of %s has schema %d; this program knows %d", id, m.Schema, meeting.SchemaVersion)
		}
		if m.Withdrawn == withdrawn {
			return m, false, nil
		}
		if m.Revision, err = nextRevision(ctx, store, m, id); err != nil {
			return m, false, err
		}
		m.Withdrawn = withdrawn
		err = writeRecord(ctx, store, m, storage.IfMatch(etag))
		if !errors.Is(err, storage.ErrPrecondition) {
			return m, err == nil, err
		}
	}
}

// conceal takes out of the public space what may not be there: pages, the
// manifest first, then the files that nobody else uses. It returns what need
// not be remembered any more.
func (p *Pipeline) conceal(ctx context.Context, id string, public []Former) (gone map[string]bool, err error) {
	unlisted := p.hide(ctx, id) // first, so that nothing links to what is not there; but that must not keep anything public
	if err = errors.Join(publish.Withdraw(ctx, p.Store, layout.Public, id), unlisted); err != nil {
		return nil, fmt.Errorf("withdraw %s: %w", id, err)
	}
	removed, err := remove(ctx, p.Store, public)
	if err != nil {
		return nil, fmt.Errorf("remove the public files of %s: %w", id, err)
	}
	gone = map[string]bool{}
	for _, f := range public {
		// What somebody is about to make is looked at again when it is made; what
		// others use is theirs.
		busy, err := inWork(ctx, p.Store, f)
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

// inWork reports whether a step was begun and has not come to an end.
func inWork(ctx context.Context, store storage.Store, f Former) (bool, error) {
	if _, err := store.Stat(ctx, layout.StepResult(f.Key)); !errors.Is(err, storage.ErrNotFound) {
		return false, err
	}
	st, err := steps.ReadStatus(ctx, store, f.Key)
	return st.Starts > 0 && st.Failed == "", err
}

// withdraw takes a meeting down. What was made for it stays, unless the meeting
// is private and it is public.
func (p *Pipeline) withdraw(ctx context.Context, m meeting.Meeting, seen seen) error {
	if err := errors.Join(p.hide(ctx, m.ID), publish.Withdraw(ctx, p.Store, layout.Public, m.ID)); err != nil {
		return err
	}
	if err := errors.Join(publish.Withdraw(ctx, p.Store, layout.Private, m.ID), recall(ctx, p.Store, m.ID)); err != nil {
		return err
	}
	if err := p.list(ctx, m.ID); err != nil {
		return err
	}
	// What is known of it is looked at and nothing is asked for.
	items, err := assessStored(ctx, p.Store, m, nil)
	if err != nil {
		return err
	}
	state := stateOf(m, items).after(seen.state.State)
	if m.Visibility == meeting.Private {
		gone, err := p.conceal(ctx, m.ID, in(layout.Public, state.Former))
		if err != nil {
			return err
		}
		state = state.without(gone)
	}
	return state.save(ctx, p.Store, p.Now(), seen.state)
}

// Purgeable lists what [Purge] would delete of a meeting as it is now.
func Purgeable(ctx context.Context, store storage.Store, id string) (Removed, error) {
	_, made, err := everMade(ctx, store, id)
	if err != nil {
		return Removed{}, err
	}
	return look(ctx, store, made, id)
}

// Purge deletes all that was made for a withdrawn meeting and that no other
// meeting uses: files, results, attempts. Originals are never deleted. The
// meetings in [Removed.Users] turned up as users meanwhile and are to be
// reconciled.
func Purge(ctx context.Context, store storage.Store, id string) (Removed, error) {
	m, made, err := everMade(ctx, store, id)
	if err != nil {
		return Removed{}, err
	}
	if !m.Withdrawn {
		return Removed{}, fmt.Errorf("purge %s: it is published again, or still", id)
	}
	removed, err := remove(ctx, store, made)
	if err != nil {
		return removed, fmt.Errorf("purge %s: %w", id, err)
	}
	var busy []Former // to be purged another time
	for _, f := range made {
		is, lookErr := inWork(ctx, store, f)
		if lookErr != nil {
			return removed, lookErr
		}
		if is {
			busy = append(busy, f)
		}
	}
	_, err = storage.Update(ctx, store, layout.State(id), func(s *State) bool {
		if s.State != Withdrawn {
			return false
		}
		for i := range s.Sources {
			s.Sources[i].Steps = []StepState{}
		}
		s.Former = busy
		return true
	})
	return removed, err
}

// everMade is a meeting, and all steps that may have made something for it.
func everMade(ctx context.Context, store storage.Store, id string) (meeting.Meeting, []Former, error) {
	m, etag, err := readRecord(ctx, store, id)
	if err != nil {
		return m, nil, err
	}
	if etag == "" {
		return m, nil, fmt.Errorf("%w: %s", ErrNoMeeting, id)
	}
	state, err := ReadState(ctx, store, id)
	if err != nil {
		return m, nil, err
	}
	items, err := assessStored(ctx, store, m, nil)
	if err != nil {
		return m, nil, err
	}
	return m, stateOf(m, items).after(state).steps(), nil
}
