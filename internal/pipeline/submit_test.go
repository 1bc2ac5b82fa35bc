package pipeline_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/intake"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/secret"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

func TestSubmitTwice(t *testing.T) {
	t.Parallel()
	store := &storagetest.Hooked{Store: new(mem.Store)}
	in := whole(t, "board", meeting.Public)
	// Values that JSON does not preserve must not count as a change.
	in.Meeting.People = []meeting.Person{}
	in.Meeting.Presentations = []meeting.Presentation{{ID: "a", Title: "R\xe9sum\xe9", Speakers: []string{}}}

	first, changed, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, noProgress{})
	if err != nil || !changed || first.Revision != 1 || first.Schema != meeting.SchemaVersion {
		t.Fatalf("first: revision %d, changed %v, %v", first.Revision, changed, err)
	}
	before := len(puts(store))
	second, changed, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, noProgress{})
	if err != nil || changed || second.Revision != 1 {
		t.Errorf("second: revision %d, changed %v, %v", second.Revision, changed, err)
	}
	if more := puts(store)[before:]; len(more) != 0 {
		t.Errorf("the second time wrote %q", more)
	}
	if in.Meeting.Sources[0].SHA256 != "" {
		t.Error("the caller's input was written to")
	}
}

// TestSubmitWithAnotherPriority: the pages do not depend on it, so no revision is made.
func TestSubmitWithAnotherPriority(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	in := whole(t, "board", meeting.Public)
	submit(t, store, in)
	in.Meeting.Priority, in.Meeting.Batch = meeting.Urgent, "spring"
	m, changed, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, noProgress{})
	if err != nil || changed || m.Revision != 1 {
		t.Errorf("revision %d, changed %v, %v", m.Revision, changed, err)
	}
	stored, _, err := archive.ReadRecord(t.Context(), store, "board")
	if err != nil || stored.Priority != meeting.Urgent || stored.Batch != "spring" || stored.Revision != 1 {
		t.Errorf("the record is %+v, %v", stored, err)
	}
}

func TestSubmitWithMoreFiles(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	submit(t, store, input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"}))
	m, changed, err := pipeline.Submit(t.Context(), store, input(t, "board", meeting.Public,
		file{"talk.pptx", "deck of a talk"}, file{"again.pptx", "deck of a talk"}, file{"agenda.txt", "paper with points"}), secret.Key{}, noProgress{})
	if err != nil || !changed || m.Revision != 2 {
		t.Fatalf("revision %d, changed %v, %v", m.Revision, changed, err)
	}
	if m.Sources[0].SHA256 != m.Sources[1].SHA256 {
		t.Errorf("the same bytes have two hashes")
	}
	if got := keys(t, store, "archive/sources/"); len(got) != 4 { // each with the checksums of its blocks
		t.Errorf("stored %q, want the deck once", got)
	}
	if got := keys(t, store, "archive/uploads/"); len(got) != 0 {
		t.Errorf("unfinished uploads: %q", got)
	}
	w := newWorker(t, store)
	w.settled(t, "board")
	checkWhole(t, store, layout.Public, "board")
	if man := readManifest(t, store, layout.Public, "board"); len(man.Decks) != 2 {
		t.Errorf("%d decks, want one for each name", len(man.Decks))
	}
}

// watcher is called with the progress of an upload.
type watcher func(name string, done, size int64)

func (w watcher) File(name string, size int64) func(int64) {
	return func(done int64) { w(name, done, size) }
}

func TestFileThatChangesIsAnError(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		at   int64 // bytes done, of twice the size
		do   func(path string) error
	}{
		{"grew since the folder was read", 0, func(p string) error { return os.WriteFile(p, []byte("film of the day, and of the night"), 0o600) }},
		{"grows while it is hashed", 15, func(p string) error { return os.WriteFile(p, []byte("film of the day, and of the night"), 0o600) }},
		{"shrinks after it was hashed", 15, func(p string) error { return os.Truncate(p, 4) }},
		{"is overwritten after it was hashed", 15, func(p string) error {
			return errors.Join(os.WriteFile(p, []byte("FILM of the day"), 0o600), os.Chtimes(p, time.Time{}, time.Now().Add(time.Second)))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			in := input(t, "board", meeting.Public, file{"day.mp4", "film of the day"})
			change := func() {
				if err := tt.do(in.Files[0].Path); err != nil {
					t.Error(err)
				}
			}
			if tt.at == 0 {
				change()
			}
			_, _, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, watcher(func(_ string, done, _ int64) {
				if tt.at > 0 && done == tt.at {
					change()
				}
			}))
			if err == nil || !strings.Contains(err.Error(), "upload day.mp4: it changed while it was read: is it still being recorded or copied?") {
				t.Errorf("err = %v", err)
			}
			if got := keys(t, store, "archive/"); len(got) != 0 {
				t.Errorf("stored %q", got)
			}
		})
	}
}

