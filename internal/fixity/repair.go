package fixity

import (
	"context"
	"maps"
	"slices"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/originals"
	"proceedings/internal/plan"
	"proceedings/internal/retention"
	"proceedings/internal/steps"
)

// Repaired says what [Checker.Repair] did.
type Repaired struct {
	Steps    []string // run again if a meeting needs them
	Pages    int      // are stored again
	State    bool     // the state of the meeting is made again
	Statuses int      // of steps, without their attempts
	Blocks   int      // checksums of an original's blocks are stored again
	Meetings []string // to reopen and reconcile
	Blocked  []string // steps that cannot run again, since an original is damaged
}

// Repair deletes damaged pages, and has steps with damaged files run again. Steps whose
// files name files of these run again, too, since another run may have other names. A damaged
// state is made again from what the storage lists, and a damaged status of a step without its
// attempts. The checksums of an original's blocks are made again from the original. Originals,
// records and events stay as they are. The caller reopens and reconciles
// the meetings.
func (c *Checker) Repair(ctx context.Context, id string, findings []archive.Finding) (r Repaired, err error) {
	if slices.ContainsFunc(findings, func(f archive.Finding) bool { return f.Key == layout.Record(id) }) {
		return r, nil // without its record, nothing of the meeting can be made
	}
	damaged := map[string][]string{} // keys, by step
	for _, f := range findings {
		switch {
		case f.Key == layout.State(id): // a reconcile completes it
			if err = c.recoverState(ctx, id); err != nil {
				return r, err
			}
			r.State = true
		case isBlocks(f):
			if err = c.remakeBlocks(ctx, f.Key, &r); err != nil {
				return r, err
			}
		case f.Of == archive.OfOriginal, f.Of == archive.OfEvent: // only a backup has them
		case f.Key == layout.StepStatus(f.Step):
			if err = steps.ForgetStatus(ctx, c.Store, f.Step); err != nil {
				return r, err
			}
			r.Statuses++
		case f.Kind == archive.FindingUnknown:
		case f.Of == archive.OfStep:
			damaged[f.Step] = append(damaged[f.Step], f.Key)
			if f.Key == layout.StepResult(f.Step) { // nothing below can read a damaged one
				if err = c.Store.Delete(ctx, f.Key); err != nil {
					return r, err
				}
			}
		case f.Of == archive.OfPage:
			if err = c.Store.Delete(ctx, f.Key); err != nil {
				return r, err
			}
			r.Pages++
		}
	}
	state, err := archive.ReadState(ctx, c.Store, id)
	if err != nil {
		return r, err
	}
	own := slices.DeleteFunc(state.AllSteps(), func(f archive.StaleStep) bool { return damaged[f.Key] == nil })
	if r.Blocked, err = c.blocked(ctx, own); err != nil {
		return r, err
	}
	for _, step := range r.Blocked {
		delete(damaged, step)
	}
	users, err := retention.Users(ctx, c.Store, own)
	if err != nil {
		return r, err
	}
	meetings := map[string]bool{id: r.State || len(damaged)+r.Pages+r.Statuses > 0}
	for step := range damaged {
		for _, user := range users[step] {
			meetings[user] = true
		}
	}
	maps.DeleteFunc(meetings, func(_ string, is bool) bool { return !is })
	r.Meetings = slices.Sorted(maps.Keys(meetings))
	for _, user := range r.Meetings {
		if err = c.addDependents(ctx, user, damaged); err != nil {
			return r, err
		}
	}
	for _, step := range slices.Sorted(maps.Keys(damaged)) {
		if err = steps.Redo(ctx, c.Store, step, damaged[step]); err != nil {
			return r, err
		}
		r.Steps = append(r.Steps, step)
	}
	c.outcomes = nil
	return r, nil
}

// isBlocks reports whether a finding is about the checksums of an original's blocks.
func isBlocks(f archive.Finding) bool {
	sum := layout.SourceOf(f.Key)
	return sum != "" && f.Key == layout.Blocks(sum) && f.Kind == archive.FindingChanged
}

// remakeBlocks makes the checksums of an original's blocks again, if the original is whole.
func (c *Checker) remakeBlocks(ctx context.Context, key string, r *Repaired) error {
	made, err := originals.RemakeBlocks(ctx, c.Store, layout.SourceOf(key))
	if made {
		r.Blocks++
	}
	return err
}

// RepairRest makes the checksums of blocks of originals again that [Checker.Rest] found, and
// deletes damaged objects of the catalogue: r.Pages is their number. The caller rebuilds the
// catalogue. The settings of the site stay as they are.
func (c *Checker) RepairRest(ctx context.Context, findings []archive.Finding) (r Repaired, err error) {
	for _, f := range findings {
		switch {
		case isBlocks(f):
			err = c.remakeBlocks(ctx, f.Key, &r)
		case f.Of == archive.OfSite && f.Key != layout.Site:
			err = c.Store.Delete(ctx, f.Key)
			r.Pages++
		}
		if err != nil {
			return r, err
		}
	}
	c.outcomes = nil
	return r, nil
}

// recoverState makes a damaged or missing state again.
func (c *Checker) recoverState(ctx context.Context, id string) error {
	m, _, err := archive.ReadRecord(ctx, c.Store, id)
	if err == nil {
		_, err = retention.RecoverState(ctx, c.Store, m)
	}
	return err
}

// DeleteLeftovers deletes the unknown files of steps that ran again, which their earlier runs
// left. All meetings that use the steps must be published again.
func (c *Checker) DeleteLeftovers(ctx context.Context, r Repaired, findings []archive.Finding) error {
	c.outcomes = nil
	for _, f := range findings {
		if f.Kind == archive.FindingUnknown && slices.Contains(r.Steps, f.Step) {
			if err := c.Store.Delete(ctx, f.Key); err != nil {
				return err
			}
		}
	}
	return nil
}

// blocked returns the steps whose original is missing or changed.
func (c *Checker) blocked(ctx context.Context, list []archive.StaleStep) (blocked []string, err error) {
	whole := Checker{Store: c.Store}
	broken := map[string]bool{} // by original
	for _, f := range list {
		if _, known := broken[f.Input]; !known {
			out, readErr := whole.verify(ctx, originalUnit(f.Input, "", -1), make(chan struct{}, 1))
			if readErr != nil {
				return nil, readErr
			}
			broken[f.Input] = slices.ContainsFunc(out.findings, func(found archive.Finding) bool { return !isBlocks(found) })
		}
		if broken[f.Input] {
			blocked = append(blocked, f.Key)
		}
	}
	return blocked, nil
}

// addDependents adds the steps of a meeting that have files and need a damaged step. They
// are few: most kinds of steps need no other step.
func (c *Checker) addDependents(ctx context.Context, id string, damaged map[string][]string) error {
	state, err := archive.ReadState(ctx, c.Store, id)
	if err != nil {
		return err
	}
	for _, f := range state.AllSteps() {
		if k := plan.KindOf(f.Key); damaged[f.Key] != nil || k != plan.Package && k != plan.Progressive && k != plan.CaptionJoin {
			continue
		}
		r, found, err := steps.ReadResult(ctx, c.Store, f.Key)
		if err != nil {
			return err
		}
		needs := slices.ContainsFunc(r.Step.Needs, func(key string) bool { return damaged[key] != nil })
		if found && needs && len(r.Objects) > 0 {
			damaged[f.Key] = []string{}
		}
	}
	return nil
}
