package publish_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/publish"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

func TestRepairsPagesThatDiffer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		spoil func(ctx context.Context, s storage.Store) error
	}{
		{"it is gone", func(ctx context.Context, s storage.Store) error { return s.Delete(ctx, folder+"index.html") }},
		{"another writer's is there", func(ctx context.Context, s storage.Store) error {
			_, err := s.Put(ctx, folder+"index.html", strings.NewReader("<h1>MARCH</h1>"), storage.Attrs{}, storage.Always)
			return err
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			put(t, store, 1, "March")
			if err := tt.spoil(t.Context(), store); err != nil {
				t.Fatal(err)
			}
			if !put(t, store, 1, "March") {
				t.Error("reported that nothing was written")
			}
			check(t, store, "March")
		})
	}
}

// A page may be a copy of a file that a step made. It is written once, with the
// file's own type, and again only when the file is another.
func TestPagesMayCopyStepOutputs(t *testing.T) {
	t.Parallel()
	store := &recorder{Store: new(mem.Store)}
	made := func(run, content string) manifest.File {
		f := publish.FileOf(layout.ToDerived(0, "deck-1", run, "1.jpg"), publish.Page{Data: []byte(content), Type: "image/jpeg"})
		if _, err := store.Put(t.Context(), layout.Public.Derived("deck-1", run, "1.jpg"), strings.NewReader(content), storage.Attrs{}, storage.Always); err != nil {
			t.Fatal(err)
		}
		return f
	}
	key := layout.Public.Meeting("board", "slides/talk/1.jpg")
	put := func(revision int, same manifest.File) error {
		seen, err := publish.Look(t.Context(), store, layout.Public, "board")
		if err != nil {
			t.Fatal(err)
		}
		m := manifest.Manifest{ID: "board", Revision: revision, State: manifest.Published, Visibility: meeting.Public}
		_, err = publish.Publish(t.Context(), store, layout.Public, m, map[string]publish.Page{"slides/talk/1.jpg": {Same: same}}, seen)
		return err
	}
	writes := func() (n int) {
		for _, w := range store.wrote {
			if w == "put "+key {
				n++
			}
		}
		return n
	}
	first := made("a", "one")
	for range 2 {
		if err := put(1, first); err != nil || writes() != 1 {
			t.Fatalf("written %d times, %v; want once", writes(), err)
		}
	}
	if err := put(2, made("b", "two")); err != nil || writes() != 2 {
		t.Fatalf("after a correction written %d times, %v", writes(), err)
	}
	data, info, err := storage.ReadAll(t.Context(), store, key)
	if err != nil || string(data) != "two" || info.ContentType != "image/jpeg" {
		t.Errorf("the copy is %q of %s, %v", data, info.ContentType, err)
	}
	broken := made("c", "three")
	broken.SHA256 = strings.Repeat("0", 64)
	if err = put(3, broken); err == nil || !strings.Contains(err.Error(), "is not what was stored") {
		t.Errorf("a file that is not what the manifest says was copied: %v", err)
	}
}

// Assets are shared: they are stored beside all meetings, for ever, once, and
// outlive each of them. A private meeting has them in its own space.
func TestAssetsAreSharedAndKept(t *testing.T) {
	t.Parallel()
	for _, space := range []layout.Space{layout.Public, layout.Private} {
		store := &recorder{Store: new(mem.Store)}
		files := pages("March")
		files["page-ABC.js"] = publish.Page{Data: []byte("0"), Type: "text/javascript; charset=utf-8", Asset: true}
		for _, id := range []string{"board", "council"} {
			m := board(1, "March")
			m.ID = id
			seen, err := publish.Look(t.Context(), store, space, id)
			if err != nil {
				t.Fatal(err)
			}
			if _, err = publish.Publish(t.Context(), store, space, m, files, seen); err != nil {
				t.Fatal(err)
			}
		}
		key := space.Asset("page-ABC.js")
		if n := len(slices.DeleteFunc(slices.Clone(store.wrote), func(w string) bool { return w != "put "+key })); n != 1 || store.wrote[0] != "put "+key {
			t.Errorf("%s was written %d times, want once, before all pages: %q", key, n, store.wrote)
		}
		var m manifest.Manifest
		if _, err := storage.ReadJSON(t.Context(), store, space.Meeting("board", layout.Manifest), &m); err != nil || m.Pages["../../assets/page-ABC.js"].Size != 1 {
			t.Errorf("the manifest lists %v, %v, want the asset by its way from the page", m.Pages, err)
		}
		for _, id := range []string{"board", "council"} {
			if err := publish.Withdraw(t.Context(), store, space, id); err != nil {
				t.Fatal(err)
			}
		}
		info, err := store.Stat(t.Context(), key)
		if err != nil || info.CacheControl != "public, max-age=31536000, immutable" || info.ContentType != "text/javascript; charset=utf-8" {
			t.Errorf("after the meetings, %s is %+v, %v", key, info, err)
		}
	}
}