// TestFileThatChangesWhileItIsSentIsAnError changes the file after it was hashed, so its
// content would not match its key.
func TestFileThatChangesWhileItIsSentIsAnError(t *testing.T) {
	t.Parallel()
	below := new(mem.Store)
	in := input(t, "board", meeting.Public, file{"day.mp4", "film of the day"})
	store := &storagetest.Hooked{Store: below, Before: func(c storagetest.Call) error {
		if c.Op == "get" && strings.HasPrefix(c.Key, "archive/uploads/") { // the last call before it is sent
			return os.WriteFile(in.Files[0].Path, []byte("FILM OF THE DAY AND NIGHT"), 0o600)
		}
		return nil
	}}
	_, _, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, noProgress{})
	if err == nil || !strings.Contains(err.Error(), "it changed while it was read") {
		t.Errorf("err = %v", err)
	}
	if got := keys(t, below, ""); len(got) != 0 {
		t.Errorf("stored %q", got)
	}
}

// slow is a store that uploads in parts of four bytes and can be interrupted.
type slow struct {
	mem.Store

	parts map[string][]byte
	sent  int // bytes received
	stop  int // interrupt after so many
}

func (s *slow) Upload(ctx context.Context, key string, from io.ReaderAt, size int64, attrs storage.Attrs, opts storage.UploadOptions) (storage.Info, error) {
	id := "upload-1"
	if opts.Resume != nil {
		id = opts.Resume.ID
	} else if err := opts.Save(storage.UploadState{ID: id, PartSize: 4}); err != nil {
		return storage.Info{}, err
	}
	for int64(len(s.parts[id])) < size {
		if s.sent == s.stop {
			return storage.Info{}, storage.ErrUnavailable
		}
		part := make([]byte, 4)
		n, err := from.ReadAt(part, int64(len(s.parts[id])))
		if err != nil && !errors.Is(err, io.EOF) {
			return storage.Info{}, err
		}
		s.parts[id] = append(s.parts[id], part[:n]...)
		s.sent += n
		opts.Progress(int64(len(s.parts[id])))
	}
	return s.Put(ctx, key, strings.NewReader(string(s.parts[id])), attrs, storage.IfAbsent)
}

func (*slow) Abort(context.Context, string, storage.UploadState) error { return nil }

func TestInterruptedUploadIsResumed(t *testing.T) {
	t.Parallel()
	store := &slow{parts: map[string][]byte{}, stop: 12}
	in := input(t, "board", meeting.Public, file{"day.mp4", "film of the whole day"})
	if _, _, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, noProgress{}); !errors.Is(err, storage.ErrUnavailable) {
		t.Fatalf("err = %v", err)
	}
	if isThere(t, store, layout.Record("board")) {
		t.Error("the record was stored before its original")
	}
	store.stop = -1
	var steps []int64
	m, _, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, watcher(func(_ string, done, _ int64) { steps = append(steps, done) }))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int64{21, 37, 41, 42}, steps); diff != "" {
		t.Errorf("progress, hashed and then sent (-want +got):\n%s", diff)
	}
	if store.sent != 21 {
		t.Errorf("sent %d bytes in all, want each once", store.sent)
	}
	if got := read(t, store, layout.Source(m.Sources[0].SHA256)); string(got) != "film of the whole day" {
		t.Errorf("stored %q", got)
	}
	if isThere(t, store, layout.Upload(m.Sources[0].SHA256)) {
		t.Error("the state of the upload was not deleted")
	}
}

func TestIDOfAnotherMeeting(t *testing.T) {
	t.Parallel()
	old := []file{{"talk.pptx", "deck of a talk"}, {"agenda.txt", "paper with points"}}
	tests := []struct {
		name     string
		files    []file
		refused  []meeting.Refusal
		explicit bool
		other    bool
	}{
		{"refuses a meeting without a common file", []file{{"day.mp4", "film of the day"}}, nil, false, true},
		{"accepts an explicit ID", []file{{"day.mp4", "film of the day"}}, nil, true, false},
		{"accepts a renamed file", []file{{"slides.pptx", "deck of a talk"}}, nil, false, false},
		{"accepts a changed file with the same name", []file{{"talk.pptx", "deck, corrected"}}, nil, false, false},
		{"accepts a refused file with the same name", nil, []meeting.Refusal{{Name: "talk.pptx", Reason: "is empty"}}, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			submit(t, store, input(t, "board", meeting.Public, old...))
			in := input(t, "board", meeting.Public, tt.files...)
			in.Explicit, in.Meeting.Refused = tt.explicit, tt.refused
			m, _, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, noProgress{})
			if errors.Is(err, pipeline.ErrOtherMeeting) != tt.other || !tt.other && (err != nil || m.Revision != 2) {
				t.Errorf("revision %d, %v", m.Revision, err)
			}
			if tt.other && !strings.Contains(err.Error(), `"Board, March"`) {
				t.Errorf("%q does not name the meeting with that ID", err)
			}
		})
	}
}

