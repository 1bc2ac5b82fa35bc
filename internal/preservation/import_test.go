package preservation_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/bag"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/preservation"
	"proceedings/internal/storage"
	"proceedings/internal/storage/storagetest"
)

// disk is a folder on the disk.
type disk string

func (d disk) Create(name string) (io.WriteCloser, error) {
	full := filepath.Join(string(d), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
		return nil, err
	}
	return os.Create(full)
}

// rebag makes a valid bag of the files of another, after a change.
func rebag(t *testing.T, from string, change func(files map[string]string)) string {
	t.Helper()
	files := tree(t, from)
	for _, name := range sortedKeys(files) {
		if strings.HasSuffix(name, ".txt") && !strings.Contains(name, "/") {
			delete(files, name)
		}
	}
	change(files)
	dir := t.TempDir()
	w := bag.NewWriter(disk(dir))
	for _, name := range sortedKeys(files) {
		if _, err := w.Add(name, strings.NewReader(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	var info []bag.Field
	if !strings.Contains(files["data/record.json"], `"id":"../board"`) { // a hostile record says it alone
		info = append(info, bag.Field{Label: "External-Identifier", Value: "board"})
	}
	if err := w.Close(info); err != nil {
		t.Fatal(err)
	}
	return dir
}

// record changes the record in a bag.
func record(change func(*meeting.Meeting)) func(map[string]string) {
	return func(files map[string]string) {
		var m meeting.Meeting
		if err := json.Unmarshal([]byte(files["data/record.json"]), &m); err != nil {
			panic(err)
		}
		change(&m)
		data, err := json.Marshal(m)
		if err != nil {
			panic(err)
		}
		files["data/record.json"] = string(data)
	}
}

// A bag whose checksums are right can still be hostile. Nothing is stored of one.
func TestImportRefuses(t *testing.T) {
	t.Parallel()
	store := empty()
	board(t, store)
	good := export(t, store, t.TempDir()).Path
	tests := []struct {
		name   string
		change func(map[string]string)
		want   []string
	}{
		{"no record", func(f map[string]string) { delete(f, "data/record.json") }, []string{`data/record.json is missing: this bag was not made by "ingest export"`}},
		{"no JSON", func(f map[string]string) { f["data/record.json"] = "{" }, []string{"data/record.json is not a record of a meeting: it is not valid JSON"}},
		{"null", func(f map[string]string) { f["data/record.json"] = "null" }, []string{"data/record.json is not a record of a meeting"}},
		{"nothing", func(f map[string]string) { f["data/record.json"] = "{}" }, []string{"data/record.json is not a record of a meeting: it has no schema or no revision"}},
		{"a later schema", record(func(m *meeting.Meeting) { m.Schema = 99 }), []string{"data/record.json has schema 99; this program knows 1: use a later version of ingest"}},
		{"an ID that climbs", record(func(m *meeting.Meeting) { m.ID = "../board" }), []string{`data/record.json has the ID "../board", which is not valid`}},
		{"another ID", record(func(m *meeting.Meeting) { m.ID = "other" }), []string{`bag-info.txt names the meeting "board", and the record is of "other"`}},
		{"odd values", record(func(m *meeting.Meeting) {
			m.Profile, m.Visibility = "8k", "world"
			m.Sources[0].ID, m.Sources[1].ID, m.Sources[1].Role = "x/../y", "notes", "boss"
			m.Sources[2].PartOf, m.Presentations[0].ID, m.Presentations[0].Deck = "a/b", "A", "<script>"
		}), []string{
			`data/record.json has the profile "8k", which is not known`, `data/record.json has the visibility "world", which is not known`,
			`data/record.json has the file ID "x/../y", which is not valid or is there twice`, `data/record.json has the role "boss", which is not known`,
			`data/record.json has the file ID "notes", which is not valid or is there twice`, `data/record.json links the file "notes" to the file "a/b", which it does not have`,
			`data/record.json has the presentation ID "A", which is not valid or is there twice`, `data/record.json links the presentation "A" to the file "<script>", which it does not have`,
		}},
		{"kinds that are wrong", func(f map[string]string) { f["data/record.json"] = `{"schema":1,"sources":[{"id":5}]}` }, []string{"data/record.json is not a record of a meeting: the value of sources.id is of the wrong kind"}},
		{"a list", func(f map[string]string) { f["data/record.json"] = `[]` }, []string{"data/record.json is not a record of a meeting: it is no JSON object"}},
		{"a revision without room for changes", record(func(m *meeting.Meeting) { m.Revision = 1 << 53 }), []string{"data/record.json has the revision 9007199254740992, and 2147483647 is the highest"}},
		{"a password in clear", record(func(m *meeting.Meeting) { m.Sources[0].Password = "sesame" }), []string{`data/record.json holds a password that is not encrypted: that of the file "day 1/Talk.pdf"`}},
		{"names, a date and titles that no submission has", record(func(m *meeting.Meeting) {
			m.Date, m.Sources[1].Name, m.Sources[2].Name, m.Sources[3].Name, m.Sources[4].Name = "2026-02-30", "../../two.pdf", "a\x00", strings.Repeat("x", 999), "/etc/passwd"
			m.Title, m.Presentations[0].Title = strings.Repeat("x", 1<<20+1), strings.Repeat("x", 1<<20+1)
		}), []string{
			`data/record.json has the date "2026-02-30", which is not valid`, "data/record.json has a title of 1048577 bytes for the meeting, and 1048576 are allowed",
			`data/record.json has the file name "../../two.pdf", which is not a path within a folder`, `data/record.json has the file name "a\x00", which has a zero byte`,
			`data/record.json has the file name "` + strings.Repeat("x", 200) + `…", which has an element of more than 255 characters`, `data/record.json has the file name "/etc/passwd", which is not a path within a folder`,
			`data/record.json has a title of 1048577 bytes for the presentation "one", and 1048576 are allowed`,
		}},
		{"links to no file", record(func(m *meeting.Meeting) {
			m.Sources[0].TwinOf, m.Presentations[0].Recording = "gone", "gone"
			m.Chapters, m.Alignments = []meeting.Chapter{{Recording: "gone"}}, []meeting.Alignment{{Recording: "gone"}}
		}), []string{
			`data/record.json links the file "talk" to the file "gone", which it does not have`, `data/record.json links chapter 1 to the file "gone", which it does not have`,
			`data/record.json links alignment 1 to the file "gone", which it does not have`, `data/record.json links the presentation "one" to the file "gone", which it does not have`,
		}},
		{"an original that is not there", func(f map[string]string) { delete(f, "data/originals/con/file") }, []string{`data/record.json names the original "CON.txt", and no file in data/originals/ has its SHA-256 ` + sum("con")}},
		{"a file that the record does not name", func(f map[string]string) { f["data/originals/x.exe"] = "MZ" }, []string{"data/originals/x.exe is in the payload, and the record does not name it"}},
		{"a size that is wrong", record(func(m *meeting.Meeting) { m.Sources[4].Size = 7 }), []string{"data/originals/con/file has 3 bytes, and the record says 7"}},
		{"an event of another meeting", func(f map[string]string) {
			f["metadata/events/x.json"] = `{"schema":1,"meeting":"other","event":"submitted"}`
		}, []string{`metadata/events/x.json is an event of the meeting "other"`}},
		{"an event that is none", func(f map[string]string) { f["metadata/events/x.json"] = "{}" }, []string{"metadata/events/x.json is not an event"}},
		{"former revisions that are none", func(f map[string]string) {
			f["metadata/revisions/000001.json"] = "{"
			f["metadata/revisions/000002.json"] = `{"schema":1,"id":"board","revision":2,"profile":"meeting","visibility":"public"}`
			f["metadata/revisions/x.json"] = `{"schema":1,"id":"board","revision":1}`
			f["metadata/revisions/y.json"] = `{"schema":1,"id":"other","revision":1}`
		}, []string{
			"metadata/revisions/000001.json is not a record of a meeting: it is not valid JSON", "metadata/revisions/000002.json is revision 2, and the record is revision 2",
			"metadata/revisions/x.json is revision 1, and the record is revision 2", `metadata/revisions/y.json is of the meeting "other"`,
		}},
		{"a former revision with odd values", func(f map[string]string) {
			f["metadata/revisions/000001.json"] = `{"schema":1,"id":"board","revision":1,"profile":"8k","visibility":"public","sources":[{"id":"a","name":"a.txt","sha256":"../../x"}]}`
		}, []string{
			`metadata/revisions/000001.json has the profile "8k", which is not known`,
			`metadata/revisions/000001.json names the original "a.txt" with the SHA-256 "../../x", which is none`,
		}},
		{"a former revision of a later schema", func(f map[string]string) {
			f["metadata/revisions/000001.json"] = `{"schema":99,"id":"board","revision":1}`
		}, []string{"metadata/revisions/000001.json has schema 99; this program knows 1"}},
		{"an event with an odd name", func(f map[string]string) {
			f["metadata/events/a b.json"] = `{"schema":1,"meeting":"board","event":"submitted"}`
			f["metadata/events/sub/c.json"] = f["metadata/events/a b.json"]
		}, []string{"metadata/events/a b.json has a name that no event has", "metadata/events/sub/c.json has a name that no event has"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			to := empty()
			err := importBag(t.Context(), to, rebag(t, good, tt.change))
			invalid := (*preservation.InvalidError)(nil)
			if !errors.As(err, &invalid) {
				t.Fatalf("error %v", err)
			}
			var got []string
			for _, p := range invalid.Problems {
				got = append(got, p.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if left := content(t, to, ""); len(left) > 0 {
				t.Errorf("stored: %q", sortedKeys(left))
			}
		})
	}
	if err := importBag(t.Context(), empty(), rebag(t, good, func(map[string]string) {})); err != nil {
		t.Errorf("a bag that another program made again: %v", err)
	}
	if err := importBag(t.Context(), empty(), filepath.Join(good, "bagit.txt")); err == nil || !strings.Contains(err.Error(), "is a file; a bag is a folder") {
		t.Errorf("a file: %v", err)
	}
}

// Whatever is stored under the ID stays as it is.
func TestImportOverwritesNothing(t *testing.T) {
	t.Parallel()
	store := empty()
	m := board(t, store)
	good := export(t, store, t.TempDir()).Path
	in, err := preservation.ReadBag(t.Context(), good, nil)
	if err != nil {
		t.Fatal(err)
	}
	if there, checkErr := in.Check(t.Context(), store); !there || checkErr != nil {
		t.Errorf("the same meeting: %t, %v", there, checkErr)
	}
	before := content(t, store, "")
	if there, importErr := in.Import(t.Context(), store, noProgress{}); !there || importErr != nil {
		t.Errorf("the same meeting: %t, %v", there, importErr)
	}
	if diff := cmp.Diff(before, content(t, store, "")); diff != "" {
		t.Error(diff)
	}
	m.Revision, m.Title, m.Sources = 3, "Other", append(m.Sources[1:], source(t, store, "new", "new.txt", "new"))
	if err = archive.WriteRecord(t.Context(), store, m, storage.Always); err != nil {
		t.Fatal(err)
	}
	before = content(t, store, "")
	_, err = in.Import(t.Context(), store, noProgress{})
	want := `revision 3 there and 2 in the bag, title "Other" there and "Board & <friends>" in the bag, new.txt is only there and the file ID "talk" is only in the bag; nothing was overwritten`
	if !errors.Is(err, preservation.ErrTaken) || !strings.Contains(err.Error(), want) {
		t.Errorf("another revision: %v", err)
	}
	if diff := cmp.Diff(before, content(t, store, "")); diff != "" {
		t.Error(diff)
	}
	// A record that was lost comes back, unless the pages are of a later revision.
	if err = store.Delete(t.Context(), layout.Record("board")); err != nil {
		t.Fatal(err)
	}
	if _, err = in.Import(t.Context(), store, noProgress{}); err != nil {
		t.Errorf("a lost record: %v", err)
	}
	if err = store.Delete(t.Context(), layout.Record("board")); err != nil {
		t.Fatal(err)
	}
	put(t, store, layout.Public.Meeting("board", layout.Manifest), `{"schema": 1, "id": "board", "revision": 5}`)
	if _, err = in.Import(t.Context(), store, noProgress{}); !errors.Is(err, preservation.ErrTaken) || !strings.Contains(err.Error(), "pages are of revision 5, later than revision 2 of the bag") {
		t.Errorf("pages of a later revision: %v", err)
	}
	put(t, store, layout.Record("board"), "damaged")
	if _, err = in.Import(t.Context(), store, noProgress{}); !errors.Is(err, preservation.ErrTaken) || !strings.Contains(err.Error(), "its record is damaged") {
		t.Errorf("a damaged record: %v", err)
	}
}

// However often an import breaks off, there is no record before all else is stored.
func TestInterruptedImport(t *testing.T) {
	t.Parallel()
	from := empty()
	board(t, from)
	good := export(t, from, t.TempDir()).Path
	for n := 1; ; n++ {
		puts := 0
		store := &storagetest.Hooked{Store: empty()}
		store.Before = func(c storagetest.Call) error {
			if c.Op != "put" {
				return nil
			}
			if puts++; puts == n {
				return storage.ErrUnavailable
			}
			return nil
		}
		err := importBag(t.Context(), store, good)
		_, missing := store.Store.Stat(t.Context(), layout.Record("board"))
		if err != nil && missing == nil && puts != n {
			t.Fatalf("broken off at put %d: the record is stored", n)
		}
		if missing == nil {
			for _, name := range []string{layout.Sources, layout.Events("board")} {
				if len(content(t, store.Store, name)) == 0 {
					t.Fatalf("the record is stored before %s", name)
				}
			}
		}
		if err == nil {
			if n < 10 {
				t.Errorf("an import needs %d puts only", n)
			}
			return
		}
		if err = importBag(t.Context(), store, good); err != nil {
			t.Fatalf("the next import after put %d: %v", n, err)
		}
	}
}

// A file that changes after the validation is not imported.
func TestImportOfAChangingBag(t *testing.T) {
	t.Parallel()
	from, to := empty(), empty()
	board(t, from)
	good := export(t, from, t.TempDir()).Path
	in, err := preservation.ReadBag(t.Context(), good, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err = os.WriteFile(filepath.Join(good, "data/originals/con/file"), []byte("CON"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err = in.Import(t.Context(), to, noProgress{}); err == nil || !strings.Contains(err.Error(), "con/file changed after the bag was validated") {
		t.Errorf("error %v", err)
	}
	if _, err = to.Stat(t.Context(), layout.Record("board")); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("the record: %v", err)
	}
}
