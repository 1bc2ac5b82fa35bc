package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/publish"
	"proceedings/internal/storage"
)

// Pipeline does the work of meetings on one machine.
type Pipeline struct {
	Store   storage.Store
	Sources *Sources // originals fetched to this machine
	Scratch string   // folder for work in hand
	Make    map[plan.Kind]Maker
	Log     *slog.Logger
	Now     func() time.Time
	Base    string // where the public space is reached, if archive/site.json does not say: an absolute URL that ends in a slash
}

// Reconcile looks at what is there of a meeting and returns the steps that are
// missing, each noted as waited for. When none is missing it publishes. It is
// level-triggered: it may run any number of times, by anybody, at any moment.
func (p *Pipeline) Reconcile(ctx context.Context, id string) ([]plan.Step, error) {
	for attempt := 1; ; attempt++ {
		steps, err := p.reconcile(ctx, id)
		// Somebody else was faster, with what is newer than what was seen here.
		// Whatever was written before that was noticed is put right by looking
		// again.
		if !errors.Is(err, publish.ErrSuperseded) || attempt == 5 {
			return steps, err
		}
	}
}

func (p *Pipeline) reconcile(ctx context.Context, id string) ([]plan.Step, error) {
	m, seen, err := p.look(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("reconcile %s: %w", id, err)
	}
	if m.Withdrawn {
		if err = p.withdraw(ctx, m, seen); err != nil {
			return nil, fmt.Errorf("withdraw %s: %w", id, err)
		}
		return nil, p.still(ctx, m)
	}
	var concealed map[string]bool
	if m.Visibility == meeting.Private { // at once, not when its steps are done
		if concealed, err = p.conceal(ctx, id, seen.state.steps()); err != nil {
			return nil, err
		}
	}
	items, err := assess(m, func(s plan.Step) (Outcome, error) { return p.await(ctx, id, s) })
	if err != nil {
		return nil, fmt.Errorf("reconcile %s: %w", id, err)
	}
	steps := missing(items)
	// What is whole goes out at once; of the rest, a recording that can be played
	// already and decks that can be read, unless an older version serves meanwhile
	// that has all.
	if len(steps) == 0 && len(usable(items)) > 0 || presentable(items) && !seen.published.Whole() {
		if err = p.publish(ctx, m, items, seen.published); err != nil {
			return nil, fmt.Errorf("publish %s: %w", id, err)
		}
	}
	// Before the state says that nothing is left to do: the sweep then comes back
	// to a meeting that could not be listed.
	if err = p.list(ctx, id); err != nil {
		return nil, err
	}
	state := stateOf(m, items).after(seen.state.State).without(concealed)
	if err = state.save(ctx, p.Store, p.Now(), seen.state); err != nil {
		return nil, fmt.Errorf("reconcile %s: %w", id, err)
	}
	if err = p.still(ctx, m); err != nil {
		return nil, err
	}
	return steps, nil
}

// still is an error unless m is still what was asked for. It is asked last:
// whoever handed in something newer meanwhile may have had it published before
// what was written here.
func (p *Pipeline) still(ctx context.Context, m meeting.Meeting) error {
	now, _, err := readRecord(ctx, p.Store, m.ID)
	if err == nil && now.Revision != m.Revision {
		err = publish.ErrSuperseded
	}
	if err != nil {
		return fmt.Errorf("reconcile %s: %w", m.ID, err)
	}
	return nil
}

// seen is what a reconcile is about to replace, as it was before the steps were
// looked at.
type seen struct {
	published publish.Seen
	state     storedState
}

func (p *Pipeline) look(ctx context.Context, id string) (m meeting.Meeting, s seen, err error) {
	m, etag, err := readRecord(ctx, p.Store, id)
	if err != nil {
		return m, s, err
	}
	if etag == "" {
		return m, s, fault.Permanent(errors.New("nothing was handed in under this ID"))
	}
	if m.Schema > meeting.SchemaVersion {
		return m, s, fmt.Errorf("its record has schema %d; this program knows %d", m.Schema, meeting.SchemaVersion)
	}
	if s.state, err = lookAtState(ctx, p.Store, id); err != nil {
		return m, s, err
	}
	s.published, err = publish.Look(ctx, p.Store, plan.Space(m.Visibility), id)
	return m, s, err
}

// await says how a step stands; if it is not settled, the meeting is noted as
// waiting for it. The note comes before the second look: whoever settles the
// step reads the notes after that, so one of the two sees the other.
func (p *Pipeline) await(ctx context.Context, id string, s plan.Step) (Outcome, error) {
	out, err := outcome(ctx, p.Store, s)
	if err != nil || out.Settled() {
		return out, err
	}
	if err := note(ctx, p.Store, s, id); err != nil {
		return out, err
	}
	return outcome(ctx, p.Store, s)
}

func (p *Pipeline) publish(ctx context.Context, m meeting.Meeting, items []item, seen publish.Seen) error {
	man := assemble(m, items)
	of, err := p.site(ctx)
	if err != nil {
		return err
	}
	space := plan.Space(m.Visibility)
	said, err := p.hear(ctx, space, man)
	if err != nil {
		return err
	}
	pages, err := pagesOf(man, items, of, said)
	if err != nil {
		return err
	}
	changed, err := publish.Publish(ctx, p.Store, space, man, pages, seen)
	if err != nil {
		return err
	}
	if changed {
		p.Log.InfoContext(ctx, "published", "meeting", m.ID, "revision", m.Revision, "state", string(man.State))
	}
	if space == layout.Private {
		return nil // withdrawn from the public space already
	}
	return publish.Withdraw(ctx, p.Store, layout.Private, m.ID) // a meeting has its pages in one space
}

// Unfinished calls yield for each meeting whose newest revision has not come
// to an end. This sweep is what rebuilds a queue that was lost.
func (p *Pipeline) Unfinished(ctx context.Context, yield func(id string) error) error {
	for info, err := range p.Store.List(ctx, layout.Meetings) {
		if err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
		id := layout.RecordID(info.Key)
		if id == "" {
			continue
		}
		done, err := finished(ctx, p.Store, id)
		if errors.Is(err, storage.ErrUnavailable) {
			return fmt.Errorf("sweep: %w", err)
		}
		if err != nil {
			// One damaged record must not hide all others from the sweep.
			p.Log.WarnContext(ctx, "sweep: skip", "meeting", id, "err", err)
			continue
		}
		if !done {
			if err := yield(id); err != nil {
				return err
			}
		}
	}
	return nil
}

func finished(ctx context.Context, store storage.Store, id string) (bool, error) {
	state, err := ReadState(ctx, store, id)
	if err != nil {
		return false, err
	}
	var m meeting.Meeting
	if _, err := storage.ReadJSON(ctx, store, layout.Record(id), &m); err != nil {
		return false, fmt.Errorf("read the record of %s: %w", id, err)
	}
	return state.Final() && state.Revision == m.Revision, nil
}
