package garbage

import (
	"context"
	"errors"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// upload deletes the state of an upload, after its parts on the server.
func (d *deletion) upload(ctx context.Context, it Item) error {
	var state storage.UploadState
	_, err := storage.ReadJSON(ctx, d.store, it.Key, &state)
	if errors.Is(err, storage.ErrNotFound) {
		return nil // the upload has just ended
	}
	if isDamage(err) { // its parts on the server are unknown
		d.done.Kept = append(d.done.Kept, it)
		return nil
	}
	if err == nil {
		err = storage.Abort(ctx, d.uploads, layout.Source(layout.Parse(it.Key).Sum), state)
	}
	if err != nil {
		return err
	}
	return d.delete(ctx, it)
}

// copies deletes copies of a meeting's pages, unless its manifests name them by now. A
// publication may rely on one at this moment; the meeting is then published again.
func (d *deletion) copies(ctx context.Context, id string, items []Item) error {
	before, err := d.named(ctx, id)
	if isDamage(err) { // since the search
		d.done.Kept = append(d.done.Kept, items...)
		return nil
	}
	if err != nil {
		return err
	}
	for _, it := range items {
		if before[it.Key] {
			d.done.Kept = append(d.done.Kept, it)
			continue
		}
		if err = d.delete(ctx, it); err != nil {
			return err
		}
	}
	after, err := d.named(ctx, id)
	for _, it := range items {
		if after[it.Key] && !before[it.Key] {
			d.meetings[id] = true
		}
	}
	return err
}

// named returns the copies of pages that a meeting's manifests name, by key.
func (d *deletion) named(ctx context.Context, id string) (map[string]bool, error) {
	r := MeetingReferences{ID: id}
	for _, space := range []layout.Space{layout.Public, layout.Private} {
		if err := readManifest(ctx, d.store, space, &r); err != nil {
			return nil, err
		}
	}
	names := map[string]bool{}
	for _, key := range r.Copies {
		names[key] = true
	}
	return names, nil
}
