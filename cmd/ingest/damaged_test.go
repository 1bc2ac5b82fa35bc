package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// withDamage returns a storage with two published meetings of an earlier release, and two
// that are damaged.
func withDamage(t *testing.T) storage.Store {
	t.Helper()
	store := new(mem.Store)
	write := func(key string, v any) {
		t.Helper()
		if err := storage.WriteJSON(t.Context(), store, key, v, storage.Always); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"board", "council", "panel", "zoo"} {
		write(layout.Record(id), meeting.Meeting{Schema: 1, ID: id, Title: id, Revision: 1, Visibility: meeting.Public})
		write(layout.State(id), archive.State{Schema: 1, Meeting: id, Revision: 1, State: manifest.Published, Version: "1"})
		write(layout.Public.Meeting(id, layout.Manifest), map[string]int{"schema": 1})
	}
	for _, key := range []string{layout.Record("council"), layout.State("panel")} {
		if _, err := store.Put(t.Context(), key, strings.NewReader(`{"schema":`), storage.Attrs{}, storage.Always); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

// TestMigrateGoesOnWithoutDamagedMeetings: meetings that cannot be read are named with the
// reason, the others are listed, and the exit code says so.
func TestMigrateGoesOnWithoutDamagedMeetings(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	err := (&migrateCmd{}).dryRun(t.Context(), &wire.System{Store: withDamage(t)}, &console{out: &out})
	if wire.ExitCode(err) != wire.ExitRefused {
		t.Errorf("exit code %d (%v), want %d", wire.ExitCode(err), err, wire.ExitRefused)
	}
	for _, want := range []string{"board ", "zoo ", "2 of 4 meetings would be published again.", "  council: read " + layout.Record("council"), "  panel: read " + layout.State("panel"), "verify --repair"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the list lacks %q:\n%s", want, out.String())
		}
	}
	out.Reset()
	err = (&migrateCmd{JSON: true}).dryRun(t.Context(), &wire.System{Store: withDamage(t)}, &console{out: &out})
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	var last damagedEvent
	if len(lines) != 5 || json.Unmarshal([]byte(lines[3]), &last) != nil || last.Event != "damaged" || last.Meeting != "panel" || last.Reason == "" || wire.ExitCode(err) != wire.ExitRefused {
		t.Errorf("JSON, %v:\n%s", err, out.String())
	}
	if want := `{"event":"summary","meetings":4,"outdated":2,"damaged":2}`; lines[4] != want {
		t.Errorf("the last line is %s, want %s", lines[4], want)
	}
	if _, err = (&migrateCmd{Meetings: []string{"nothing"}}).outdated(t.Context(), withDamage(t)); wire.ExitCode(err) != wire.ExitUsage {
		t.Errorf("an unknown meeting: %v", err)
	}
}

// TestGCNamesDamagedMeetings: the report has them with the reason, and the exit code says so.
func TestGCNamesDamagedMeetings(t *testing.T) {
	t.Parallel()
	folders := localFolders{scratch: t.TempDir()}
	var out bytes.Buffer
	err := (&gcCmd{}).collect(t.Context(), &wire.System{Store: withDamage(t)}, &console{out: &out, err: &out}, folders)
	if wire.ExitCode(err) != wire.ExitRefused {
		t.Errorf("exit code %d (%v), want %d", wire.ExitCode(err), err, wire.ExitRefused)
	}
	for _, want := range []string{"  council: read " + layout.Record("council"), "  panel: read " + layout.State("panel"), "no files of steps are listed", "verify --repair"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, out.String())
		}
	}
	out.Reset()
	err = (&gcCmd{JSON: true, Delete: true}).collect(t.Context(), &wire.System{Store: withDamage(t)}, &console{out: &out, err: &out}, folders)
	var r gcReport
	if jsonErr := json.Unmarshal(out.Bytes(), &r); jsonErr != nil || len(r.Damaged) != 2 || !r.Unclear || !r.Deleted || wire.ExitCode(err) != wire.ExitRefused {
		t.Errorf("%v, %v, report %+v", err, jsonErr, r)
	}
}

// TestRetryOfNothing: a script gets a summary also if there is nothing to do.
func TestRetryOfNothing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		retry retryCmd
		store storage.Store
		want  string
		code  int
	}{
		{"no meeting, as JSON", retryCmd{All: true, Failed: true, JSON: true}, new(mem.Store), `{"event":"summary","meetings":0,"refused":0,"attention":0,"damaged":0}` + "\n", 0},
		{"no meeting", retryCmd{All: true}, new(mem.Store), "No meeting needs attention.\n", 0},
		{"no meeting, also refused files", retryCmd{All: true, Failed: true}, new(mem.Store), "No meeting needs attention or has a refused file that is stored.\n", 0},
		{"a damaged state", retryCmd{All: true, JSON: true}, withDamage(t), `{"event":"summary","meetings":0,"refused":0,"attention":0,"damaged":1}` + "\n", wire.ExitRefused},
	} {
		var out bytes.Buffer
		err := tt.retry.all(t.Context(), &wire.System{Store: tt.store}, &console{out: &out})
		if !strings.HasSuffix(out.String(), tt.want) || wire.ExitCode(err) != tt.code {
			t.Errorf("%s: %v, %s; want exit code %d, %s", tt.name, err, out.String(), tt.code, tt.want)
		}
	}
}
