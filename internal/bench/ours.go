package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"proceedings/internal/intake"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/originals"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/secret"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

const meetingID = "bench"

// silent is a watcher that shows nothing.
type silent struct{}

func (silent) File(string, int64) func(int64) { return func(int64) {} }

// submit submits src as the recording of a meeting.
func submit(ctx context.Context, store storage.Store, src, profile string) error {
	in, err := intake.Read([]string{src}, intake.Options{ID: meetingID, Title: "Bench", Visibility: meeting.Public, Profile: profile})
	if err != nil {
		return err
	}
	_, _, err = pipeline.Submit(ctx, store, in, secret.Key{}, silent{})
	return err
}

// newPipeline does the work of one machine in the folder dir.
func newPipeline(store storage.Store, r *proc.Runner, dir string) (*pipeline.Pipeline, error) {
	sources, steps := filepath.Join(dir, "sources"), filepath.Join(dir, "steps")
	for _, sub := range []string{sources, steps} {
		if err := os.MkdirAll(sub, 0o700); err != nil {
			return nil, fmt.Errorf("make a folder: %w", err)
		}
	}
	makers, _ := makers.All(r, dir, "", secret.Key{}) // films need no tool that is kept running
	return &pipeline.Pipeline{
		Store:   store,
		Sources: originals.NewCache(store, sources, 1<<40),
		Scratch: steps,
		Make:    makers,
		Log:     slog.New(slog.DiscardHandler),
		Now:     time.Now,
	}, nil
}

// publish takes src through the whole of ours, from hashing to the manifest,
// one step after another, and returns the store that holds the outcome. Only
// the queue and the network are left out. playable is after how long there was
// something to play; 0 if that came with all the rest.
func publish(ctx context.Context, r *proc.Runner, src, dir, profile string) (store storage.Store, playable time.Duration, err error) {
	began := time.Now()
	store = new(mem.Store)
	if err = submit(ctx, store, src, profile); err != nil {
		return nil, 0, err
	}
	p, err := newPipeline(store, r, dir)
	if err != nil {
		return nil, 0, err
	}
	for {
		steps, err := p.Reconcile(ctx, meetingID)
		if err != nil {
			return nil, 0, err
		}
		if len(steps) == 0 {
			return store, playable, nil
		}
		if playable == 0 {
			_, err = storage.ReadJSON(ctx, store, layout.Public.Meeting(meetingID, layout.Manifest), new(manifest.Manifest))
			switch {
			case err == nil:
				playable = time.Since(began)
			case !errors.Is(err, storage.ErrNotFound):
				return nil, 0, err
			}
		}
		// One at a time: what its end brings about comes before what else waits.
		if err := p.RunStep(ctx, inTurn(steps)[0].Key(), func(float64) {}); err != nil {
			return nil, 0, err
		}
	}
}

// inTurn puts steps in the order in which the queue would hand them out: the
// short ones first, and the chunks last.
func inTurn(steps []plan.Step) []plan.Step {
	rank := func(k plan.Kind) int {
		switch {
		case k == plan.Chunk:
			return 2
		case k.Traits().Queue == plan.Heavy:
			return 1
		default:
			return 0
		}
	}
	return slices.SortedStableFunc(slices.Values(steps), func(a, b plan.Step) int { return rank(a.Kind) - rank(b.Kind) })
}

// take writes the H.264 rungs that were published to dir, and returns their
// paths by height, whether the highest is the source's own picture, and the size
// of all that is public.
func take(ctx context.Context, store storage.Store, dir string) (files map[int]string, copied bool, size int64, err error) {
	rec, err := published(ctx, store)
	if err != nil {
		return nil, false, 0, err
	}
	files = map[int]string{}
	for _, r := range rec.Renditions {
		if _, twice := files[r.Height]; r.Height == 0 || twice {
			continue // sound, or the same in another codec
		}
		path := filepath.Join(dir, r.ID+".mp4")
		if err = export(ctx, store, r.Files, path); err != nil {
			return nil, false, 0, err
		}
		files[r.Height] = path
	}
	for info, err := range store.List(ctx, string(layout.Public)+"/") {
		if err != nil {
			return nil, false, 0, err
		}
		size += info.Size
	}
	return files, rec.Copied, size, nil
}

// published is the one recording that was published, whole.
func published(ctx context.Context, store storage.Store) (manifest.Recording, error) {
	var m manifest.Manifest
	if _, err := storage.ReadJSON(ctx, store, layout.Public.Meeting(meetingID, layout.Manifest), &m); err != nil {
		return manifest.Recording{}, err
	}
	if len(m.Recordings) != 1 || m.State != manifest.Published {
		return manifest.Recording{}, fmt.Errorf("%s with %d recordings, want 1 published; refused: %v", m.State, len(m.Recordings), m.Refused)
	}
	return m.Recordings[0], nil
}

// export joins a rendition's files. They begin alike, and whoever reads the
// whole passes over the beginning of all but the first.
func export(ctx context.Context, store storage.Store, files []manifest.File, path string) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	for _, file := range files {
		if err = appendTo(ctx, f, store, layout.Public.Meeting(meetingID, file.URL)); err != nil {
			break
		}
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func appendTo(ctx context.Context, w io.Writer, store storage.Store, key string) error {
	body, _, err := store.Get(ctx, key, 0, -1)
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }() // only read
	_, err = io.Copy(w, body)
	return err //nolint:wrapcheck // the caller names the file
}
