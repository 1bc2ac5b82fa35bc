package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/batch"
)

// watchRig is a folder of folders, a clock, and what a watch has seen.
type watchRig struct {
	dir string
	now time.Time
	settling
}

func newWatchRig(t *testing.T) *watchRig {
	t.Helper()
	return &watchRig{t.TempDir(), time.Unix(1e9, 0), settling{settle: time.Minute, seen: map[string]settled{}}}
}

func (r *watchRig) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(r.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// after looks again after some seconds, and returns the folders that are to be submitted.
func (r *watchRig) after(t *testing.T, seconds int) (ready []string, state string) {
	t.Helper()
	entries, err := os.ReadDir(r.dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	p, err := batch.FromFolders(names, nil, batch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r.now = r.now.Add(time.Duration(seconds) * time.Second)
	state = r.look(&p, r.dir, r.now)
	for _, m := range p.Meetings {
		if !m.Waiting {
			ready = append(ready, m.Files[0])
		}
	}
	return ready, state
}

// TestSettling: a folder is ready when its files have not changed for a minute, and a run is needed
// only if that changes.
func TestSettling(t *testing.T) {
	t.Parallel()
	r := newWatchRig(t)
	r.write(t, "a/talk.mp4", "1")
	ready, first := r.after(t, 0)
	if len(ready) > 0 {
		t.Errorf("at once: %q", ready)
	}
	r.write(t, "a/talk.mp4", "12") // it grows
	_, _ = r.after(t, 59)
	if ready, _ = r.after(t, 30); len(ready) > 0 {
		t.Errorf("30 s after it grew: %q", ready)
	}
	ready, settledState := r.after(t, 30)
	if diff := cmp.Diff([]string{"a"}, ready); diff != "" || settledState == first {
		t.Errorf("after a minute: %s", diff)
	}
	if _, again := r.after(t, 3600); again != settledState {
		t.Error("nothing changed, and a run would be made")
	}
	r.write(t, "b/x.pdf", "x")
	ready, withB := r.after(t, 5)
	if diff := cmp.Diff([]string{"a"}, ready); diff != "" || withB == settledState {
		t.Errorf("another folder: %s", diff)
	}
	r.write(t, "b/film.mp4.part", "x") // a download that is never complete
	_, _ = r.after(t, 5)
	if ready, _ = r.after(t, 3600); cmp.Diff([]string{"a"}, ready) != "" {
		t.Errorf("an unfinished download: %q", ready)
	}
	if err := os.Rename(filepath.Join(r.dir, "b/film.mp4.part"), filepath.Join(r.dir, "b/film.mp4")); err != nil {
		t.Fatal(err)
	}
	_, _ = r.after(t, 5)
	if ready, _ = r.after(t, 60); cmp.Diff([]string{"a", "b"}, ready) != "" {
		t.Errorf("the download is complete: %q", ready)
	}
	r.write(t, "a/slides.pdf", "x") // a file is added to a submitted meeting
	if ready, _ = r.after(t, 5); cmp.Diff([]string{"b"}, ready) != "" {
		t.Errorf("a file was added: %q", ready)
	}
}

// TestWaitingFoldersKeepTheirState: a folder that changes again keeps what is known of it, also if
// another one before it moved its row.
func TestWaitingFoldersKeepTheirState(t *testing.T) {
	t.Parallel()
	rows := []archive.BatchRow{
		{Row: 1, Title: "b", Status: archive.RowSubmitted, Meeting: "b1", Fingerprint: "x"},
		{Row: 2, Title: "c", Status: archive.RowFailed, Reason: "row 2: empty"},
	}
	r := &batchRun{before: newBatchBefore(rows)}
	for _, tt := range []struct {
		planned batch.Row
		want    archive.BatchRow
	}{
		{batch.Row{Number: 1, Title: "a"}, archive.BatchRow{Row: 1, Title: "a", Status: archive.RowWaiting}},
		{batch.Row{Number: 2, Title: "b"}, archive.BatchRow{Row: 2, Title: "b", Status: archive.RowSubmitted, Meeting: "b1", Fingerprint: "x"}},
		{batch.Row{Number: 3, Title: "c"}, archive.BatchRow{Row: 3, Title: "c", Status: archive.RowFailed, Reason: "row 2: empty"}},
	} {
		got := r.waiting(tt.planned)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Error(diff)
		}
		r.rows = append(r.rows, got)
	}
	if news := r.news(); len(news) != 1 || news[0].Title != "a" {
		t.Errorf("news: %+v", news)
	}
}
