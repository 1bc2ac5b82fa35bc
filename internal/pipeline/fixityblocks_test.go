package pipeline_test

import (
	"errors"
	"strings"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// TestVerifyComparesChecksumsOfBlocks damages them in each way, also so that they are valid JSON.
// They are made again from the original, unless that is damaged, too.
func TestVerifyComparesChecksumsOfBlocks(t *testing.T) {
	t.Parallel()
	ways := damages()
	ways["null"] = func(string) string { return "null" }
	ways["another checksum"] = func(was string) string {
		at := strings.Index(was, `"sha256": [`) + 20
		return was[:at] + string('0'+('8'-was[at]%2-'0')%10) + was[at+1:]
	}
	ways["another size"] = func(was string) string { return strings.Replace(was, `"size": `, `"size": 1`, 1) }
	ways["no blocks"] = func(string) string { return `{"size": 0, "block": 8388608, "sha256": null}` }
	ways["a size of blocks below zero"] = func(was string) string { return strings.Replace(was, `"block": `, `"block": -`, 1) }
	for how, damage := range ways {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			w := newWorker(t, store)
			m := submit(t, store, whole(t, "board", meeting.Public))
			w.settled(t, "board")
			key, original := layout.Blocks(m.Sources[0].SHA256), layout.Source(m.Sources[0].SHA256)
			was, _, err := storage.ReadAll(t.Context(), store, key)
			if err != nil {
				t.Fatal(err)
			}
			harm(t, store, key, damage)
			check, found := verified(t, store, "board")
			if len(found) != 1 || found[key] != archive.FindingChanged || !strings.Contains(check.Findings[0].Text, "--repair") {
				t.Fatalf("found %+v", check.Findings)
			}
			made := w.makers.total()
			if done := w.repaired(t, "board"); done.Blocks != 1 || len(done.Meetings)+len(done.Blocked) > 0 {
				t.Errorf("repaired %+v, want one file with checksums", done)
			}
			if now, _, err := storage.ReadAll(t.Context(), store, key); err != nil || string(now) != string(was) {
				t.Errorf("made again: %q, %v; want %q", now, err, was)
			}
			if check, found = verified(t, store, "board"); !check.Clean() || w.makers.total() != made {
				t.Errorf("after the repair: %v, and %d steps ran again", found, w.makers.total()-made)
			}

			harm(t, store, key, damage)
			flip(t, store, original)
			if done := w.repaired(t, "board"); done.Blocks != 0 {
				t.Errorf("repaired %+v from a damaged original", done)
			}
			if _, found = verified(t, store, "board"); found[original] != archive.FindingChanged {
				t.Errorf("found %v, want the original", found)
			}
		})
	}
}

// TestVerifyFindsDamageOfTheSite: the settings of the site and the catalogue are of no meeting.
// The catalogue is made again; the settings can only be set again.
func TestVerifyFindsDamageOfTheSite(t *testing.T) {
	t.Parallel()
	for how, damage := range damages() {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			w := newWorker(t, store)
			w.publish(t, whole(t, "board", meeting.Public))
			title := func(s *meeting.Site) { s.Title = "Council" }
			if _, _, err := archive.ChangeSite(t.Context(), store, title); err != nil {
				t.Fatal(err)
			}
			broken := []string{layout.Site, layout.CatalogueMark("board"), layout.Public.Top(layout.Catalogue), layout.Public.Top(layout.Month("2026-03"))}
			for _, key := range broken {
				harm(t, store, key, damage)
			}
			rest := func() (archive.Check, map[string]string) {
				checker := checkerOf(store)
				if err := checker.Note(t.Context(), "board"); err != nil {
					t.Fatal(err)
				}
				check, err := checker.Rest(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				found := map[string]string{}
				for _, f := range check.Findings {
					found[f.Key] = f.Text
				}
				return check, found
			}
			check, found := rest()
			valid := how == "wrong types" // a JSON object, of which only the settings have known fields
			for _, key := range broken {
				if _, is := found[key]; is != (!valid || key == layout.Site) {
					t.Errorf("%s is found: %t; found %v", key, is, found)
				}
			}
			if !strings.Contains(found[layout.Site], "ingest site") || check.Changed != len(found) {
				t.Errorf("%s: %s", layout.Site, found[layout.Site])
			}
			if _, err := archive.ReadSite(t.Context(), store); !errors.Is(err, storage.ErrDamaged) {
				t.Errorf("ReadSite: %v", err)
			}
			if now, changed, err := archive.ChangeSite(t.Context(), store, title); err != nil || !changed || now.Title != "Council" {
				t.Errorf("the settings cannot be set again: %+v, %t, %v", now, changed, err)
			}
			// A rebuild alone also replaces damaged objects.
			harm(t, store, layout.CatalogueMark("board"), func(string) string { return "{" })
			if all, err := w.Catalogue(t.Context()); err != nil {
				t.Error(err)
			} else if _, err = all.Rebuild(t.Context()); err != nil {
				t.Errorf("rebuild: %v", err)
			}
			checker := checkerOf(store)
			if done, err := checker.RepairRest(t.Context(), check.Findings); err != nil || done.Pages != len(found)-1 {
				t.Errorf("repaired %+v, %v", done, err)
			}
			all, err := w.Catalogue(t.Context())
			if err == nil && !valid {
				_, err = all.Rebuild(t.Context())
			}
			if err != nil {
				t.Error(err)
			}
			if check, found = rest(); !check.Clean() {
				t.Errorf("after the repair: %v", found)
			}
		})
	}
}
