package e2e_test

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/storage"
)

// TestRestore copies the bucket of a system to another server, as from a backup, and
// continues there with an empty Redis and a new worker. One meeting is published, another
// is not yet begun.
func TestRestore(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "pdftocairo", "pdftotext", "pdfinfo", "cwebp", "redis-server")
	old := newSystem(t)
	folder := func(name string) string {
		return filepath.Dir(writeFile(t, t.TempDir(), name, string(readFile(t, filepath.Join(example(t), name)))))
	}
	board := []string{"--json", "--id", "board", folder("meadow.pdf")}
	wait := append([]string{"--wait"}, board...)
	var sum struct{ State string }
	if err := storage.WriteJSON(t.Context(), old.store, layout.Site, testSite(), storage.IfAbsent); err != nil {
		t.Fatal(err)
	}
	worker := old.worker(t, t.TempDir())
	lastJSON(t, ingest(t, old.env, 0, old.with("add", wait...)...), &sum)
	if sum.State != "published" {
		t.Fatalf("the summary is %+v", sum)
	}
	terminate(t, worker)
	ingest(t, old.env, 0, old.with("add", "--id", "agenda", folder("agenda.pdf"))...)

	restored := newSystem(t)
	copyBucket(t, old, restored)
	out := ingest(t, restored.env, 0, restored.with("status")...)
	for _, id := range []string{"board", "agenda"} {
		if !strings.Contains(out, id) {
			t.Errorf("the status lacks %s:\n%s", id, out)
		}
	}
	page, _, err := storage.ReadAll(t.Context(), restored.store, layout.Public.Meeting("board", layout.Manifest))
	if err != nil {
		t.Fatal(err)
	}
	results := restored.results(t)
	added := ingest(t, restored.env, 0, restored.with("add", board...)...) // no worker runs
	if !strings.Contains(added, `"event":"submitted"`) || strings.Contains(added, `"changed":true`) {
		t.Errorf("the meeting is submitted again:\n%s", added)
	}
	restored.worker(t, t.TempDir())
	waitFor(t, "the unfinished meeting", func() bool {
		_, statErr := restored.store.Stat(t.Context(), layout.Unfinished("agenda"))
		return errors.Is(statErr, storage.ErrNotFound)
	})
	lastJSON(t, ingest(t, restored.env, 0, restored.with("add", wait...)...), &sum)
	if sum.State != "published" {
		t.Errorf("the summary is %+v", sum)
	}
	base := restored.serve(t)
	verifyPublished(t, base, "agenda")
	verifyPublished(t, base, "board")
	now, _, err := storage.ReadAll(t.Context(), restored.store, layout.Public.Meeting("board", layout.Manifest))
	if err != nil || !bytes.Equal(now, page) {
		t.Errorf("the meeting was published again (%v):\n%s\nwas\n%s", err, now, page)
	}
	for key, etag := range results {
		if info, err := restored.store.Stat(t.Context(), key); err != nil || info.ETag != etag {
			t.Errorf("%s was made again (%v)", key, err)
		}
	}
}

// terminate stops a worker and waits for its end.
func terminate(t *testing.T, p *program) {
	t.Helper()
	signalTo(t, p, syscall.SIGTERM)
	if code := p.code(t); code != 0 {
		t.Fatalf("the worker ended with exit code %d", code)
	}
}

// results are the ETags of the results of all steps.
func (s system) results(t *testing.T) map[string]string {
	t.Helper()
	etags := map[string]string{}
	for info, err := range s.store.List(t.Context(), strings.TrimSuffix(layout.StepResult(""), "/result.json")) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(info.Key, "/result.json") {
			etags[info.Key] = info.ETag
		}
	}
	if len(etags) == 0 {
		t.Fatal("no step has a result")
	}
	return etags
}

// copyBucket copies all objects with their attributes, archive/ before public/.
func copyBucket(t *testing.T, from, to system) {
	t.Helper()
	var keys []string
	for info, err := range from.store.List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, info.Key)
	}
	if !slices.IsSorted(keys) {
		t.Error("the listing is not in order")
	}
	for _, key := range keys {
		body, info, err := from.store.Get(t.Context(), key, 0, -1)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(body)
		if err = errors.Join(err, body.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err = to.store.Put(t.Context(), key, bytes.NewReader(data), info.Attrs, storage.IfAbsent); err != nil {
			t.Fatal(err)
		}
	}
}
