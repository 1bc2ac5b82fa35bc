package publish_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/publish"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

func TestWritesTheManifestLast(t *testing.T) {
	t.Parallel()
	store := &recorder{Store: new(mem.Store)}
	if !put(t, store, 1, "March") {
		t.Error("nothing was published")
	}
	index, style := copyOf("index.html", "March"), copyOf("style.css", "March")
	want := []string{"put " + index, "put " + style, "put " + folder + "index.html", "put " + folder + "style.css", "put " + folder + "manifest.json"}
	slices.Sort(store.wrote[:4]) // pages go out side by side
	slices.Sort(want[:4])
	if diff := cmp.Diff(want, store.wrote); diff != "" {
		t.Errorf("wrote (-want +got):\n%s", diff)
	}
	check(t, store, "March")
	for _, name := range []string{"index.html", "manifest.json"} {
		info, err := store.Stat(t.Context(), folder+name)
		if err != nil || !strings.Contains(info.CacheControl, "must-revalidate") {
			t.Errorf("%s may be kept: %q, %v", name, info.CacheControl, err)
		}
	}
	if info, err := store.Stat(t.Context(), index); err != nil || info.CacheControl != storage.CacheBriefly || info.ContentType != "text/html; charset=utf-8" {
		t.Errorf("%s has %+v, %v", index, info, err)
	}
}

func TestWritesNothingWhenUnchanged(t *testing.T) {
	t.Parallel()
	store := &recorder{Store: new(mem.Store)}
	put(t, store, 1, "March")
	store.wrote = nil
	if put(t, store, 1, "March") || len(store.wrote) != 0 {
		t.Errorf("the same again wrote %q", store.wrote)
	}
	if !put(t, store, 2, "April") {
		t.Error("a new title was not published")
	}
	want := []string{
		"put " + copyOf("index.html", "April"), "put " + folder + "index.html", "put " + folder + "manifest.json", "delete " + copyOf("index.html", "March"),
	}
	slices.Sort(store.wrote[:2])
	if diff := cmp.Diff(want, store.wrote); diff != "" {
		t.Errorf("a new title wrote (-want +got):\n%s", diff)
	}
	check(t, store, "April")
}

// TestRacingWriterGetsErrSuperseded publishes something newer at every write of a slower
// writer. That one must learn of it, and what it left must be put right by
// publishing the newer version again.
func TestRacingWriterGetsErrSuperseded(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"put " + folder + "index.html", "put " + folder + "manifest.json"} {
		for _, first := range []bool{true, false} { // is there a version before
			below := new(mem.Store)
			if first {
				put(t, below, 1, "March")
			}
			met := false
			store := &recorder{Store: below, before: func(op, key string) error {
				if op+" "+key == at {
					met = true
					put(t, below, 3, "May")
				}
				return nil
			}}
			changed, err := publish.Publish(t.Context(), store, layout.Public, board(2, "April"), pages("April"), look(t, below))
			if !errors.Is(err, publish.ErrSuperseded) || changed || !met {
				t.Errorf("overtaken at %s: changed %v, %v", at, changed, err)
			}
			put(t, below, 3, "May")
			check(t, below, "May")
		}
	}
}

func TestRefusesAnOlderRevision(t *testing.T) {
	t.Parallel()
	store := &recorder{Store: new(mem.Store)}
	put(t, store, 2, "April")
	store.wrote = nil
	_, err := publish.Publish(t.Context(), store, layout.Public, board(1, "March"), pages("March"), look(t, store))
	if !errors.Is(err, publish.ErrSuperseded) || len(store.wrote) != 0 {
		t.Errorf("wrote %q, %v", store.wrote, err)
	}
	check(t, store, "April")
}

// TestFailedPageKeepsTheOldManifest holds that a version is published whole or
// not at all.
func TestFailedPageKeepsTheOldManifest(t *testing.T) {
	t.Parallel()
	below := new(mem.Store)
	put(t, below, 1, "March")
	store := &recorder{Store: below, before: func(_, key string) error {
		if strings.HasSuffix(key, "index.html") {
			return storage.ErrUnavailable
		}
		return nil
	}}
	_, err := publish.Publish(t.Context(), store, layout.Public, board(2, "April"), pages("April"), look(t, store))
	if !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("err = %v", err)
	}
	check(t, below, "March")
}

func TestKeepsAManifestOfALaterRelease(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	putManifest(t, store, `{"schema": 99}`)
	_, err := publish.Publish(t.Context(), store, layout.Public, board(1, "March"), pages("March"), look(t, store))
	if err == nil || !strings.Contains(err.Error(), "read what is published") {
		t.Errorf("err = %v", err)
	}
	if _, err = store.Stat(t.Context(), folder+"index.html"); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a page was written: %v", err)
	}
}

func TestReplacesADamagedManifest(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "null", "{}", `{"schema": 2, "recordings": `, `{"schema": 2, "recordings": 7}`} {
		store := new(mem.Store)
		putManifest(t, store, text)
		before := look(t, store)
		if before.Whole() {
			t.Errorf("%q counts as published", text)
		}
		if _, err := publish.Publish(t.Context(), store, layout.Public, board(1, "March"), pages("March"), before); err != nil {
			t.Errorf("over %q: %v", text, err)
		}
		check(t, store, "March")
		if _, err := publish.Publish(t.Context(), store, layout.Public, board(1, "April"), pages("April"), before); !errors.Is(err, publish.ErrSuperseded) {
			t.Errorf("a slower writer replaces what was written over %q: %v", text, err)
		}
	}
}

func putManifest(t *testing.T, store storage.Store, text string) {
	t.Helper()
	if _, err := store.Put(t.Context(), folder+"manifest.json", strings.NewReader(text), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
}

func TestRefusesAnInvalidManifest(t *testing.T) {
	t.Parallel()
	store := &recorder{Store: new(mem.Store)}
	m := board(1, "March")
	m.Documents = []manifest.Document{{ID: "a", File: manifest.File{URL: "javascript:alert(1)", Type: "text/html", SHA256: strings.Repeat("0", 64)}}}
	_, err := publish.Publish(t.Context(), store, layout.Public, m, pages("March"), look(t, store))
	if err == nil || len(store.wrote) != 0 {
		t.Errorf("wrote %q, %v", store.wrote, err)
	}
}

// TestCancelledPublish holds that whoever is stopped has published nothing.
func TestCancelledPublish(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("told to stop")
	store := &recorder{Store: new(mem.Store), before: func(string, string) error {
		cancel(stop)
		return nil
	}}
	_, err := publish.Publish(ctx, store, layout.Public, board(1, "March"), pages("March"), look(t, store))
	if !errors.Is(err, stop) {
		t.Errorf("err = %v", err)
	}
	if _, err = store.Stat(t.Context(), folder+layout.Manifest); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a manifest is there: %v", err)
	}
}
