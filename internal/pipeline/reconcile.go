// Package pipeline is the order of things for one meeting: it looks at what the
// storage holds, says which steps are missing, runs a step, and publishes when
// none is missing. It knows no queue: whoever calls it may call it at any
// moment, any number of times, on any machine.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/assemble"
	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/originals"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
	"proceedings/internal/publish"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// Pipeline does the work of meetings on one machine.
type Pipeline struct {
	Store   storage.Store
	Sources *originals.Cache // originals fetched to this machine
	Scratch string           // folder for work in hand
	Make    map[plan.Kind]makers.Maker
	Log     *slog.Logger
	Now     func() time.Time
	Base    string // where the public space is reached, if archive/site.json does not say: an absolute URL that ends in a slash

	known steps.Cache
}

// Reconcile looks at all that is stored of a meeting and returns the steps that
// are missing, each noted as waited for. When none is missing it publishes. It is
// level-triggered: it may run any number of times, by anybody, at any moment.
func (p *Pipeline) Reconcile(ctx context.Context, id string) ([]plan.Step, error) {
	p.known.Drop(id)
	return p.untilCurrent(ctx, id, true)
}

// Continue is Reconcile for a meeting of which a step has settled. Results that
// this process has read are not read again, and of chunks that had not settled no
// more are looked at than have settled in order. It returns the steps that are
// missing among those that were looked at.
func (p *Pipeline) Continue(ctx context.Context, id string) ([]plan.Step, error) {
	return p.untilCurrent(ctx, id, false)
}

// untilCurrent reconciles again, up to five times, after a newer update by another
// process. So whatever this one wrote before it noticed is corrected.
func (p *Pipeline) untilCurrent(ctx context.Context, id string, all bool) ([]plan.Step, error) {
	for attempt := 1; ; attempt++ {
		list, err := p.reconcile(ctx, id, all)
		if !errors.Is(err, publish.ErrSuperseded) || attempt == 5 {
			return list, err
		}
	}
}

func (p *Pipeline) reconcile(ctx context.Context, id string, all bool) ([]plan.Step, error) {
	m, seen, err := p.load(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("reconcile %s: %w", id, err)
	}
	if m.Withdrawn {
		if err = p.withdraw(ctx, m, seen); err != nil {
			return nil, fmt.Errorf("withdraw %s: %w", id, err)
		}
		return nil, p.checkRevision(ctx, m, true)
	}
	concealed, err := p.concealPrivate(ctx, m, seen.state.State, all)
	if err != nil {
		return nil, err
	}
	items, err := p.assess(ctx, m, seen.state.State, all)
	if err != nil {
		return nil, fmt.Errorf("reconcile %s: %w", id, err)
	}
	open := progress.Missing(items)
	state := progress.StateOf(m, items).KeepingStepsOf(seen.state.State).WithoutSteps(concealed)
	state.Version = seen.state.Version
	if progress.Due(items, open, seen.published.Whole()) {
		if state.Version, err = p.publish(ctx, m, items, seen, all || len(open) == 0); err != nil {
			return nil, fmt.Errorf("publish %s: %w", id, err)
		}
	}
	// Before the state says that nothing is left to do: the sweep then comes back
	// to a meeting that could not be listed.
	wrote := all || state.Final() || state.Version != seen.state.Version
	if wrote {
		if err = p.updateCatalogue(ctx, id); err != nil {
			return nil, err
		}
	}
	if err = state.Save(ctx, p.Store, p.Now(), seen.state); err != nil {
		return nil, fmt.Errorf("reconcile %s: %w", id, err)
	}
	if wrote {
		err = p.checkRevision(ctx, m, state.Final())
	}
	return progress.ToRun(items), err
}

// concealPrivate takes out of the public space what a private meeting has there:
// at once, and not when its steps are done. It returns what need not be
// remembered any more.
func (p *Pipeline) concealPrivate(ctx context.Context, m meeting.Meeting, old archive.State, all bool) (map[string]bool, error) {
	public := archive.StepsIn(layout.Public, old.AllSteps())
	if m.Visibility != meeting.Private || !all && old.Revision == m.Revision && len(public) == 0 {
		return nil, nil
	}
	return p.conceal(ctx, m.ID, public)
}

