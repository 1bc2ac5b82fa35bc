package garbage

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/retention"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// Deleted is what [Delete] did.
type Deleted struct {
	Group

	Kept     []Item   // something refers to them by now, or may do so, since it is damaged
	Meetings []string // that referred to something while it was deleted; reconcile them
}

// Delete deletes the garbage in a plan. It can be interrupted and repeated, and run while
// workers do. progress receives each deletion, from several goroutines.
func Delete(ctx context.Context, store storage.Store, p Plan, progress func()) (Deleted, error) {
	d := deletion{store: counted{store, progress}, uploads: store, meetings: map[string]bool{}}
	err := d.steps(ctx, p)
	copies := map[string][]Item{} // by meeting
	for _, it := range p.Items {
		if err != nil {
			break
		}
		switch it.Reason {
		case StaleStep: // deleted above
		case OtherRun:
			err = d.run(ctx, it)
		case Abandoned:
			err = d.upload(ctx, it)
		case Expired:
			err = d.delete(ctx, it)
		case OldCopy:
			id := layout.Parse(it.Key).Meeting
			copies[id] = append(copies[id], it)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(copies)) {
		if err == nil {
			err = d.copies(ctx, id, copies[id])
		}
	}
	d.done.Meetings = slices.Sorted(maps.Keys(d.meetings))
	return d.done, err
}

// counted is a store that reports its deletions.
type counted struct {
	storage.Store

	deleted func()
}

// Delete implements [storage.Store].
func (c counted) Delete(ctx context.Context, key string) error {
	err := c.Store.Delete(ctx, key)
	if err == nil {
		c.deleted()
	}
	return err
}

type deletion struct {
	store    storage.Store
	uploads  storage.Store // the same, as given
	done     Deleted
	meetings map[string]bool
}

// delete deletes one object.
func (d *deletion) delete(ctx context.Context, it Item) error {
	err := d.store.Delete(ctx, it.Key)
	if err == nil {
		d.done.Group = d.done.plus(it.Group)
	}
	return err
}

// steps deletes the steps that no meeting refers to.
func (d *deletion) steps(ctx context.Context, p Plan) error {
	removed, err := retention.Collect(ctx, d.store, staleSteps(p))
	for _, id := range removed.Meetings() {
		d.meetings[id] = true
	}
	gone := map[string]bool{}
	for _, f := range removed.Steps {
		gone[f.Key] = true
	}
	for _, it := range p.Items {
		switch {
		case it.Reason != StaleStep:
		case gone[it.Run.Step]:
			d.done.Group = d.done.plus(it.Group)
		default:
			d.done.Kept = append(d.done.Kept, it)
		}
	}
	return err
}

// staleSteps lists the steps in a plan. If neither result nor status says where their files
// are, the files do.
func staleSteps(p Plan) (list []archive.StaleStep) {
	spaces := map[string]layout.Space{}
	for _, it := range p.Items {
		if space := it.Run.Space; space == layout.Withdrawn {
			spaces[it.Run.Step] = layout.Public
		} else if space != "" {
			spaces[it.Run.Step] = space
		}
	}
	for _, key := range slices.Sorted(maps.Keys(p.Steps)) {
		f := p.Steps[key]
		list = append(list, archive.StaleStep{Key: key, Input: f.Input, Space: cmp.Or(f.Space, spaces[key])})
	}
	return list
}

// run deletes the files of one run, unless a result names it. A worker may be running the
// step again, find these files, and store a result that names them. It lists the files
// after that, and run reads the result after the deletion, so that one of both sees the
// other.
func (d *deletion) run(ctx context.Context, it Item) error {
	f, err := readFacts(ctx, d.store, it.Run.Step)
	if isDamage(err) { // since the search
		d.done.Kept = append(d.done.Kept, it)
		return nil
	}
	if err != nil {
		return err
	}
	name := RunOf{it.Run.Step, it.Run.ID}
	if slices.Contains(f.Runs, name) {
		d.done.Kept = append(d.done.Kept, it)
		return nil
	}
	for info, err := range d.store.List(ctx, it.Key) {
		if err != nil {
			return err
		}
		if err = d.store.Delete(ctx, info.Key); err != nil {
			return err
		}
		d.done.Group = d.done.plus(groupOf(info))
	}
	if f, err = readFacts(ctx, d.store, it.Run.Step); err != nil || !slices.Contains(f.Runs, name) {
		return err
	}
	return d.incomplete(ctx, it.Run.Step)
}

// incomplete deletes the result of a step whose files were deleted, so that it runs again.
func (d *deletion) incomplete(ctx context.Context, step string) error {
	r, found, err := steps.ReadResult(ctx, d.store, step)
	if err == nil && found {
		_, err = steps.Whole(ctx, d.store, r)
	}
	if err != nil {
		return err
	}
	st, err := steps.ReadStatus(ctx, d.store, step)
	for _, id := range st.Waiting {
		d.meetings[id] = true
	}
	return err
}
