package pipeline_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/serve"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

// reader reads a site over HTTP, without a key.
type reader struct {
	t    *testing.T
	base string // with a trailing slash
}

func newReader(t *testing.T, store storage.Store) reader {
	t.Helper()
	server := httptest.NewServer(serve.Handler(store, serve.Options{Log: slog.New(slog.DiscardHandler)}))
	t.Cleanup(server.Close)
	return reader{t, server.URL + "/"}
}

func (r reader) get(address string) (status int, contentType, body string) {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		r.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }() // only read
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer.StatusCode, answer.Header.Get("Content-Type"), string(data)
}

var (
	reference = regexp.MustCompile(`[A-Za-z0-9._~:/-]+`)
	isText    = regexp.MustCompile(`^(text/|application/(.*json|.*xml|vnd\.apple\.mpegurl))`)
)

// crawl returns the bodies of all files of a meeting and of its steps, by their
// addresses. It starts at the manifest and follows whatever may be a link in HTML, JSON,
// playlists and text.
func (r reader) crawl(id string) map[string]string {
	r.t.Helper()
	found, tried := map[string]string{}, map[string]bool{}
	queue := []string{r.base + "meetings/" + id + "/", r.base + "meetings/" + id + "/manifest.json"}
	for len(queue) > 0 {
		address := queue[0]
		queue = queue[1:]
		if tried[address] {
			continue
		}
		tried[address] = true
		status, contentType, body := r.get(address)
		if status != http.StatusOK {
			continue
		}
		found[address] = body
		if !isText.MatchString(contentType) {
			continue
		}
		from, err := url.Parse(address)
		if err != nil {
			r.t.Fatal(err)
		}
		for _, link := range reference.FindAllString(body, -1) {
			to, err := from.Parse(link)
			if err != nil {
				continue
			}
			path, ours := strings.CutPrefix(to.String(), r.base)
			if ours && (strings.HasPrefix(path, "meetings/"+id+"/") || strings.HasPrefix(path, "derived/")) {
				queue = append(queue, to.String())
			}
		}
	}
	return found
}

// publishTwo publishes the meetings board and council, which share a deck.
func publishTwo(t *testing.T, w *worker) {
	t.Helper()
	w.publish(t, whole(t, "board", meeting.Public))
	w.publish(t, input(t, "council", meeting.Public, file{"same.pptx", "deck of a talk"}, file{"other.txt", "paper of the council"}))
	// The first agenda stays public, as a file of an earlier revision.
	w.publish(t, input(t, "board", meeting.Public, file{"day.mp4", "film of the day"}, file{"talk.pptx", "deck of a talk"}, file{"agenda.txt", "paper with new points"}))
}

// leftOf lists public files that are neither of the meeting council nor of the site.
func leftOf(t *testing.T, store storage.Store) []string {
	t.Helper()
	others := map[string]bool{}
	for f := range readManifest(t, store, layout.Public, "council").Files() {
		others[layout.Public.Meeting("council", f.URL)] = true
	}
	return slices.DeleteFunc(publicOf(t, store), func(key string) bool {
		return others[key] || strings.HasPrefix(key, layout.Public.MeetingPrefix("council"))
	})
}

// TestUnpublishedFilesAreGone takes a meeting down and reads everything that was public.
func TestUnpublishedFilesAreGone(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(t *testing.T, store storage.Store) {
		w, r := newWorker(t, store), newReader(t, store)
		w.Base = r.base
		publishTwo(t, w)
		board, council := r.crawl("board"), r.crawl("council")
		for _, name := range []string{"index.html", "embed.html", "master.m3u8", "oembed.json", "iiif/manifest.json", "data.json", "slides/talk/1.jpg"} {
			if _, is := board[r.base+"meetings/board/"+name]; !is {
				t.Errorf("the crawl did not find %s among %d files", name, len(board))
			}
		}
		all, made := publicOf(t, store), w.makers.total()

		withdrawn(t, w, "board", true)
		for address := range board {
			if _, shared := council[address]; shared {
				continue
			}
			if status, _, _ := r.get(address); status != http.StatusNotFound {
				t.Errorf("%s answers %d", address, status)
			}
		}
		for _, key := range all {
			if slices.Contains(leftOf(t, store), key) {
				t.Errorf("%s is still public", key)
			}
		}
		for _, key := range keys(t, store, "public/") {
			if _, _, body := r.get(r.base + strings.TrimPrefix(key, "public/")); strings.Contains(body, "meetings/board/") {
				t.Errorf("%s still names the meeting", key)
			}
		}
		if now := r.crawl("council"); !maps.Equal(now, council) {
			t.Errorf("the other meeting has %d files, had %d, or other ones", len(now), len(council))
		}

		withdrawn(t, w, "board", false)
		if now := r.crawl("board"); !maps.Equal(withoutRevision(now), withoutRevision(board)) {
			t.Errorf("published again: %d files, were %d, or other ones", len(now), len(board))
		}
		if n := w.makers.total() - made; n != 0 {
			t.Errorf("%d steps were made again", n)
		}
		// The replaced agenda is not published again.
		if left := keys(t, store, "archive/withdrawn/"); len(left) != 1 || !strings.HasSuffix(left[0], "/original.txt") {
			t.Errorf("files that are still withdrawn: %q", left)
		}
	})
}

