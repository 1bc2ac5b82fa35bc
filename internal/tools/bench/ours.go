package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"proceedings/internal/intake"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/proc"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

const meetingID = "bench"

// silent is a watcher that shows nothing.
type silent struct{}

func (silent) File(string, int64) func(int64) { return func(int64) {} }

// publish takes src through the whole of ours, from hashing to the manifest,
// and returns the store that holds the outcome. Only the queue and the network
// are left out.
func publish(ctx context.Context, r *proc.Runner, src, dir string) (storage.Store, error) {
	for _, sub := range []string{"sources", "steps"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, fmt.Errorf("make a folder: %w", err)
		}
	}
	in, err := intake.Read([]string{src}, intake.Options{ID: meetingID, Title: "Bench", Visibility: meeting.Public})
	if err != nil {
		return nil, err
	}
	store := new(mem.Store)
	if _, _, err = pipeline.Submit(ctx, store, in, silent{}); err != nil {
		return nil, err
	}
	p := &pipeline.Pipeline{
		Store:   store,
		Sources: pipeline.NewSources(store, filepath.Join(dir, "sources"), 1<<40),
		Scratch: filepath.Join(dir, "steps"),
		Make:    pipeline.Makers(r),
		Log:     slog.New(slog.DiscardHandler),
		Now:     time.Now,
	}
	for {
		steps, err := p.Reconcile(ctx, meetingID)
		if err != nil {
			return nil, err
		}
		if len(steps) == 0 {
			return store, nil
		}
		for _, s := range steps {
			if err := p.RunStep(ctx, s, func(float64) {}); err != nil {
				return nil, err
			}
		}
	}
}

// take writes the rungs that were published to dir, and returns their paths by
// height and the size of all that is public.
func take(ctx context.Context, store storage.Store, dir string) (files map[int]string, size int64, err error) {
	var m manifest.Manifest
	if _, err = storage.ReadJSON(ctx, store, layout.Public.Meeting(meetingID, layout.Manifest), &m); err != nil {
		return nil, 0, err
	}
	if len(m.Recordings) != 1 {
		return nil, 0, fmt.Errorf("published %d recordings, want 1; refused: %v", len(m.Recordings), m.Refused)
	}
	files = map[int]string{}
	for _, r := range m.Recordings[0].Renditions {
		if r.Height == 0 {
			continue
		}
		path := filepath.Join(dir, r.ID+".mp4")
		if err = export(ctx, store, layout.Public.Meeting(meetingID, r.URL), path); err != nil {
			return nil, 0, err
		}
		files[r.Height] = path
	}
	for info, err := range store.List(ctx, string(layout.Public)+"/") {
		if err != nil {
			return nil, 0, err
		}
		size += info.Size
	}
	return files, size, nil
}

func export(ctx context.Context, store storage.Store, key, path string) error {
	body, _, err := store.Get(ctx, key, 0, -1)
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }() // only read
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = io.Copy(f, body)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
