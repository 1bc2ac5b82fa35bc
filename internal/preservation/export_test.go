package preservation_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/preservation"
	"proceedings/internal/storage"
	"proceedings/internal/storage/storagetest"
)

// A meeting that was exported, imported elsewhere and exported again has the same payload, and
// what was stored is stored there bit for bit.
func TestExportImportExport(t *testing.T) {
	t.Parallel()
	first, second := empty(), empty()
	board(t, first)
	a := export(t, first, t.TempDir())
	if err := importBag(t.Context(), second, a.Path); err != nil {
		t.Fatal(err)
	}
	keep := []string{layout.Sources, layout.Record("board"), layout.Events("board"), layout.Revisions("board")}
	want, got := content(t, first, keep...), content(t, second, keep...)
	for key := range got {
		if strings.HasSuffix(key, "blocks.json") { // the test stored the originals without
			delete(got, key)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if ids := content(t, second, layout.Unfinished("board")); len(ids) != 1 {
		t.Error("the imported meeting is not marked as unfinished, so no worker would find it")
	}
	b := export(t, second, t.TempDir())
	before, after := tree(t, a.Path), tree(t, b.Path)
	for name := range before {
		if strings.HasPrefix(name, "data/") || strings.HasPrefix(name, "manifest-") {
			if before[name] != after[name] {
				t.Errorf("%s has changed", name)
			}
		}
	}
	if a.Manifest != b.Manifest || a.Files != b.Files || a.Known != 2 {
		t.Errorf("%+v\n%+v", a, b)
	}
}

func TestExportedFiles(t *testing.T) {
	t.Parallel()
	store := empty()
	board(t, store)
	done := export(t, store, t.TempDir())
	files := tree(t, done.Path)
	var names []string
	for _, name := range sortedKeys(files) {
		if !strings.HasPrefix(name, "metadata/events/") {
			names = append(names, name)
		}
	}
	want := []string{
		"bag-info.txt", "bagit.txt",
		"data/originals/100 % Ünï/notes.txt", "data/originals/con/file", "data/originals/copy/talk.PDF", "data/originals/day 1/Talk.pdf", "data/originals/evil/passwd", "data/record.json",
		"manifest-sha256.txt", "manifest-sha512.txt",
		"metadata/dc.xml", "metadata/manifest.json", "metadata/mets.xml", "metadata/premis.xml", "metadata/revisions/000001.json", "metadata/state.json",
		"tagmanifest-sha256.txt", "tagmanifest-sha512.txt",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	for _, line := range []string{"Source-Organization: Harbour Council\n", "Bagging-Date: 2026-03-04\n", "External-Identifier: board\n", "Payload-Oxum: ", "Bag-Size: "} {
		if !strings.Contains(files["bag-info.txt"], line) {
			t.Errorf("bag-info.txt lacks %q:\n%s", line, files["bag-info.txt"])
		}
	}
	if done.Note != "The formats of 3 originals are not known to PRONOM." {
		t.Errorf("note %q", done.Note)
	}
}

// A second export finds the first, and no export replaces anything.
func TestExportTwice(t *testing.T) {
	t.Parallel()
	store, dir := empty(), t.TempDir()
	m := board(t, store)
	done := export(t, store, dir)
	again := func() (bool, int, error) {
		t.Helper()
		p, err := preservation.Read(t.Context(), store, "board", preservation.Choice{})
		if err != nil {
			t.Fatal(err)
		}
		return preservation.Existing(t.Context(), p, dir, nil)
	}
	add := func(kind archive.EventKind) {
		t.Helper()
		if err := archive.AddEvent(t.Context(), store, archive.Event{Kind: kind, Meeting: "board", Time: now()}); err != nil {
			t.Fatal(err)
		}
	}
	add(archive.EventExported)
	if there, more, err := again(); !there || more != 0 || err != nil {
		t.Errorf("the same: %t, %d, %v", there, more, err)
	}
	add(archive.EventVerified)
	if there, more, err := again(); !there || more != 1 || err != nil {
		t.Errorf("with another event: %t, %d, %v", there, more, err)
	}
	m.Revision, m.Title = 3, "Another title"
	if err := archive.WriteRecord(t.Context(), store, m, storage.Always); err != nil {
		t.Fatal(err)
	}
	other := (*preservation.OtherError)(nil)
	if _, _, err := again(); !errors.As(err, &other) || !strings.Contains(err.Error(), "holds another bag of the meeting: data/record.json is another one; nothing was changed") {
		t.Errorf("another revision: %v", err)
	}
	if err := os.WriteFile(filepath.Join(done.Path, "data/record.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := again(); !errors.As(err, &other) || !strings.Contains(err.Error(), "is not a valid bag: data/record.json has changed") {
		t.Errorf("a damaged bag: %v", err)
	}
	p, err := preservation.Read(t.Context(), store, "board", preservation.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	before := tree(t, dir)
	if _, err = exporter(store).Export(t.Context(), p, dir); err == nil || !strings.Contains(err.Error(), "was made meanwhile") {
		t.Errorf("an export over another bag: %v", err)
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// Nothing appears if the meeting is not whole, and all that is wrong is named.
func TestExportRefuses(t *testing.T) {
	t.Parallel()
	store, dir := empty(), t.TempDir()
	m := board(t, store)
	put(t, store, layout.Event("board", "odd"), "{}")
	put(t, store, layout.Source(m.Sources[2].SHA256), "longer notes")
	if err := store.Delete(t.Context(), layout.Source(m.Sources[3].SHA256)); err != nil {
		t.Fatal(err)
	}
	_, err := preservation.Read(t.Context(), store, "board", preservation.Choice{Renditions: true})
	lost := (*preservation.LostError)(nil)
	if !errors.As(err, &lost) {
		t.Fatal(err)
	}
	want := []string{"100 % Ünï/notes.txt has 12 bytes in the storage, and the record says 5", `..\..\etc\passwd is missing in the storage`, "the event archive/events/board/odd.json cannot be read: restore it from a backup"}
	if diff := cmp.Diff(want, lost.Lost); diff != "" {
		t.Error(diff)
	}
	if _, err = preservation.Read(t.Context(), store, "other", preservation.Choice{}); !errors.Is(err, archive.ErrNoMeeting) {
		t.Errorf("an unknown meeting: %v", err)
	}

	damaged := empty()
	m = board(t, damaged)
	put(t, damaged, layout.Source(m.Sources[2].SHA256), "NOTES")
	p, err := preservation.Read(t.Context(), damaged, "board", preservation.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = exporter(damaged).Export(t.Context(), p, dir); !errors.Is(err, storage.ErrDamaged) || !strings.Contains(err.Error(), "notes.txt") {
		t.Errorf("a changed original: %v", err)
	}
	if left := tree(t, dir); len(left) > 0 {
		t.Errorf("left behind: %q", sortedKeys(left))
	}
}

// No bag has a password in clear.
func TestPasswords(t *testing.T) {
	t.Parallel()
	store := empty()
	m := board(t, store)
	m.Sources[0].Password, m.Sources[2].SealedPassword = "sesame", "c2VhbGVk"
	if err := archive.WriteRecord(t.Context(), store, m, storage.Always); err != nil {
		t.Fatal(err)
	}
	p, err := preservation.Read(t.Context(), store, "board", preservation.Choice{})
	if err != nil || len(p.Cleared) != 1 || p.Cleared[0] != "day 1/Talk.pdf" || len(p.Sealed) != 1 || p.Sealed[0] != "100 % Ünï/notes.txt" {
		t.Fatalf("cleared %q, sealed %q, %v", p.Cleared, p.Sealed, err)
	}
	done := export(t, store, t.TempDir())
	sealed := 0
	for name, content := range tree(t, done.Path) {
		if strings.Contains(content, "sesame") {
			t.Errorf("%s has the password", name)
		}
		sealed += strings.Count(content, "c2VhbGVk")
	}
	if sealed != 1 {
		t.Errorf("the encrypted password is there %d times", sealed)
	}
	in, err := preservation.ReadBag(t.Context(), done.Path, nil)
	if err != nil || len(in.Sealed) != 1 {
		t.Errorf("sealed %q, %v", in.Sealed, err)
	}
}

// An export needs two calls for each original and one for each small object.
func TestExportCalls(t *testing.T) {
	t.Parallel()
	store := &storagetest.Hooked{Store: empty()}
	m := board(t, store)
	before := len(store.Calls())
	export(t, store, t.TempDir())
	const small = 2 /* record */ + 1 /* state */ + 1 /* manifest */ + 2 /* lists */ + 3 /* events */ + 1 /* former revision */
	if got, want := len(store.Calls())-before, 2*len(m.Sources)+small; got != want {
		t.Errorf("%d calls, want %d", got, want)
	}
}

func TestRenditions(t *testing.T) {
	t.Parallel()
	store := empty()
	m := board(t, store)
	step := "document-" + strings.Repeat("0", 32)
	put(t, store, layout.StepResult(step), `{"schema":1,"step":{"kind":"document","space":"public"},"run":"0123456789ab","objects":[{"name":"a.pdf","type":"application/pdf","size":3,"sha256":"`+sum("pdf")+`"}]}`)
	state := archive.State{Schema: 1, Meeting: m.ID, Revision: m.Revision, State: "published", Sources: []archive.SourceState{{ID: "talk", Steps: []archive.StepState{{Key: step, Space: layout.Public, Status: archive.StatusDone}}}}}
	if err := storage.WriteJSON(t.Context(), store, layout.State(m.ID), state, storage.Always); err != nil {
		t.Fatal(err)
	}
	put(t, store, layout.Public.Derived(step, "0123456789ab", "a.pdf"), "pdf")
	p, err := preservation.Read(t.Context(), store, "board", preservation.Choice{Renditions: true})
	if err != nil {
		t.Fatal(err)
	}
	last := p.Items[len(p.Items)-1]
	_, err = exporter(store).Export(t.Context(), p, t.TempDir())
	if want := "data/renditions/" + step + "/0123456789ab/a.pdf"; last.Path != want || err != nil {
		t.Errorf("%s, %v, want %s", last.Path, err, want)
	}
	// Without a copy, the manifests are the same, and fetch.txt names the address.
	linked, dir := preservation.Choice{Renditions: true, Base: "https://media.example.org/"}, t.TempDir()
	if p, err = preservation.Read(t.Context(), store, "board", linked); err != nil || p.Linked() != 1 {
		t.Fatalf("%d links, %v", p.Linked(), err)
	}
	done, err := exporter(store).Export(t.Context(), p, dir)
	if err != nil {
		t.Fatal(err)
	}
	files := tree(t, done.Path)
	if got, want := files["fetch.txt"], "https://media.example.org/derived/"+step+"/0123456789ab/a.pdf 3 "+last.Path+"\n"; got != want || files[last.Path] != "" || !strings.Contains(files["manifest-sha512.txt"], last.Path) {
		t.Errorf("fetch.txt is %q, want %q", got, want)
	}
	if there, _, existErr := preservation.Existing(t.Context(), p, dir, nil); !there || existErr != nil {
		t.Errorf("the second export: %t, %v", there, existErr)
	}
	if err = importBag(t.Context(), empty(), done.Path); err == nil || !strings.Contains(err.Error(), "1 problem") {
		t.Errorf("an import before the fetch: %v", err)
	}
	m.Revision++
	if err = archive.WriteRecord(t.Context(), store, m, storage.Always); err != nil {
		t.Fatal(err)
	}
	if _, err = preservation.Read(t.Context(), store, "board", preservation.Choice{Renditions: true}); err == nil || !strings.Contains(err.Error(), "is being processed, so its renditions are not complete") {
		t.Errorf("while it is processed: %v", err)
	}
}
