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

// Fetch downloads the original, or the byte ranges that t needs, and sets t.Source.
// Call the returned function after use.
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

// fetchAlso downloads the other originals of a joined recording.
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

// Opener returns a function that opens objects of other steps in the space of s.
func Opener(store storage.Store, s plan.Step) transcode.Opener {
	return func(ctx context.Context, piece meeting.Piece, off, n int64) (io.ReadCloser, error) {
		body, _, err := store.Get(ctx, s.Space.Derived(piece.Step, piece.Run, piece.Name), off, n)
		return body, err
	}
}
