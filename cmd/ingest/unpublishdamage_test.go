package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// brokenContents are contents that a stored JSON object may have after damage.
func brokenContents() map[string]string {
	return map[string]string{
		"cut in half":    `{"schema": 1, "id": "boa`,
		"empty":          "",
		"wrong types":    `{"schema": "one", "event": 7, "starts": "x", "sources": "none"}`,
		"null":           "null",
		"another shape":  `["schema"]`,
		"binary garbage": "\x00\xff\x1f\x8b\x08\xfe{}",
	}
}

const sharedStep, ownStep = "deck-00000000000000000000000000000001", "deck-00000000000000000000000000000002"

// withTwo returns a storage with the meetings board and council, which share a step.
func withTwo(t *testing.T) storage.Store {
	t.Helper()
	store := new(mem.Store)
	write := func(key string, v any) {
		t.Helper()
		if err := storage.WriteJSON(t.Context(), store, key, v, storage.Always); err != nil {
			t.Fatal(err)
		}
	}
	for id, list := range map[string][]string{"board": {sharedStep, ownStep}, "council": {sharedStep}} {
		write(layout.Record(id), meeting.Meeting{Schema: 1, ID: id, Title: id, Revision: 1, Visibility: meeting.Public})
		src := archive.SourceState{ID: "talk", Status: archive.StatusDone}
		for _, key := range list {
			src.Steps = append(src.Steps, archive.StepState{Key: key, Space: layout.Public, Status: archive.StatusDone})
			write(layout.Public.Derived(key, "000000000001", "deck.pdf"), "text")
		}
		write(layout.State(id), archive.State{Schema: 1, Meeting: id, Revision: 1, State: manifest.Published, Version: "1", Sources: []archive.SourceState{src}})
		write(layout.Public.Meeting(id, layout.Manifest), map[string]any{"schema": 1, "pages": map[string]any{"p": map[string]string{"url": layout.ToDerived(0, list[0], "000000000001", "deck.pdf")}}})
	}
	return store
}

func replace(t *testing.T, store storage.Store, key, text string) {
	t.Helper()
	if _, err := store.Put(t.Context(), key, strings.NewReader(text), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
}

// TestUnpublishDryRunOfDamagedMeetings: the preview never fails, names what cannot be read with
// its key, and its exit code says whether something would be left.
func TestUnpublishDryRunOfDamagedMeetings(t *testing.T) {
	t.Parallel()
	own := layout.Public.Derived(ownStep, "000000000001", "deck.pdf")
	tests := []struct {
		name, key string
		code      int
		want      []string
		never     string
	}{
		{"its state", layout.State("board"), 0, []string{"board would be withdrawn, and 1 files", own, "--purge would delete 1 files"}, "stay"},
		{"its manifest", layout.Public.Meeting("board", layout.Manifest), 0, []string{"board would be withdrawn, and 1 files", own, "--purge would delete 1 files"}, "stay"},
		{"a result", layout.StepResult(ownStep), 0, []string{"board would be withdrawn, and 1 files", own, "--purge would delete 1 files"}, "stay"},
		{"attempts at a step", layout.StepStatus(ownStep), 0, []string{"board would be withdrawn, and 1 files", own}, "stay"},
		{"its record", layout.Record("board"), wire.ExitRefused, []string{"board would be withdrawn, and 1 files", "--purge would delete nothing", "from a backup"}, own},
		{"the state of the other meeting", layout.State("council"), wire.ExitRefused, []string{"files of 2 steps stay", "council: read", "verify --repair"}, own},
		{"the record of the other meeting", layout.Record("council"), wire.ExitRefused, []string{"files of 1 step stay", "council: read", own}, "/" + sharedStep},
	}
	for _, tt := range tests {
		for how, text := range brokenContents() {
			if text == "null" && tt.key != layout.Record("board") && tt.key != layout.State("board") && !strings.Contains(tt.key, "council") {
				continue // an empty manifest, result or status is none
			}
			t.Run(tt.name+" is "+how, func(t *testing.T) {
				t.Parallel()
				store := withTwo(t)
				replace(t, store, tt.key, text)
				var out bytes.Buffer
				err := (&unpublishCmd{Meeting: "board", Purge: true, DryRun: true}).dryRun(t.Context(), &wire.System{Store: store}, &console{out: &out, err: &out})
				if wire.ExitCode(err) != tt.code {
					t.Errorf("exit code %d (%v), want %d", wire.ExitCode(err), err, tt.code)
				}
				for _, want := range append(tt.want, tt.key) {
					if !strings.Contains(out.String(), want) {
						t.Errorf("the preview lacks %q:\n%s", want, out.String())
					}
				}
				if strings.Contains(out.String(), tt.never) {
					t.Errorf("the preview has %q:\n%s", tt.never, out.String())
				}
			})
		}
	}
}

// TestPurgeSaysWhatStays: the files of a step that a damaged meeting may use stay, and the exit
// code says so.
func TestPurgeSaysWhatStays(t *testing.T) {
	t.Parallel()
	store := withTwo(t)
	if _, _, err := archive.SetWithdrawn(t.Context(), store, "board", true); err != nil {
		t.Fatal(err)
	}
	replace(t, store, layout.Record("council"), "{")
	var out bytes.Buffer
	err := (&unpublishCmd{Meeting: "board", Purge: true}).purge(t.Context(), &wire.System{Store: store}, &console{out: &out, err: &out})
	if wire.ExitCode(err) != wire.ExitRefused {
		t.Errorf("exit code %d (%v), want %d", wire.ExitCode(err), err, wire.ExitRefused)
	}
	for _, want := range []string{"Deleted 1 files", "The files of 1 step stay", "  council: read " + layout.Record("council")} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the output lacks %q:\n%s", want, out.String())
		}
	}
	if _, err = store.Stat(t.Context(), layout.Public.Derived(sharedStep, "000000000001", "deck.pdf")); err != nil {
		t.Error(err)
	}
}

