// Package pipeline processes one meeting: it reads the storage, returns the missing
// steps, runs a step, and publishes the meeting when no step is missing. It does not
// depend on the queue: all calls are idempotent and may run on any machine.
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
	"proceedings/internal/logging"
	"proceedings/internal/makers"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/originals"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
	"proceedings/internal/publish"
	"proceedings/internal/retention"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// Pipeline processes meetings on one machine.
type Pipeline struct {
	Store   storage.Store
	Sources *originals.Cache // local copies of originals
	Scratch string           // folder for running steps
	Make    map[plan.Kind]makers.Maker
	Log     *slog.Logger
	Now     func() time.Time
	Base    string // default base URL of the public space, absolute, with a trailing slash
	Who     string // names this process in the events of meetings

	Observer Observer // nil for none

	// SelfTest, if not nil, returns an error marked by [fault.Worker] if this machine
	// cannot do the work of a kind of step.
	SelfTest func(context.Context, plan.Kind) error

	// Room, if not nil, reserves space in the scratch folder for each step.
	Room *makers.Room

	known steps.Cache
}

// Reconcile compares a meeting's record with the stored results and returns the
// missing steps, registered to wake the meeting. It publishes if none is missing. It
// is level-triggered: extra calls do no harm.
func (p *Pipeline) Reconcile(ctx context.Context, id string) ([]plan.Step, error) {
	todo, err := p.Advance(ctx, id, false)
	return todo.Steps, err
}

// Continue is Reconcile after a step has settled. It does not read known results
// again, and reads the unsettled chunks only up to the first unsettled ones (see
// [steps.Waiter]). It returns the missing steps among those that it read.
func (p *Pipeline) Continue(ctx context.Context, id string) ([]plan.Step, error) {
	todo, err := p.Advance(ctx, id, true)
	return todo.Steps, err
}

// Todo is a meeting with its missing steps.
type Todo struct {
	Meeting meeting.Meeting
	Steps   []plan.Step
	Final   bool // its state is final
}

// Advance is Continue for a meeting that was woken by a step, and otherwise Reconcile.
func (p *Pipeline) Advance(ctx context.Context, id string, woken bool) (Todo, error) {
	if !woken {
		p.known.Drop(id)
	}
	return p.untilCurrent(ctx, id, !woken)
}

// untilCurrent repeats reconcile, up to five times, if another process updated the
// meeting meanwhile. So it corrects what this process wrote from old data.
func (p *Pipeline) untilCurrent(ctx context.Context, id string, all bool) (Todo, error) {
	ctx = logging.With(ctx, slog.String(logging.Meeting, id))
	for attempt := 1; ; attempt++ {
		todo, err := p.reconcile(ctx, id, all)
		if !errors.Is(err, publish.ErrSuperseded) {
			return todo, err
		}
		if attempt == 5 {
			return todo, errors.Join(err, p.behind(ctx, id))
		}
	}
}

// behind returns a permanent error if the record of a meeting is older than what was published. No
// attempt would end otherwise.
func (p *Pipeline) behind(ctx context.Context, id string) error {
	err := archive.Behind(ctx, p.Store, id)
	if _, is := errors.AsType[*archive.BehindError](err); is {
		return fault.Permanent(err)
	}
	return err
}

func (p *Pipeline) reconcile(ctx context.Context, id string, all bool) (Todo, error) {
	m, seen, err := p.load(ctx, id)
	if err != nil {
		return Todo{}, fmt.Errorf("reconcile %s: %w", id, err)
	}
	if m.Withdrawn {
		if err = p.withdraw(ctx, m, seen); err != nil {
			return Todo{}, fmt.Errorf("withdraw %s: %w", id, err)
		}
		return Todo{Meeting: m, Final: true}, p.checkRevision(ctx, m, archive.Withdrawn)
	}
	removed, err := p.unpublishPrivate(ctx, m, seen.state.State, all)
	if err != nil {
		return Todo{}, err
	}
	items, err := p.assess(ctx, m, seen.state.State, all)
	if err != nil {
		return Todo{}, fmt.Errorf("reconcile %s: %w", id, err)
	}
	open := progress.Missing(items)
	state := progress.StateOf(m, items).KeepingStepsOf(seen.state.State).WithoutSteps(removed)
	state.Version = seen.state.Version
	if progress.Due(items, open, seen.published.Whole()) {
		if state.Version, err = p.publish(ctx, m, items, seen, all || len(open) == 0); err != nil {
			return Todo{}, fmt.Errorf("publish %s: %w", id, err)
		}
	}
	// Update the catalogue before the state becomes final, so that the sweep retries a
	// failed update.
	wrote := all || state.Final() || state.Version != seen.state.Version
	if wrote {
		if err = p.updateCatalogue(ctx, id); err != nil {
			return Todo{}, err
		}
	}
	if removed, err = p.removeClear(ctx, m, state); err != nil {
		return Todo{}, err
	}
	if err = p.save(ctx, m, state.WithoutSteps(removed), seen.state); err != nil {
		return Todo{}, fmt.Errorf("reconcile %s: %w", id, err)
	}
	if wrote {
		err = p.checkRevision(ctx, m, state.State)
	}
	return Todo{m, progress.ToRun(items), state.Final()}, err
}