func TestRevisionIncreasesAfterALostRecord(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		lost []string
	}{
		{"the record is lost", []string{layout.Record("board")}},
		{"the record and the state are lost", []string{layout.Record("board"), layout.State("board")}},
		{"the record and the page are lost", []string{layout.Record("board"), layout.Public.Meeting("board", layout.Manifest)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			in := input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"})
			for _, title := range []string{"One", "Two", "Three"} {
				in.Meeting.Title = title
				submit(t, store, in)
			}
			newWorker(t, store).settled(t, "board")
			for _, key := range tt.lost {
				if err := store.Delete(t.Context(), key); err != nil {
					t.Fatal(err)
				}
			}
			in.Meeting.Visibility = meeting.Private
			if m := submit(t, store, in); m.Revision != 4 {
				t.Errorf("revision %d, want 4", m.Revision)
			}
			newWorker(t, store).settled(t, "board")
			checkWhole(t, store, layout.Private, "board")
		})
	}
}

func TestConcurrentSubmits(t *testing.T) {
	t.Parallel()
	below := new(mem.Store)
	in := input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"})
	submit(t, below, in)
	in.Meeting.Title = "Mine"
	store := &storagetest.Hooked{Store: below, Before: func(c storagetest.Call) error {
		if c.Op == "put" && c.Key == layout.Record("board") {
			theirs := in
			theirs.Meeting.Title = "Theirs"
			submit(t, below, theirs)
		}
		return nil
	}}
	_, changed, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, noProgress{})
	if err == nil || changed || !strings.Contains(err.Error(), "another command submitted the same meeting at the same time; try again") {
		t.Errorf("changed %v, %v", changed, err)
	}
	if m := submit(t, below, in); m.Revision != 3 || m.Title != "Mine" {
		t.Errorf("the second try stored %+v", m)
	}
}

func TestSubmitOfMissingFiles(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	in := input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"})
	if err := os.Remove(in.Files[0].Path); err != nil {
		t.Fatal(err)
	}
	if _, _, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, noProgress{}); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "upload agenda.txt") {
		t.Errorf("err = %v", err)
	}
	unknown := intake.Input{Meeting: meeting.Meeting{ID: "board", Profile: "cinema"}}
	if _, _, err := pipeline.Submit(t.Context(), store, unknown, secret.Key{}, noProgress{}); err == nil || !strings.Contains(err.Error(), `"cinema" is not one of meeting`) {
		t.Errorf("err = %v", err)
	}
	if got := keys(t, store, ""); len(got) != 0 {
		t.Errorf("stored %q", got)
	}
}

// The folder may belong to somebody else, who replaces a file after it was found.
func TestSubmitDoesNotFollowAFileThatBecameALink(t *testing.T) {
	t.Parallel()
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret.mp4")
	content := "\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"
	for _, name := range []string{filepath.Join(dir, "talk.mp4"), outside} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in, err := intake.Read([]string{dir}, intake.Options{ID: "board"})
	if err != nil {
		t.Fatal(err)
	}
	if err = errors.Join(os.Remove(in.Files[0].Path), os.Symlink(outside, in.Files[0].Path)); err != nil {
		t.Fatal(err)
	}
	store := new(mem.Store)
	_, _, err = pipeline.Submit(t.Context(), store, in, secret.Key{}, noProgress{})
	if !errors.Is(err, intake.ErrUsage) || !strings.Contains(err.Error(), "upload talk.mp4: is a link that leads out of its folder") {
		t.Errorf("error %v, want the link named", err)
	}
	for info, listErr := range store.List(t.Context(), "") {
		t.Errorf("stored %s, %v", info.Key, listErr)
	}
}

// TestDefaultVisibilityNeverWidens: a user who forgets --visibility must not publish a private
// meeting. A visibility that is given counts.
func TestDefaultVisibilityNeverWidens(t *testing.T) {
	t.Parallel()
	tests := []struct {
		stored, submitted meeting.Visibility
		unsaid            bool
		want              meeting.Visibility
	}{
		{meeting.Private, meeting.Public, true, meeting.Private},
		{meeting.Unlisted, meeting.Public, true, meeting.Unlisted},
		{meeting.Public, meeting.Public, true, meeting.Public},
		{meeting.Private, meeting.Public, false, meeting.Public},
		{meeting.Public, meeting.Private, false, meeting.Private},
	}
	for _, tt := range tests {
		store := new(mem.Store)
		in := input(t, "board", tt.stored, file{"agenda.txt", "paper with points"})
		submit(t, store, in)
		in.Meeting.Visibility, in.Meeting.Title, in.DefaultVisibility = tt.submitted, "Another title", tt.unsaid
		if m := submit(t, store, in); m.Visibility != tt.want || m.Revision != 2 {
			t.Errorf("%s, then %s (unsaid: %t): %s in revision %d, want %s", tt.stored, tt.submitted, tt.unsaid, m.Visibility, m.Revision, tt.want)
		}
	}
}
