package preservation_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/originals"
	"proceedings/internal/preservation"
	"proceedings/internal/pronom"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

func now() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC) }

func put(t *testing.T, store storage.Store, key, content string) {
	t.Helper()
	if _, err := store.Put(t.Context(), key, strings.NewReader(content), storage.Attrs{ContentType: "text/plain"}, storage.Always); err != nil {
		t.Fatal(err)
	}
}

func sum(content string) string {
	h := sha256.Sum256([]byte(content))
	return hex.EncodeToString(h[:])
}

// source stores an original, and returns its source.
func source(t *testing.T, store storage.Store, id, name, content string) meeting.Source {
	t.Helper()
	put(t, store, layout.Source(sum(content)), content)
	return meeting.Source{ID: id, Name: name, SHA256: sum(content), Size: int64(len(content))}
}

// board is a meeting with odd names, one content under two names, and a history.
func board(t *testing.T, store storage.Store) meeting.Meeting {
	t.Helper()
	m := meeting.Meeting{
		Schema: 1, ID: "board", Revision: 2, Title: "Board & <friends>", Date: "2026-03-02", Language: "en", Description: "Spring",
		Visibility: meeting.Public, Profile: "meeting", Rights: meeting.Rights{License: "CC-BY-4.0", Holder: "Harbour Council"},
		People: []meeting.Person{{Name: "Ada Byron", Role: "chair"}, {Name: "Bo Li"}},
		Sources: []meeting.Source{
			source(t, store, "talk", "day 1/Talk.pdf", "%PDF-1.7 talk"), source(t, store, "copy", "day 1/talk.PDF", "%PDF-1.7 talk"),
			source(t, store, "notes", "100 % Ünï/notes.txt", "notes"), source(t, store, "evil", `..\..\etc\passwd`, "root"), source(t, store, "con", "CON.txt", "con"),
		},
		Presentations: []meeting.Presentation{{ID: "one", Title: "Clear water", Speakers: []string{"Bo Li"}, Deck: "talk"}},
	}
	former := m
	former.Revision, former.Title = 1, "Sprung"
	if err := archive.ReplaceRecord(t.Context(), store, former, m, storage.Always); err != nil {
		t.Fatal(err)
	}
	state := archive.State{Schema: 1, Meeting: m.ID, Revision: m.Revision, State: manifest.Published, Version: "v"}
	if err := storage.WriteJSON(t.Context(), store, layout.State(m.ID), state, storage.Always); err != nil {
		t.Fatal(err)
	}
	put(t, store, layout.Public.Meeting(m.ID, layout.Manifest), `{"schema": 1, "id": "board", "revision": 2}`)
	for i, e := range []archive.Event{
		{Kind: archive.EventSubmitted, Revision: 1, Who: "ada@desk"},
		{Kind: archive.EventPublished, Revision: 2, Version: "v", Visibility: meeting.Public, Who: "worker host"},
		{Kind: archive.EventVerified, Who: "ada@desk", Check: &archive.Check{Files: 5, Read: 5}},
	} {
		e.Meeting, e.Time = m.ID, now().Add(time.Duration(i-9)*time.Hour)
		if err := archive.AddEvent(t.Context(), store, e); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// exporter identifies PDF files only.
func exporter(store storage.Store) *preservation.Exporter {
	return &preservation.Exporter{
		Store: store, Now: now, Who: "ada@desk", Program: "Proceedings ingest 1.2",
		Formats: func(_ context.Context, _ string, files []string) (string, []pronom.Format, error) {
			list := make([]pronom.Format, len(files))
			for i, f := range files {
				if strings.EqualFold(filepath.Ext(f), ".pdf") {
					list[i] = pronom.Format{ID: "fmt/276", Name: "Portable Document Format", Version: "1.7", Type: "application/pdf"}
				}
			}
			return "siegfried 1.11", list, nil
		},
	}
}

// export exports a meeting and returns the bag's folder.
func export(t *testing.T, store storage.Store, dir string) preservation.Exported {
	t.Helper()
	p, err := preservation.Read(t.Context(), store, "board", preservation.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	done, err := exporter(store).Export(t.Context(), p, dir)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// tree returns the files of a folder, by path.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(data)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return files
}

// content returns the objects of a store below prefixes.
func content(t *testing.T, store storage.Store, prefixes ...string) map[string]string {
	t.Helper()
	objects := map[string]string{}
	for _, prefix := range prefixes {
		for info, err := range store.List(t.Context(), prefix) {
			if err != nil {
				t.Fatal(err)
			}
			data, _, err := storage.ReadAll(t.Context(), store, info.Key)
			if err != nil {
				t.Fatal(err)
			}
			objects[info.Key] = string(data)
		}
	}
	return objects
}

// importBag imports a bag into a store.
func importBag(ctx context.Context, store storage.Store, dir string) error {
	in, err := preservation.ReadBag(ctx, dir, nil)
	if err != nil {
		return err
	}
	_, err = in.Import(ctx, store, noProgress{})
	return err
}

type noProgress struct{}

func (noProgress) File(string, int64) func(int64) { return func(int64) {} }

var _ originals.Watcher = noProgress{}

func empty() storage.Store { return new(mem.Store) }

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