// unpublishPrivate removes the files of a private meeting from the public space, at
// once and not after its steps. It returns the steps to drop from the state.
func (p *Pipeline) unpublishPrivate(ctx context.Context, m meeting.Meeting, old archive.State, all bool) (map[string]bool, error) {
	public := archive.StepsIn(layout.Public, old.AllSteps())
	if m.Visibility != meeting.Private || !all && old.Revision == m.Revision && len(public) == 0 {
		return nil, nil
	}
	return p.unpublish(ctx, m.ID, public)
}

// assess reads the outcomes of a meeting's steps until the missing steps are known,
// and registers the meeting for these.
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
		if errors.Is(err, storage.ErrDamaged) {
			redone, redoErr := p.redoDamaged(ctx, m.ID, list)
			if redoErr != nil {
				return nil, redoErr
			}
			if redone > 0 {
				continue
			}
		}
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

// notIn returns the steps that are not requested yet.
func notIn(asked map[string]bool, list []plan.Step) []plan.Step {
	return slices.DeleteFunc(list, func(s plan.Step) bool {
		_, is := asked[s.Key()]
		return is
	})
}

// checkRevision returns an error if a newer revision than m was submitted. It is the
// last call of a reconcile, since this process may have overwritten newer pages. It
// marks a meeting in a final state as finished.
func (p *Pipeline) checkRevision(ctx context.Context, m meeting.Meeting, now manifest.State) error {
	final := archive.State{State: now}.Final()
	if final {
		p.known.Drop(m.ID)
		err := archive.MarkAttention(ctx, p.Store, m.ID, now == archive.NeedsAttention)
		if err == nil {
			err = archive.MarkFinished(ctx, p.Store, m.ID)
		}
		if err != nil {
			return fmt.Errorf("reconcile %s: %w", m.ID, err)
		}
	}
	newest, _, err := archive.ReadRecord(ctx, p.Store, m.ID)
	if err == nil && newest.Revision != m.Revision {
		err = publish.ErrSuperseded
		if final { // the mark of the newer revision was just removed
			err = errors.Join(err, archive.MarkUnfinished(ctx, p.Store, m.ID))
		}
	}
	if err != nil {
		return fmt.Errorf("reconcile %s: %w", m.ID, err)
	}
	return nil
}

// seen holds the stored pages and state that a reconcile replaces, as they were
// before it read the steps.
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
	s.state, err = archive.LoadState(ctx, p.Store, id)
	damaged := errors.Is(err, storage.ErrDamaged)
	if leaves := m.Withdrawn || m.Visibility == meeting.Private; damaged || leaves && err == nil && s.state.Revision == 0 {
		s.state, err = p.recoverState(ctx, m)
	}
	if err != nil || m.Withdrawn {
		return m, s, err
	}
	s.published, err = publish.Look(ctx, p.Store, plan.Space(m.Visibility), id)
	return m, s, err
}

// recoverState makes a damaged or lost state again, and reads it.
func (p *Pipeline) recoverState(ctx context.Context, m meeting.Meeting) (archive.StoredState, error) {
	lost, err := retention.RecoverState(ctx, p.Store, m)
	if err != nil {
		return archive.StoredState{}, err
	}
	if lost {
		p.Log.WarnContext(ctx, "the state was damaged or lost; the files of the meeting were found by listing the storage")
	}
	return archive.LoadState(ctx, p.Store, m.ID)
}

// publish publishes the current state of a meeting and returns the version. Unless
// force is set, it writes nothing if that version is published already.
func (p *Pipeline) publish(ctx context.Context, m meeting.Meeting, items []progress.Item, seen seen, force bool) (version string, err error) {
	man := assemble.Manifest(m, items)
	if version, err = assemble.Version(man); err != nil || !force && version == seen.state.Version {
		return version, err
	}
	settings, err := p.site(ctx)
	if err != nil {
		return "", err
	}
	space := plan.Space(m.Visibility)
	transcripts, err := readTranscripts(ctx, p.Store, space, man)
	if err != nil {
		return "", err
	}
	pages, err := assemble.Pages(man, items, settings, transcripts)
	if err != nil {
		return "", err
	}
	changed, err := publish.Publish(ctx, p.Store, space, man, pages, seen.published)
	if err != nil {
		return "", err
	}
	if changed {
		if p.Observer != nil {
			p.Observer.Published()
		}
		p.Log.InfoContext(ctx, "published", "revision", m.Revision, "state", string(man.State))
	}
	if space == layout.Private {
		return version, nil // unpublishPrivate has cleared the public space
	}
	return version, publish.Withdraw(ctx, p.Store, layout.Private, m.ID) // a meeting has pages in one space only
}
