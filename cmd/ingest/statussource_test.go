package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// archiveQueue is a queue for the status pages.
type archiveQueue struct {
	fakeQueue

	err  error
	asks int // calls of Running
}

func (q *archiveQueue) Standing(context.Context, string) plan.Standing { return plan.Standing{} }

func (q *archiveQueue) Running() (map[string]progress.Run, error) {
	q.asks++
	return q.running, q.err
}

// countedStore counts the objects that are read.
type countedStore struct {
	storage.Store

	reads atomic.Int64
}

// Get implements [storage.Store].
func (s *countedStore) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Info, error) {
	s.reads.Add(1)
	return s.Store.Get(ctx, key, offset, length)
}

func storeMeeting(t *testing.T, store storage.Store, id string, state manifest.State) {
	t.Helper()
	for key, v := range map[string]any{
		layout.Record(id): meeting.Meeting{Schema: 1, ID: id, Title: "Title of " + id, Revision: 1, Visibility: meeting.Public},
		layout.State(id):  archive.State{Schema: 1, Meeting: id, Revision: 1, State: state, Sources: []archive.SourceState{deckOf("deck-" + id)}},
	} {
		if err := storage.WriteJSON(t.Context(), store, key, v, storage.Always); err != nil {
			t.Fatal(err)
		}
	}
}

// damage replaces an object by one that is no JSON.
func damage(t *testing.T, store storage.Store, key string) {
	t.Helper()
	if _, err := store.Put(t.Context(), key, strings.NewReader("{"), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
}

func overview(t *testing.T, s *statusSource) (states map[string]manifest.State, notices []string) {
	t.Helper()
	o, err := s.overview(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	states = map[string]manifest.State{}
	for _, r := range o.Meetings {
		states[r.ID] = r.State
	}
	return states, o.Notices
}

func TestOverviewNamesDamagedMeetingsAndContinues(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	for id, state := range map[string]manifest.State{"a": manifest.Published, "b": manifest.Published, "c": manifest.Published, "d": archive.NeedsAttention, "e": manifest.Processing, "f": manifest.Published} {
		storeMeeting(t, store, id, state)
	}
	damage(t, store, layout.State("b"))
	damage(t, store, layout.Record("c"))
	if err := store.Delete(t.Context(), layout.Record("f")); err != nil {
		t.Fatal(err)
	}
	q := &archiveQueue{}
	s := &statusSource{store: store, queue: q, base: "https://media.example.org/", idle: noWorker, add: "ingest add", log: slog.New(slog.DiscardHandler)}
	want := map[string]manifest.State{"a": manifest.Published, "b": damaged, "c": damaged, "d": archive.NeedsAttention, "e": manifest.Processing, "f": damaged}
	states, notices := overview(t, s)
	if diff := cmp.Diff(want, states); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if len(notices) != 1 || notices[0] != noWorker {
		t.Errorf("notices %q, want that no worker is running", notices)
	}
	for _, id := range []string{"b", "c", "f"} {
		if m, err := s.Meeting(t.Context(), id); err != nil || m.State != damaged || len(m.Commands) != 2 {
			t.Errorf("the page of %s: %+v, %v", id, m, err)
		}
	}
	for id, public := range map[string]string{"a": "https://media.example.org/meetings/a/index.html", "d": ""} {
		if m, err := s.Meeting(t.Context(), id); err != nil || m.Public != public {
			t.Errorf("the page of %s links to %q, %v; want %q", id, m.Public, err, public)
		}
	}
	for _, id := range []string{"missing", "", "..", "a/b", "../../public", "a\x00"} {
		if _, err := s.Meeting(t.Context(), id); !errors.Is(err, archive.ErrNoMeeting) {
			t.Errorf("meeting %q: %v, want ErrNoMeeting", id, err)
		}
	}
}

func TestOverviewWithoutRedis(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	storeMeeting(t, store, "a", manifest.Processing)
	s := &statusSource{store: store, queue: &archiveQueue{err: errors.New("no answer")}, log: slog.New(slog.DiscardHandler)}
	states, notices := overview(t, s)
	if states["a"] != manifest.Processing || len(notices) != 1 || !strings.Contains(notices[0], "Redis does not answer") {
		t.Errorf("%v, %q", states, notices)
	}
	m, err := s.Meeting(t.Context(), "a")
	if err != nil || m.Sources[0].State != "unfinished" || len(m.Notices) != 1 {
		t.Errorf("%+v, %v; want the state without progress", m, err)
	}
}

func TestOverviewReadsOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	const finished, unfinished = 30, 4
	store := &countedStore{Store: new(mem.Store)}
	for i := range finished {
		storeMeeting(t, store, fmt.Sprintf("done-%d", i), manifest.Published)
	}
	for i := range unfinished {
		storeMeeting(t, store, fmt.Sprintf("open-%d", i), manifest.Processing)
	}
	q := &archiveQueue{}
	s := &statusSource{store: store, queue: q, log: slog.New(slog.DiscardHandler)}
	looks := []struct {
		name   string
		change func()
		reads  int64 // the record and the state of each
	}{
		{"the first time", func() {}, 2 * (finished + unfinished)},
		{"nothing changed", func() {}, 2 * unfinished},
		{"one needs attention", func() { storeMeeting(t, store, "done-7", archive.NeedsAttention) }, 2 * (unfinished + 1)},
		{"one is damaged", func() { damage(t, store, layout.State("done-8")) }, 2 * (unfinished + 1)},
		{"nothing changed again", func() {}, 2 * unfinished},
	}
	for i, look := range looks {
		look.change()
		before := store.reads.Load()
		states, _ := overview(t, s)
		if got := store.reads.Load() - before; got != look.reads || len(states) != finished+unfinished {
			t.Errorf("%s: %d meetings, %d objects were read, want %d", look.name, len(states), got, look.reads)
		}
		if q.asks != i+1 || q.fails != i+1 {
			t.Errorf("%s: the queue was read %d times in %d looks", look.name, q.asks, i+1)
		}
	}
	if states, _ := overview(t, s); states["done-7"] != archive.NeedsAttention || states["done-8"] != damaged {
		t.Errorf("%v", states)
	}
}

func TestStatusListenIsPrivate(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"all addresses", []string{"--status-listen", ":8471"}, "choose one of this machine, such as 127.0.0.1:8471"},
		{"every IPv4 address", []string{"--status-listen", "0.0.0.0:8471"}, "PROCEEDINGS_STATUS_PASSWORD_FILE"},
		{"another address", []string{"--status-listen", "192.0.2.1:8471"}, "--status-listen 192.0.2.1:8471: other machines may reach this address"},
		{"no address", []string{"--status-listen", "8471"}, `--status-listen: "8471" is not an address to listen on`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := ingest(t.Context(), append([]string{"serve", "--listen", "127.0.0.1:0", "--data", data}, tt.args...)...)
			if code := wire.ExitCode(err); code != wire.ExitUsage || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("exit code %d, %v; want 2 and %q", code, err, tt.want)
			}
		})
	}
	_, _, err := ingest(t.Context(), "serve", "--listen", "127.0.0.1:0", "--s3-endpoint", "http://127.0.0.1:1", "--status-listen", "127.0.0.1:0")
	if code := wire.ExitCode(err); code != wire.ExitUsage || !strings.Contains(err.Error(), "set --redis or PROCEEDINGS_REDIS") {
		t.Errorf("a bucket without a queue: exit code %d, %v", code, err)
	}
}