// withoutRevision removes the manifest, which has another revision.
func withoutRevision(files map[string]string) map[string]string {
	files = maps.Clone(files)
	maps.DeleteFunc(files, func(address, _ string) bool { return strings.HasSuffix(address, "/meetings/board/manifest.json") })
	return files
}

// cloned returns a store with the same objects.
func cloned(t *testing.T, store storage.Store) storage.Store {
	t.Helper()
	made := new(mem.Store)
	for _, key := range keys(t, store, "") {
		data, info, err := storage.ReadAll(t.Context(), store, key)
		if err == nil {
			_, err = made.Put(t.Context(), key, bytes.NewReader(data), info.Attrs, storage.Always)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return made
}

var errKilled = errors.New("the process was killed")

// TestUnpublishIsKilled ends the process that takes a meeting down, or publishes it
// again, at each of its writes. The next process completes the work.
func TestUnpublishIsKilled(t *testing.T) {
	t.Parallel()
	first := newWorker(t, new(mem.Store))
	publishTwo(t, first)
	for _, take := range []bool{true, false} {
		if !take {
			withdrawn(t, first, "board", true)
		}
		for n, killed := 1, true; killed; n++ {
			below := cloned(t, first.Store)
			if _, _, err := archive.SetWithdrawn(t.Context(), below, "board", take); err != nil {
				t.Fatal(err)
			}
			writes := 0
			killed = false
			dying := newWorker(t, &storagetest.Hooked{Store: below, Before: func(c storagetest.Call) error {
				if c.Writes() && !strings.HasPrefix(c.Key, "public/catalogue/") {
					writes++
				}
				if killed = killed || writes == n; killed {
					return errKilled
				}
				return nil
			}})
			if err := dying.settle(t.Context(), "board"); killed && err == nil {
				t.Fatalf("killed at write %d, without an error", n)
			}
			if s := readState(t, below, "board"); take && s.State == archive.Withdrawn {
				if left := leftOf(t, below); len(left) > 0 {
					t.Fatalf("killed at write %d: withdrawn, and public are %q", n, left)
				}
			}
			checkWhole(t, below, layout.Public, "council")

			next := newWorker(t, below)
			next.settled(t, "board")
			if take {
				if left := leftOf(t, below); len(left) > 0 {
					t.Fatalf("killed at write %d: public are %q", n, left)
				}
				withdrawn(t, next, "board", false)
			}
			checkWhole(t, below, layout.Public, "board")
			checkWhole(t, below, layout.Public, "council")
			if again := next.makers.total() + dying.makers.total(); again != 0 {
				t.Errorf("%d steps were made again", again)
			}
			if t.Failed() {
				t.Fatalf("killed at write %d (taking down: %t)", n, take)
			}
		}
	}
}

// TestPublicationDuringUnpublish publishes another meeting with the same deck at each
// call of a withdrawal. In the end its pages are complete.
func TestPublicationDuringUnpublish(t *testing.T) {
	t.Parallel()
	first := newWorker(t, new(mem.Store))
	first.publish(t, input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"}, file{"agenda.txt", "paper with points"}))
	if _, _, err := archive.SetWithdrawn(t.Context(), first.Store, "board", true); err != nil {
		t.Fatal(err)
	}
	for n, met := 1, true; met; n++ {
		below := cloned(t, first.Store)
		met = false
		store := &storagetest.Hooked{Store: below, Before: func(c storagetest.Call) error {
			if c.N == n {
				met = true
				newWorker(t, below).publish(t, input(t, "council", meeting.Public, file{"same.pptx", "deck of a talk"}))
			}
			return nil
		}}
		newWorker(t, store).settled(t, "board")
		if !met {
			break
		}
		ids, err := newWorker(t, below).unfinished(t)
		if err != nil || slices.Contains(ids, "board") {
			t.Fatalf("the sweep finds %v, %v", ids, err)
		}
		for _, id := range ids {
			newWorker(t, below).settled(t, id)
		}
		checkWhole(t, below, layout.Public, "council")
		if left := leftOf(t, below); len(left) > 0 {
			t.Errorf("public are also %q", left)
		}
		if withdrawn(t, newWorker(t, below), "board", false); t.Failed() {
			t.Fatalf("overtaken at call %d", n)
		}
		checkWhole(t, below, layout.Public, "board")
	}
}

// TestUnpublishDuringARestore takes a meeting down at each storage call while it is
// published with the deck of a withdrawn meeting.
func TestUnpublishDuringARestore(t *testing.T) {
	t.Parallel()
	first := newWorker(t, new(mem.Store))
	first.publish(t, input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"}))
	withdrawn(t, first, "board", true)
	submit(t, first.Store, input(t, "council", meeting.Public, file{"same.pptx", "deck of a talk"}))
	for n, met := 1, true; met; n++ {
		below := cloned(t, first.Store)
		met = false
		store := &storagetest.Hooked{Store: below, Before: func(c storagetest.Call) error {
			if c.N == n {
				met = true
				withdrawn(t, newWorker(t, below), "council", true)
			}
			return nil
		}}
		_ = newWorker(t, store).settle(t.Context(), "council") // the queue runs a failed task again
		if !met {
			break
		}
		newWorker(t, below).settled(t, "council")
		if left := publicOf(t, below); len(left) > 0 {
			t.Fatalf("taken down at call %d: public are %q", n, left)
		}
		withdrawn(t, newWorker(t, below), "council", false)
		checkWhole(t, below, layout.Public, "council")
		if t.Failed() {
			t.Fatalf("taken down at call %d", n)
		}
		n = pastShards(store.Calls(), n)
	}
}

// TestDeckOfWithdrawnMeeting publishes a meeting with the deck of a withdrawn one.
func TestDeckOfWithdrawnMeeting(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	w.publish(t, whole(t, "board", meeting.Public))
	withdrawn(t, w, "board", true)
	before := w.makers.total()
	w.publish(t, input(t, "council", meeting.Public, file{"same.pptx", "deck of a talk"}))
	checkWhole(t, store, layout.Public, "council")
	if n := w.makers.total() - before; n != 0 {
		t.Errorf("%d steps were made again", n)
	}
	if left := leftOf(t, store); len(left) > 0 {
		t.Errorf("public are also %q", left)
	}
	withdrawn(t, w, "board", false)
	checkWhole(t, store, layout.Public, "board")
}

// TestWithdrawnMeetingBecomesPrivate submits a withdrawn meeting as private: publishing it
// does not need the withdrawn files.
func TestWithdrawnMeetingBecomesPrivate(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	w.publish(t, whole(t, "board", meeting.Public))
	withdrawn(t, w, "board", true)
	if len(keys(t, store, "archive/withdrawn/")) == 0 {
		t.Error("no files are withdrawn")
	}
	submit(t, store, whole(t, "board", meeting.Private))
	withdrawn(t, w, "board", false)
	checkWhole(t, store, layout.Private, "board")
	if left := append(publicOf(t, store), keys(t, store, "archive/withdrawn/")...); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
	if s := readState(t, store, "board"); len(s.Stale) != 0 {
		t.Errorf("stale steps without files: %v", s.Stale)
	}
}

// TestUnpublishCallsGrowLinearly limits the storage calls for each step.
func TestUnpublishCallsGrowLinearly(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		steps   int
		seconds float64
	}{{20, 3100}, {80, 15200}, {160, 31200}} {
		store, q := finish(t, tt.seconds, 2)
		for _, down := range []bool{true, false} {
			if _, _, err := archive.SetWithdrawn(t.Context(), store, "board", down); err != nil {
				t.Fatal(err)
			}
			began := len(store.Calls())
			if err := q.run(t.Context()); err != nil {
				t.Fatal(err)
			}
			calls, own := store.Calls()[began:], 0
			for _, c := range calls {
				if !isPublication(c) {
					own++
				}
			}
			t.Logf("%d steps, down %t: %d calls, %d without publication", tt.steps, down, len(calls), own)
			if own > 25*tt.steps {
				t.Errorf("%d steps: %d calls", tt.steps, own)
			}
		}
		checkWhole(t, store, layout.Public, "board")
	}
}
