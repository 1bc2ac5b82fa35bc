package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"proceedings/internal/catalogue/cataloguetest"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/s3/s3test"
)

func TestOnlyPublicMeetingsAreListed(t *testing.T) {
	t.Parallel()
	for visibility, listed := range map[meeting.Visibility]bool{meeting.Public: true, meeting.Unlisted: false, meeting.Private: false} {
		t.Run(string(visibility), func(t *testing.T) {
			t.Parallel()
			store := &mem.Store{}
			w := newWorker(t, store)
			submit(t, store, input(t, "board", visibility, file{"agenda.txt", "paper with points"}))
			if err := w.settle(t.Context(), "board"); err != nil {
				t.Fatal(err)
			}
			if got := isThere(t, store, layout.Public.Top(layout.Catalogue)); got != listed {
				t.Errorf("it is listed: %t, want %t", got, listed)
			}
		})
	}
}

func TestMeetingThatBecomesPrivateIsUnlisted(t *testing.T) {
	t.Parallel()
	store := &mem.Store{}
	w := newWorker(t, store)
	submit(t, store, input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"}))
	if err := w.settle(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	submit(t, store, input(t, "board", meeting.Private, file{"agenda.txt", "paper with points"}))
	if err := w.settle(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	for _, key := range keys(t, store, "public/") {
		if strings.HasPrefix(key, "public/derived/") || strings.HasPrefix(key, "public/assets/") {
			continue
		}
		body, _, err := store.Get(t.Context(), key, 0, -1)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "board") {
			t.Errorf("%s still contains the meeting: %s", key, data)
		}
	}
}

// unlistable is a store that fails writes to the catalogue.
type unlistable struct {
	storage.Store

	broken bool
}

func (u *unlistable) Put(ctx context.Context, key string, body io.ReadSeeker, attrs storage.Attrs, cond storage.Condition) (storage.Info, error) {
	if u.broken && strings.HasPrefix(key, "public/catalogue") {
		return storage.Info{}, errUnlistable
	}
	return u.Store.Put(ctx, key, body, attrs, cond)
}

var errUnlistable = errors.New("no room for the catalogue")

func TestFailedCatalogueUpdateIsRetried(t *testing.T) {
	t.Parallel()
	store := &unlistable{Store: &mem.Store{}, broken: true}
	w := newWorker(t, store)
	submit(t, store, input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"}))
	for range 10 { // retries of the queue
		if err := w.settle(t.Context(), "board"); !errors.Is(err, errUnlistable) {
			t.Fatalf("got %v, want the reason", err)
		}
	}
	_ = readManifest(t, store, layout.Public, "board")
	waiting, err := w.unfinished(t)
	if err != nil || len(waiting) != 1 {
		t.Errorf("the sweep finds %v, %v", waiting, err)
	}
	store.broken = false
	if err = w.settle(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	if got := readState(t, store, "board").State; got != manifest.Published {
		t.Errorf("its state is %s", got)
	}
	if !isThere(t, store, layout.Public.Top(layout.Catalogue)) {
		t.Error("it is not listed")
	}
}

func TestConcurrentUpdatesEqualARebuild(t *testing.T) {
	t.Parallel()
	store := s3test.Open(t, s3test.Start(t))
	w := newWorker(t, store)
	all, err := w.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	group, ctx := errgroup.WithContext(t.Context())
	for n := range 6 {
		group.Go(func() error {
			id := fmt.Sprintf("board-%d", n)
			stored := cataloguetest.Store(ctx, store, cataloguetest.Board(id, "2026-03-04", "Board "+id), "said "+id)
			if stored != nil {
				return stored
			}
			return all.Update(ctx, id)
		})
	}
	if err = group.Wait(); err != nil {
		t.Fatal(err)
	}
	listing := func() (objects map[string]string) {
		objects = map[string]string{}
		for info, err := range store.List(t.Context(), "public/catalogue") {
			if err != nil {
				t.Fatal(err)
			}
			objects[info.Key] = info.ETag
		}
		return objects
	}
	updated := listing()
	report, err := all.Rebuild(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if report.Meetings != 6 {
		t.Errorf("a rebuild finds %d meetings, want 6", report.Meetings)
	}
	if diff := cmp.Diff(listing(), updated); diff != "" {
		t.Errorf("a rebuild changed what six publishers left (-rebuilt +updated):\n%s", diff)
	}
}
