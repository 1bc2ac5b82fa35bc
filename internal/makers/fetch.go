package makers

import (
	"context"
	"errors"
	"fmt"
	"io"

	"proceedings/internal/meeting"
	"proceedings/internal/originals"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
	"proceedings/internal/transcode"
)

// Fetch brings the original here, or what t needs of it. release is to be
// called when it is used no more.
func Fetch(ctx context.Context, cache *originals.Cache, t *Task) (func(), error) {
	var releases []func()
	release := func() {
		for _, f := range releases {
			f()
		}
	}
	get := func(ctx context.Context, wanted []plan.Range) error {
		path, partial, done, err := cache.FetchRanges(ctx, t.Step.Input, wanted)
		if err == nil {
			t.Source, t.Partial = path, partial
			releases = append(releases, done)
			return nil
		}
		err = fmt.Errorf("fetch the original: %w", err)
		if errors.Is(err, originals.ErrMismatch) {
			return err
		}
		return ServiceError{err}
	}
	t.fetchWhole = func(ctx context.Context) error { return get(ctx, nil) }
	err := get(ctx, t.Step.Bytes)
	if err == nil {
		err = fetchAlso(ctx, cache, t, &releases)
	}
	if err != nil {
		release()
	}
	return release, err
}

// fetchAlso brings the further originals of a recording that was joined.
func fetchAlso(ctx context.Context, cache *originals.Cache, t *Task, releases *[]func()) error {
	t.Sources = map[string]string{t.Step.Input: t.Source}
	for _, sum := range t.Step.Also {
		path, done, err := cache.Fetch(ctx, sum)
		if err != nil {
			err = fmt.Errorf("fetch the original: %w", err)
			if errors.Is(err, originals.ErrMismatch) {
				return err
			}
			return ServiceError{err}
		}
		t.Sources[sum] = path
		*releases = append(*releases, done)
	}
	return nil
}

// Opener reads what other steps made, for s.
func Opener(store storage.Store, s plan.Step) transcode.Opener {
	return func(ctx context.Context, piece meeting.Piece, off, n int64) (io.ReadCloser, error) {
		body, _, err := store.Get(ctx, s.Space.Derived(piece.Step, piece.Run, piece.Name), off, n)
		return body, err
	}
}
