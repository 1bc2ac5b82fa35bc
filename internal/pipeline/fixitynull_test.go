package pipeline_test

import (
	"errors"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// TestVerifyNamesObjectsThatSayNothing: null and {} are JSON with a right checksum. A result that
// says nothing must not count as a step that made nothing: the meeting would be published
// without its recording.
func TestVerifyNamesObjectsThatSayNothing(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"null", "{}", `{"schema":1,"objects":[]}`, `{"schema":1,"step":{"kind":"ocr","version":1}}`} {
		for name, key := range map[string]func(t *testing.T, s storage.Store) string{
			"record": func(*testing.T, storage.Store) string { return layout.Record("board") },
			"state":  func(*testing.T, storage.Store) string { return layout.State("board") },
			"manifest": func(*testing.T, storage.Store) string {
				return layout.Public.Meeting("board", layout.Manifest)
			},
			"result of the playlists": func(t *testing.T, s storage.Store) string {
				t.Helper()
				return layout.StepResult(stepOf(t, s, "board", plan.Package))
			},
			"result of the probe": func(t *testing.T, s storage.Store) string {
				t.Helper()
				return layout.StepResult(stepOf(t, s, "board", plan.Probe))
			},
		} {
			t.Run(name+" "+body, func(t *testing.T) {
				t.Parallel()
				store := new(mem.Store)
				w := newWorker(t, store)
				submit(t, store, whole(t, "board", meeting.Public))
				w.settled(t, "board")
				damaged := key(t, store)
				put(t, store, damaged, body)
				if step := layout.Parse(damaged).Step; step != "" {
					if _, found, err := steps.ReadResult(t.Context(), store, step); found || !errors.Is(err, storage.ErrDamaged) {
						t.Errorf("it is read: %v, %v", found, err)
					}
				}
				if _, found := verified(t, store, "board"); found[damaged] != archive.FindingChanged {
					t.Errorf("verify finds %v", found)
				}
				if name == "record" {
					return // only a backup has it
				}
				w.repaired(t, "board")
				w.settled(t, "board")
				if _, found := verified(t, store, "board"); len(found) > 0 {
					t.Errorf("after the repair: %v", found)
				}
			})
		}
	}
}

// TestNullSettingsAreDamaged: the settings of the site would be lost without a word.
func TestNullSettingsAreDamaged(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	put(t, store, layout.Site, "null\n")
	if _, err := archive.ReadSite(t.Context(), store); !errors.Is(err, storage.ErrDamaged) {
		t.Errorf("the settings are read: %v", err)
	}
}

// TestVerifyNamesALostRecord: the record is missing, and only a backup has it. A meeting of which
// nothing is stored is none.
func TestVerifyNamesALostRecord(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	submit(t, store, whole(t, "board", meeting.Public))
	w.settled(t, "board")
	remove(t, store, layout.Record("board"))
	check, found := verified(t, store, "board")
	if found[layout.Record("board")] != archive.FindingMissing || check.Missing != 1 || check.Changed != 0 {
		t.Errorf("verify finds %v: %s", found, check)
	}
	if _, err := checkerOf(store).Meeting(t.Context(), "boar"); !errors.Is(err, archive.ErrNoMeeting) {
		t.Errorf("an unknown meeting: %v", err)
	}
}