// TestLostRecordsCanBeTakenDown tells a lost record from a meeting that was never submitted.
func TestLostRecordsCanBeTakenDown(t *testing.T) {
	t.Parallel()
	store := withTwo(t)
	if err := store.Delete(t.Context(), layout.Record("board")); err != nil {
		t.Fatal(err)
	}
	for id, code := range map[string]int{"board": wire.ExitRefused, "boar": wire.ExitUsage} {
		err := (&unpublishCmd{Meeting: id, DryRun: true}).dryRun(t.Context(), &wire.System{Store: store}, &console{out: new(bytes.Buffer)})
		if wire.ExitCode(err) != code {
			t.Errorf("%s: exit code %d (%v), want %d", id, wire.ExitCode(err), err, code)
		}
		if err = known(t.Context(), store, id, archive.ErrNoMeeting); wire.ExitCode(err) != code {
			t.Errorf("another command on %s: exit code %d (%v), want %d", id, wire.ExitCode(err), err, code)
		}
	}
}

// TestEventsListsWhatCanBeRead: damaged events are named with their keys, and the exit code says
// so. The other objects of the meeting do not matter.
func TestEventsListsWhatCanBeRead(t *testing.T) {
	t.Parallel()
	for how, text := range brokenContents() {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			store := withTwo(t)
			for i := range 3 {
				e := archive.Event{Meeting: "board", Kind: archive.EventEdited, Revision: i + 1, Time: time.Unix(int64(i), 0), Who: "ann@desk"}
				if err := archive.AddEvent(t.Context(), store, e); err != nil {
					t.Fatal(err)
				}
			}
			damaged := layout.Event("board", "edited-000002")
			for _, key := range []string{damaged, layout.Record("board"), layout.State("board")} {
				replace(t, store, key, text)
			}
			var people, scripts bytes.Buffer
			for out, asJSON := range map[*bytes.Buffer]bool{&people: false, &scripts: true} {
				err := (&eventsCmd{Meeting: "board", JSON: asJSON}).list(t.Context(), store, &console{out: out})
				if wire.ExitCode(err) != wire.ExitRefused {
					t.Errorf("exit code %d (%v), want %d", wire.ExitCode(err), err, wire.ExitRefused)
				}
			}
			for _, want := range []string{"edited: revision 1", "edited: revision 3", "  read " + damaged + ": ", "from a backup"} {
				if !strings.Contains(people.String(), want) {
					t.Errorf("%q is not in\n%s", want, people.String())
				}
			}
			lines := strings.Split(strings.TrimSpace(scripts.String()), "\n")
			if len(lines) != 3 || !strings.HasPrefix(lines[2], `{"event":"damaged","meeting":"board","reason":"read `+damaged) {
				t.Errorf("lines:\n%s", scripts.String())
			}
			if err := (&eventsCmd{Meeting: "boar"}).list(t.Context(), store, &console{out: new(bytes.Buffer)}); wire.ExitCode(err) != wire.ExitUsage {
				t.Errorf("an unknown meeting: %v", err)
			}
		})
	}
}