// TestPublishesPagesInParallel holds that a thousand pages go out side by side, that the second
// time nothing is written, and that one that fails is named.
func TestPublishesPagesInParallel(t *testing.T) {
	t.Parallel()
	var running, most atomic.Int32
	store := &recorder{Store: new(mem.Store)}
	all := sync.WaitGroup{}
	all.Add(4)
	store.before = func(_, key string) error {
		if strings.HasSuffix(key, layout.Manifest) || layout.IsVersioned(key) {
			return nil
		}
		defer running.Add(-1)
		if n := running.Add(1); n > most.Load() {
			most.Store(n)
		}
		all.Done()
		all.Wait() // would wait for ever if they came one after another
		return nil
	}
	set := map[string]publish.Page{}
	for i := range 1000 {
		set[fmt.Sprintf("%d.jpg", i)] = publish.Page{Data: fmt.Append(nil, i), Type: "image/jpeg"}
	}
	for n, names := range []map[string]publish.Page{{"1.jpg": set["1.jpg"], "2.jpg": set["2.jpg"], "3.jpg": set["3.jpg"], "4.jpg": set["4.jpg"]}, set, set} {
		before := len(store.wrote)
		if _, err := publish.Publish(t.Context(), store, layout.Public, board(1, "March"), names, look(t, store)); err != nil {
			t.Fatal(err)
		}
		store.before = nil
		if wrote := len(store.wrote) - before; wrote != []int{2*4 + 1, 2*996 + 1, 0}[n] {
			t.Errorf("round %d wrote %d objects", n, wrote)
		}
	}
	if most.Load() < 4 || most.Load() > 16 {
		t.Errorf("%d at once", most.Load())
	}
	store.before = func(_, key string) error {
		if strings.HasSuffix(key, "/500.jpg") {
			return fmt.Errorf("put %s: %w", key, storage.ErrUnavailable)
		}
		return nil
	}
	set["500.jpg"] = publish.Page{Data: []byte("another"), Type: "image/jpeg"}
	_, err := publish.Publish(t.Context(), store, layout.Public, board(2, "April"), set, look(t, store))
	if !errors.Is(err, storage.ErrUnavailable) || !strings.Contains(err.Error(), "500.jpg") {
		t.Errorf("err = %v", err)
	}
	if got := readRevision(t, store); got != 1 {
		t.Errorf("a page failed, and revision %d is published", got)
	}
}

// TestRewritesPagesWithNewHeaders holds that a page of the same content that is to be
// sent with another type is written again.
func TestRewritesPagesWithNewHeaders(t *testing.T) {
	t.Parallel()
	store := &recorder{Store: new(mem.Store)}
	for n, kind := range []string{"text/plain", "text/vtt; charset=utf-8", "text/vtt; charset=utf-8"} {
		store.wrote = nil
		set := map[string]publish.Page{"captions.vtt": {Data: []byte("WEBVTT"), Type: kind}}
		if _, err := publish.Publish(t.Context(), store, layout.Public, board(1, "March"), set, look(t, store)); err != nil {
			t.Fatal(err)
		}
		if wrote := slices.Contains(store.wrote, "put "+folder+"captions.vtt"); wrote != (n < 2) {
			t.Errorf("the %s of round %d was written: %t", kind, n, wrote)
		}
	}
}
