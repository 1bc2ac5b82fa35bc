package publish_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/publish"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
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
		body, info, err := store.Get(t.Context(), layout.Public.Meeting("board", name), 0, -1)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(body)
		if err = errors.Join(err, body.Close()); err != nil {
			t.Fatal(err)
		}
		if got := publish.FileOf(name, publish.Page{Data: data, Type: info.ContentType}); got != want {
			t.Errorf("%s is %+v, where the manifest says %+v", name, got, want)
		}
	}
}

const folder = "public/meetings/board/"

func TestTheManifestIsLast(t *testing.T) {
	t.Parallel()
	store := &recorder{Store: new(mem.Store)}
	if !put(t, store, 1, "March") {
		t.Error("nothing was published")
	}
	want := []string{"put " + folder + "index.html", "put " + folder + "style.css", "put " + folder + "manifest.json"}
	slices.Sort(store.wrote[:2]) // pages go out side by side
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
}

func TestTheSameAgainWritesNothing(t *testing.T) {
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
	want := []string{"put " + folder + "index.html", "put " + folder + "manifest.json"}
	if diff := cmp.Diff(want, store.wrote); diff != "" {
		t.Errorf("a new title wrote (-want +got):\n%s", diff)
	}
	check(t, store, "April")
}

func TestAPageThatIsNotTheManifestsIsPutRight(t *testing.T) {
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

// TestARacingWriter publishes something newer at every write of a slower
// writer. That one must learn of it, and what it left must be put right by
// publishing the newer version again.
func TestARacingWriter(t *testing.T) {
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

func TestAnOlderRevisionIsNotPublished(t *testing.T) {
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

// TestAFailedPageLeavesTheManifest holds that a version is published whole or
// not at all.
func TestAFailedPageLeavesTheManifest(t *testing.T) {
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

func TestWhatIsNoManifestIsNotOverwritten(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"not JSON", `{"schema": 99}`} {
		store := new(mem.Store)
		if _, err := store.Put(t.Context(), folder+"manifest.json", strings.NewReader(text), storage.Attrs{}, storage.Always); err != nil {
			t.Fatal(err)
		}
		_, err := publish.Publish(t.Context(), store, layout.Public, board(1, "March"), pages("March"), look(t, store))
		if err == nil || !strings.Contains(err.Error(), "read what is published") {
			t.Errorf("over %q: %v", text, err)
		}
		if _, err = store.Stat(t.Context(), folder+"index.html"); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("over %q a page was written: %v", text, err)
		}
	}
}

func TestAManifestThatIsWrongIsNotPublished(t *testing.T) {
	t.Parallel()
	store := &recorder{Store: new(mem.Store)}
	m := board(1, "March")
	m.Documents = []manifest.Document{{ID: "a", File: manifest.File{URL: "javascript:alert(1)", Type: "text/html", SHA256: strings.Repeat("0", 64)}}}
	_, err := publish.Publish(t.Context(), store, layout.Public, m, pages("March"), look(t, store))
	if err == nil || len(store.wrote) != 0 {
		t.Errorf("wrote %q, %v", store.wrote, err)
	}
}

func TestWithdraw(t *testing.T) {
	t.Parallel()
	below := new(mem.Store)
	put(t, below, 1, "March")
	other := "public/meetings/board-2/index.html"
	if _, err := below.Put(t.Context(), other, strings.NewReader("x"), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
	store := &recorder{Store: below}
	if err := publish.Withdraw(t.Context(), store, layout.Public, "board"); err != nil {
		t.Fatal(err)
	}
	if len(store.wrote) != 3 || store.wrote[0] != "delete "+folder+"manifest.json" {
		t.Errorf("did %q, want the manifest gone first", store.wrote)
	}
	var left []string
	for info, err := range below.List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		left = append(left, info.Key)
	}
	if !slices.Equal(left, []string{other}) {
		t.Errorf("left %q", left)
	}
	store.wrote = nil
	if err := publish.Withdraw(t.Context(), store, layout.Public, "board"); err != nil || len(store.wrote) != 0 {
		t.Errorf("nothing to withdraw: %q, %v", store.wrote, err)
	}
	// One that broke off is finished by the next.
	put(t, below, 2, "April")
	store.before = func(_, key string) error {
		if strings.HasSuffix(key, "style.css") {
			return storage.ErrUnavailable
		}
		return nil
	}
	if err := publish.Withdraw(t.Context(), store, layout.Public, "board"); !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("err = %v", err)
	}
	if _, err := below.Stat(t.Context(), folder+"manifest.json"); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("broken off, it left the manifest: %v", err)
	}
	store.before = nil
	if err := publish.Withdraw(t.Context(), store, layout.Public, "board"); err != nil {
		t.Fatal(err)
	}
	if _, err := below.Stat(t.Context(), folder+"style.css"); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("it is still there: %v", err)
	}
}

// A page may be a copy of a file that a step made. It is written once, with the
// file's own type, and again only when the file is another.
func TestPageThatIsACopy(t *testing.T) {
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
	body, info, err := store.Get(t.Context(), key, 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(body)
	if err = errors.Join(err, body.Close()); err != nil || string(data) != "two" || info.ContentType != "image/jpeg" {
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
func TestAssets(t *testing.T) {
	t.Parallel()
	for _, space := range []layout.Space{layout.Public, layout.Private} {
		store := &recorder{Store: new(mem.Store)}
		files := pages("March")
		files["../../assets/page-ABC.js"] = publish.Page{Data: []byte("0"), Type: "text/javascript; charset=utf-8"}
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

// TestManyPages holds that a thousand pages go out side by side, that the second
// time nothing is written, and that one that fails is named.
func TestManyPages(t *testing.T) {
	t.Parallel()
	var running, most atomic.Int32
	store := &recorder{Store: new(mem.Store)}
	all := sync.WaitGroup{}
	all.Add(4)
	store.before = func(_, key string) error {
		if strings.HasSuffix(key, layout.Manifest) {
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
		if wrote := len(store.wrote) - before; wrote != []int{5, 997, 0}[n] {
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

func readRevision(t *testing.T, store storage.Store) int {
	t.Helper()
	var m manifest.Manifest
	if _, err := storage.ReadJSON(t.Context(), store, folder+layout.Manifest, &m); err != nil {
		t.Fatal(err)
	}
	return m.Revision
}

// TestAPageServedOtherwise holds that a page of the same content that is to be
// sent with another type is written again.
func TestAPageServedOtherwise(t *testing.T) {
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

// TestStoppedWhilePublishing holds that whoever is stopped has published nothing.
func TestStoppedWhilePublishing(t *testing.T) {
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
