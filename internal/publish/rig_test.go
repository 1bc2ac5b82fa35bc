package publish_test

import (
	"context"
	"io"
	"sync"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/publish"
	"proceedings/internal/storage"
)

// recorder is a store that notes what is written, and may be met before that.
type recorder struct {
	storage.Store

	before func(op, key string) error

	mu    sync.Mutex
	wrote []string // "put key" or "delete key"
}

func (r *recorder) note(op, key string) error {
	if r.before != nil {
		if err := r.before(op, key); err != nil {
			return err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.wrote = append(r.wrote, op+" "+key)
	return nil
}

func (r *recorder) Put(ctx context.Context, key string, body io.ReadSeeker, attrs storage.Attrs, cond storage.Condition) (storage.Info, error) {
	if err := r.note("put", key); err != nil {
		return storage.Info{}, err
	}
	return r.Store.Put(ctx, key, body, attrs, cond)
}

func (r *recorder) Delete(ctx context.Context, key string) error {
	if err := r.note("delete", key); err != nil {
		return err
	}
	return r.Store.Delete(ctx, key)
}

// board is a meeting's manifest of that revision and title.
func board(revision int, title string) manifest.Manifest {
	return manifest.Manifest{ID: "board", Revision: revision, State: manifest.Published, Title: title, Visibility: meeting.Public}
}

// pages are two files beside it, of which one tells the title.
func pages(title string) map[string]publish.Page {
	return map[string]publish.Page{
		"index.html": {Data: []byte("<h1>" + title + "</h1>"), Type: "text/html; charset=utf-8"},
		"style.css":  {Data: []byte("h1 {}"), Type: "text/css; charset=utf-8"},
	}
}

// copyOf is the key of the copy of a page of that title.
func copyOf(name, title string) string {
	p := pages(title)[name]
	return folder + layout.Versioned(name, p.Type, p.Data)
}

// look is publish.Look that must succeed.
func look(t *testing.T, store storage.Store) publish.Seen {
	t.Helper()
	seen, err := publish.Look(t.Context(), store, layout.Public, "board")
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// put publishes that revision and title over what is there.
func put(t *testing.T, store storage.Store, revision int, title string) bool {
	t.Helper()
	changed, err := publish.Publish(t.Context(), store, layout.Public, board(revision, title), pages(title), look(t, store))
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

// check holds that what is published is of that title, and that its pages are
// those that it names.
func check(t *testing.T, store storage.Store, title string) {
	t.Helper()
	var m manifest.Manifest
	if _, err := storage.ReadJSON(t.Context(), store, layout.Public.Meeting("board", layout.Manifest), &m); err != nil {
		t.Fatal(err)
	}
	if m.Title != title || len(m.Pages) != 2 {
		t.Errorf("published %q with pages %v", m.Title, m.Pages)
	}
	for name, want := range m.Pages {
		data, info, err := storage.ReadAll(t.Context(), store, layout.Public.Meeting("board", name))
		if err != nil {
			t.Fatal(err)
		}
		if got := publish.FileOf(name, publish.Page{Data: data, Type: info.ContentType}); got != want {
			t.Errorf("%s is %+v, where the manifest says %+v", name, got, want)
		}
		copied, _, err := storage.ReadAll(t.Context(), store, folder+want.Versioned)
		if err != nil || string(copied) != string(data) {
			t.Errorf("%s is %q, %v", want.Versioned, copied, err)
		}
	}
}

const folder = "public/meetings/board/"

func readRevision(t *testing.T, store storage.Store) int {
	t.Helper()
	var m manifest.Manifest
	if _, err := storage.ReadJSON(t.Context(), store, folder+layout.Manifest, &m); err != nil {
		t.Fatal(err)
	}
	return m.Revision
}