// assess looks at the steps of a meeting until it is known which are missing, and
// notes the meeting as waiting for these.
func (p *Pipeline) assess(ctx context.Context, m meeting.Meeting, old archive.State, all bool) ([]progress.Item, error) {
	waiter := steps.Waiter{Store: p.Store, Meeting: m.ID, Known: p.known.Of(m.ID, m.Revision), Asked: old.Asked(), All: all}
	snap := steps.Snapshot{}
	for {
		items, unseen, err := progress.Assess(m, snap)
		if err != nil {
			return nil, err
		}
		look, list := waiter.Look, unseen
		if len(unseen) == 0 {
			look, list = waiter.Wait, notIn(waiter.Asked, progress.Missing(items))
		}
		if len(list) == 0 {
			return items, nil
		}
		found, err := look(ctx, list)
		if err != nil {
			return nil, err
		}
		for key, out := range found {
			snap[key] = out
			if len(unseen) == 0 {
				waiter.Asked[key] = true
			}
		}
	}
}

// notIn returns the steps that a meeting has not asked for.
func notIn(asked map[string]bool, list []plan.Step) []plan.Step {
	return slices.DeleteFunc(list, func(s plan.Step) bool {
		_, is := asked[s.Key()]
		return is
	})
}

// checkRevision is an error unless m is still what was asked for. It is asked
// last: whoever submitted something newer meanwhile may have had it published
// before what was written here. A meeting that is final is unfinished no more.
func (p *Pipeline) checkRevision(ctx context.Context, m meeting.Meeting, final bool) error {
	if final {
		p.known.Drop(m.ID)
		if err := archive.MarkFinished(ctx, p.Store, m.ID); err != nil {
			return fmt.Errorf("reconcile %s: %w", m.ID, err)
		}
	}
	now, _, err := archive.ReadRecord(ctx, p.Store, m.ID)
	if err == nil && now.Revision != m.Revision {
		err = publish.ErrSuperseded
		if final { // a newer revision was noted as unfinished before
			err = errors.Join(err, archive.MarkUnfinished(ctx, p.Store, m.ID))
		}
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
	state     archive.StoredState
}

func (p *Pipeline) load(ctx context.Context, id string) (m meeting.Meeting, s seen, err error) {
	m, etag, err := archive.ReadRecord(ctx, p.Store, id)
	if err != nil {
		return m, s, err
	}
	if etag == "" {
		none := fault.Permanent(errors.New("nothing was submitted under this ID"))
		return m, s, errors.Join(none, archive.MarkFinished(ctx, p.Store, id))
	}
	if m.Schema > meeting.SchemaVersion {
		return m, s, fmt.Errorf("its record has schema %d; this program knows %d", m.Schema, meeting.SchemaVersion)
	}
	if s.state, err = archive.LoadState(ctx, p.Store, id); err != nil {
		return m, s, err
	}
	s.published, err = publish.Look(ctx, p.Store, plan.Space(m.Visibility), id)
	return m, s, err
}

// publish publishes a meeting as it is, and returns the version that is
// published then. Where anew is false nothing is written if that version is.
func (p *Pipeline) publish(ctx context.Context, m meeting.Meeting, items []progress.Item, seen seen, anew bool) (version string, err error) {
	man := assemble.Manifest(m, items)
	if version, err = assemble.Version(man); err != nil || !anew && version == seen.state.Version {
		return version, err
	}
	of, err := p.site(ctx)
	if err != nil {
		return "", err
	}
	space := plan.Space(m.Visibility)
	said, err := readTranscripts(ctx, p.Store, space, man)
	if err != nil {
		return "", err
	}
	pages, err := assemble.Pages(man, items, of, said)
	if err != nil {
		return "", err
	}
	changed, err := publish.Publish(ctx, p.Store, space, man, pages, seen.published)
	if err != nil {
		return "", err
	}
	if changed {
		p.Log.InfoContext(ctx, "published", "meeting", m.ID, "revision", m.Revision, "state", string(man.State))
	}
	if space == layout.Private {
		return version, nil // withdrawn from the public space already
	}
	return version, publish.Withdraw(ctx, p.Store, layout.Private, m.ID) // a meeting has its pages in one space
}
