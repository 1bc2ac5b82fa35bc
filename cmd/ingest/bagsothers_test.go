package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/preservation"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// recorded is a storage with a meeting without files.
func recorded(t *testing.T) storage.Store {
	t.Helper()
	store := new(mem.Store)
	m := meeting.Meeting{Schema: 1, ID: "board", Revision: 2, Title: "Board", Visibility: meeting.Public, Profile: "meeting", Sources: []meeting.Source{}}
	if err := archive.WriteRecord(t.Context(), store, m, storage.Always); err != nil {
		t.Fatal(err)
	}
	return store
}

// A meeting that does not exist is named, and the others are exported.
func TestExportGoesOn(t *testing.T) {
	t.Parallel()
	store, dir := recorded(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "hall"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := archive.WriteRecord(t.Context(), store, meeting.Meeting{Schema: 1, ID: "hall", Revision: 1, Profile: "meeting", Visibility: meeting.Public}, storage.Always); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	run := exportRun{
		exportCmd: &exportCmd{Meetings: []string{"../../x", "gone", "hall", "board"}, Bagit: dir},
		sys:       &wire.System{Store: store}, console: &console{out: &out, err: &out},
		exporter: preservation.Exporter{Store: store, Now: time.Now, Program: "test"},
	}
	err := run.all(t.Context())
	if wire.ExitCode(err) != wire.ExitRefused || !strings.Contains(err.Error(), "3 meetings not exported") {
		t.Errorf("error %v", err)
	}
	for _, want := range []string{
		"../../x: not exported: there is no such meeting; \"ingest status\" lists them\n", "gone: not exported: there is no such meeting; \"ingest status\" lists them\n",
		"hall: not exported: " + filepath.Join(dir, "hall") + " is a file", "board: exported to " + filepath.Join(dir, "board"),
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

// A bag that is missing or a file is named, and the others are looked at.
func TestImportGoesOn(t *testing.T) {
	t.Parallel()
	store, dir := recorded(t), t.TempDir()
	p, err := preservation.Read(t.Context(), store, "board", preservation.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	x := preservation.Exporter{Store: store, Now: time.Now, Program: "test"}
	done, err := x.Export(t.Context(), p, dir)
	if err != nil {
		t.Fatal(err)
	}
	file, gone := filepath.Join(done.Path, "bagit.txt"), filepath.Join(dir, "gone")
	var out bytes.Buffer
	err = (&importCmd{Bags: []string{gone, file, file + "/x", done.Path}, DryRun: true}).all(t.Context(), nil, &console{out: &out, err: &out}, false)
	if wire.ExitCode(err) != wire.ExitRefused {
		t.Errorf("error %v", err)
	}
	for _, want := range []string{
		gone + ": refused: it does not exist\n", file + ": refused: it is a file; a bag is a folder: extract it first\n",
		file + "/x: refused: it is not a folder, or a part of its path is none\n", "is valid and would be imported",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

// A meeting that was imported and not queued is still to be processed.
func TestUnprocessed(t *testing.T) {
	t.Parallel()
	m := meeting.Meeting{ID: "board", Revision: 2}
	state := func(name string, revision int) string {
		return `{"schema":1,"meeting":"board","revision":` + string(rune('0'+revision)) + `,"state":"` + name + `"}`
	}
	for name, tt := range map[string]struct {
		state string
		want  bool
	}{
		"no state": {"", true}, "damaged": {"{", true}, "in progress": {state("processing", 2), true}, "of an earlier revision": {state(string(manifest.Published), 1), true},
		"published": {state(string(manifest.Published), 2), false}, "failed": {state(string(manifest.Failed), 2), false}, "of a later revision": {state(string(manifest.Published), 3), false},
	} {
		store := new(mem.Store)
		if tt.state != "" {
			if _, err := store.Put(t.Context(), layout.State("board"), strings.NewReader(tt.state), storage.Attrs{}, storage.Always); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := unprocessed(t.Context(), store, m); got != tt.want || err != nil {
			t.Errorf("%s: %t, %v, want %t", name, got, err, tt.want)
		}
	}
	lost := errors.New("lost")
	if ofBag(lost) || !ofBag(preservation.ErrTaken) || !ofBag(&preservation.InvalidError{}) || !ofBag(&preservation.NoBagError{}) {
		t.Error("which errors stop an import")
	}
}

// What a person reads after an import.
func TestImportReport(t *testing.T) {
	t.Parallel()
	exists := importReport{Event: "exists", Meeting: "board", Files: 1, Bytes: 5}
	queued, would, dropped := exists, exists, importReport{Event: "imported", Meeting: "board", Title: "Board", Revision: 2, Files: 1, Bytes: 5, Unproven: 3}
	queued.Queued, would.Unprocessed = true, true
	for want, report := range map[string]importReport{
		"board: nothing to do: the archive has this meeting with the same record and files (1 original, 5 B).\n":                                                                                     exists,
		"board: nothing to do but to process it: the archive has this meeting with the same record and files (1 original, 5 B); it is queued again.\n":                                               queued,
		"board: the archive has this meeting with the same record and files (1 original, 5 B); it is not processed yet, and would be queued again.\n":                                                would,
		"board (\"Board\", revision 2): imported (1 original, 5 B); it is queued to be published.\n  The events of the bag (3) are not taken: no tag manifest lists them, so nothing proves them.\n": dropped,
	} {
		var out bytes.Buffer
		if err := report.print(&console{out: &out}, false); err != nil || out.String() != want {
			t.Errorf("%q\nwant %q", out.String(), want)
		}
	}
}
