package preservation_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/preservation"
	"proceedings/internal/storage/storagetest"
)

// Without a tag manifest nothing proves the events: they are counted, and not stored.
func TestImportWithoutTagManifests(t *testing.T) {
	t.Parallel()
	from, to := empty(), empty()
	board(t, from)
	dir := export(t, from, t.TempDir()).Path
	for _, name := range []string{"tagmanifest-sha256.txt", "tagmanifest-sha512.txt"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	in, err := preservation.ReadBag(t.Context(), dir, nil)
	if err != nil || in.Unproven != 3 {
		t.Fatalf("%d events, %v", in.Unproven, err)
	}
	if there, err := in.Import(t.Context(), to, noProgress{}); there || err != nil {
		t.Errorf("%t, %v", there, err)
	}
	if events := content(t, to, layout.Events("board")); len(events) > 0 {
		t.Errorf("stored: %q", sortedKeys(events))
	}
}

// Of two imports at once, the slower one finds the record of the other.
func TestImportsAtOnce(t *testing.T) {
	t.Parallel()
	from := empty()
	board(t, from)
	dir := export(t, from, t.TempDir()).Path
	in, err := preservation.ReadBag(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []bool{false, true} {
		store := &storagetest.Hooked{Store: empty()}
		faster := false
		store.Before = func(c storagetest.Call) error {
			if c.Op == "put" && c.Key == layout.Record("board") && !faster {
				faster = true
				if err := importBag(t.Context(), store.Store, dir); err != nil {
					return err
				}
				if change {
					put(t, store.Store, layout.Record("board"), `{"schema":1,"id":"board","revision":3,"title":"Other","sources":[]}`)
				}
			}
			return nil
		}
		there, err := in.Import(t.Context(), store, noProgress{})
		if change && (there || !errors.Is(err, preservation.ErrTaken) || !strings.Contains(err.Error(), "revision 3 there and 2 in the bag")) {
			t.Errorf("another record: %t, %v", there, err)
		}
		if !change && (!there || err != nil || !faster) {
			t.Errorf("the same record: %t, %v", there, err)
		}
	}
}

// What is no folder is named in words.
func TestNoBag(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "bag.zip")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		file:                        " is a file; a bag is a folder: extract it first",
		filepath.Join(dir, "gone"):  " does not exist",
		filepath.Join(file, "data"): " is not a folder, or a part of its path is none",
	} {
		_, err := preservation.ReadBag(t.Context(), path, nil)
		if none := (*preservation.NoBagError)(nil); !errors.As(err, &none) || err.Error() != path+want {
			t.Errorf("%v, want %s", err, path+want)
		}
	}
}

// No ID leads to another object than the record of a meeting.
func TestExportOfOddIDs(t *testing.T) {
	t.Parallel()
	store := empty()
	for _, id := range []string{"../../x", "", "Board", "a/b", strings.Repeat("x", 65)} {
		if _, err := preservation.Read(t.Context(), store, id, preservation.Choice{}); !errors.Is(err, archive.ErrNoMeeting) {
			t.Errorf("%q: %v", id, err)
		}
	}
}
