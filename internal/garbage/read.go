package garbage

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
	"proceedings/internal/retention"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// ReadReferences reads what the meetings in a listing refer to. progress receives the number
// of meetings so far and of all. A meeting that is damaged refers to whatever it may refer
// to.
func ReadReferences(ctx context.Context, store storage.Store, l Listing, progress func(done, all int)) (References, error) {
	ids := map[string]bool{}
	for _, id := range l.Meetings {
		ids[id] = true
	}
	for id := range l.Manifests { // a record may be lost
		ids[id] = true
	}
	var refs References
	known, done := map[string]bool{}, 0
	err := each(ctx, slices.Sorted(maps.Keys(ids)), func(ctx context.Context, id string) (MeetingReferences, error) {
		r, err := readMeeting(ctx, store, id, l.Manifests[id])
		if isDamage(err) {
			return readDamaged(ctx, store, id, l.Manifests[id], err)
		}
		return r, err
	}, func(_ string, m MeetingReferences) {
		refs.Add(m)
		for step := range m.Results {
			known[step] = true
		}
		done++
		progress(done, len(ids))
	})
	for err == nil {
		open := slices.DeleteFunc(refs.Open(), func(step string) bool { return known[step] })
		if len(open) == 0 {
			break
		}
		var found map[string]Facts
		if found, err = ReadFacts(ctx, store, open, &refs); err == nil {
			for _, step := range open {
				known[step] = true
				refs.AddFacts(found[step])
			}
		}
	}
	return refs, err
}

// each calls read for every name, several at a time, and then use, one at a time.
func each[V any](ctx context.Context, names []string, read func(context.Context, string) (V, error), use func(string, V)) error {
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(archive.MaxReaders)
	for _, name := range names {
		group.Go(func() error {
			v, err := read(ctx, name)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			use(name, v)
			return nil
		})
	}
	return group.Wait() //nolint:wrapcheck // errors of read
}

// readMeeting reads what a meeting refers to.
func readMeeting(ctx context.Context, store storage.Store, id string, spaces []layout.Space) (MeetingReferences, error) {
	r := MeetingReferences{ID: id, Results: map[string]Facts{}}
	for _, space := range spaces {
		if err := readManifest(ctx, store, space, &r); err != nil {
			return r, err
		}
	}
	m, etag, err := archive.ReadRecord(ctx, store, id)
	if err != nil {
		return r, err
	}
	if etag == "" {
		return r, errNoRecord
	}
	state, err := archive.ReadState(ctx, store, id)
	if err != nil {
		return r, err
	}
	r.Working = !state.Final() || state.Revision != m.Revision
	if space := plan.Space(m.Visibility); !m.Withdrawn && state.Version != "" && !slices.Contains(spaces, space) {
		r.NoManifest = true
		if state.State == manifest.Published && !r.Working {
			if err = checkManifest(ctx, store, space, id); err != nil {
				return r, err
			}
		}
	}
	for _, src := range m.Sources {
		r.Originals = append(r.Originals, src.SHA256)
	}
	if !m.Withdrawn {
		state.Stale = nil
	}
	for _, s := range state.AllSteps() {
		r.Steps = append(r.Steps, s.Key)
	}
	items, err := retention.AssessStored(ctx, store, m, nil)
	if err != nil {
		return r, fmt.Errorf("find the steps that %s needs: %w", id, err)
	}
	addItems(&r, items)
	return r, nil
}

// checkManifest checks that a published meeting has its manifest.
func checkManifest(ctx context.Context, store storage.Store, space layout.Space, id string) error {
	_, err := store.Stat(ctx, space.Meeting(id, layout.Manifest))
	if errors.Is(err, storage.ErrNotFound) {
		return errNoManifest
	}
	return err
}

// addItems adds the steps that a record needs, with their results.
func addItems(r *MeetingReferences, items []progress.Item) {
	for _, it := range items {
		for _, s := range it.Steps {
			key := s.Step.Key()
			f := factsOf(key, s.Outcome.Result, s.Outcome.Status)
			f.Needs = append(f.Needs, s.Step.Needs...)
			r.Results[key] = f
		}
	}
}

// readManifest adds what a manifest names: every text in it that links to a derived file, or
// is the name of a copy of a page. So fields of later versions count, too.
func readManifest(ctx context.Context, store storage.Store, space layout.Space, r *MeetingReferences) error {
	var content any
	_, err := storage.ReadJSON(ctx, store, space.Meeting(r.ID, layout.Manifest), &content)
	if errors.Is(err, storage.ErrNotFound) {
		return nil
	}
	texts(content, func(text string) {
		if step, run, ok := layout.ParseDerivedLink(text); ok {
			r.Runs = append(r.Runs, RunOf{step, run})
		}
		if layout.IsVersioned(text) {
			r.Copies = append(r.Copies, space.Meeting(r.ID, text))
		}
	})
	return err
}

// texts calls yield for all texts in decoded JSON.
func texts(v any, yield func(string)) {
	switch v := v.(type) {
	case string:
		yield(v)
	case []any:
		for _, one := range v {
			texts(one, yield)
		}
	case map[string]any:
		for key, one := range v {
			yield(key)
			texts(one, yield)
		}
	}
}

// ReadFacts reads what the results and statuses of steps say, by key. It adds those that are
// damaged to refs.
func ReadFacts(ctx context.Context, store storage.Store, keys []string, refs *References) (map[string]Facts, error) {
	type read struct {
		facts  Facts
		damage error
	}
	found := map[string]Facts{}
	err := each(ctx, keys, func(ctx context.Context, key string) (read, error) {
		f, err := readFacts(ctx, store, key)
		if isDamage(err) {
			return read{damage: err}, nil
		}
		return read{facts: f}, err
	}, func(key string, r read) {
		if r.damage != nil {
			refs.AddDamaged(key, r.damage)
			return
		}
		found[key] = r.facts
	})
	return found, err
}

func readFacts(ctx context.Context, store storage.Store, key string) (Facts, error) {
	var result *steps.Result
	r, is, err := steps.ReadResult(ctx, store, key)
	if err != nil {
		return Facts{}, err
	}
	if is {
		result = &r
	}
	st, err := steps.ReadStatus(ctx, store, key)
	return factsOf(key, result, st.Status), err
}
