package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/secret"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// batchRig is a sheet with the folders that it names.
type batchRig struct {
	dir   string
	store storage.Store
	puts  int // meetings that reached the store

	visibility string // --visibility

	fail  func(id string) error
	after func(context.Context, meeting.Meeting) error // what follows the submission
}

func newBatchRig(t *testing.T, sheet string, files map[string]string) *batchRig {
	t.Helper()
	r := &batchRig{dir: t.TempDir(), store: new(mem.Store)}
	r.write(t, "list.csv", sheet)
	for name, text := range files {
		r.write(t, name, "%PDF-1.4 "+text)
	}
	return r
}

func (r *batchRig) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(r.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run submits the sheet and returns the rows with their states.
func (r *batchRig) run(t *testing.T) (*batchRun, error) {
	t.Helper()
	cmd := batchCmd{Path: filepath.Join(r.dir, "list.csv"), Visibility: r.visibility}
	in, err := cmd.read()
	if err != nil {
		t.Fatal(err)
	}
	run := newBatchRun(r.store, in, "user@desk", new(bytes.Buffer))
	run.submit = func(ctx context.Context, one intake.Input) (meeting.Meeting, error) {
		if r.fail != nil {
			if err := r.fail(one.Meeting.ID); err != nil {
				return meeting.Meeting{}, err
			}
		}
		r.puts++
		m, _, err := pipeline.Submit(ctx, r.store, one, secret.Key{}, run)
		if err == nil && r.after != nil {
			err = r.after(ctx, m)
		}
		return m, err
	}
	return run, run.all(t.Context())
}

func rowsOf(t *testing.T, store storage.Store) (lines []string) {
	t.Helper()
	b, err := archive.ReadBatch(t.Context(), store, "list")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := archive.ReadBatchRows(t.Context(), store, b)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%d %s %s %s", row.Row, row.Status, row.Meeting, row.Reason)))
	}
	return lines
}

const mixedSheet = `Title;Date;Folder;Id
Spring;2003-03-12;a;
Autumn;12.10.2003;b;AV/2
Autumn;12.10.2003;b2;AV/2
Copy;2003-03-13;c;
Lost;2003-03-14;nowhere;
Ambiguous;03/04/2003;a;
Spring;2003-03-12;d;
Empty;2003-03-15;e;
`

func mixedFiles() map[string]string {
	return map[string]string{"a/minutes.pdf": "one", "a/list.pdf": "two!", "b/b.pdf": "three", "b2/b2.pdf": "four", "c/x.pdf": "two!", "c/y.pdf": "one", "d/d.pdf": "five and more", "e/.hidden": ""}
}

func TestBatchRun(t *testing.T) {
	t.Parallel()
	rig := newBatchRig(t, mixedSheet, mixedFiles())
	run, err := rig.run(t)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"2 submitted 2003-03-12-spring",
		"3 submitted av-2",
		"4 submitted av-2",
		"5 duplicate  row 5 has the same files as row 2 (Spring), and was not submitted",
		"6 failed  row 6: nowhere does not exist",
		`7 failed  row 7, column "Date" (B): "03/04/2003" may be 3 April 2003 or 4 March 2003, and the other dates of the column do not tell: add --date-order dmy if the day comes first, or --date-order mdy if the month does`,
		"8 failed  row 8 would have the same ID as row 2, 2003-03-12-spring: give one of them an id, another title or another date",
		"9 failed  row 9: e has no files",
	}
	if diff := cmp.Diff(want, rowsOf(t, rig.store)); diff != "" {
		t.Error(diff)
	}
	sum := run.summary()
	if sum.Submitted+sum.Duplicate+sum.Failed+sum.Waiting != sum.Rows || sum.Rows != 8 || sum.Meetings != 2 || sum.Changed != 2 {
		t.Errorf("summary %+v", sum)
	}
	m, _, err := archive.ReadRecord(t.Context(), rig.store, "av-2")
	if err != nil || m.Priority != meeting.Bulk || m.Batch != "batch list" || len(m.Sources) != 2 || len(m.Metadata) != 1 || m.Metadata[0].Value != "AV/2" {
		t.Errorf("record %+v, %v", m, err)
	}
	var out bytes.Buffer
	if err := run.print(&out, false); !errors.Is(err, wire.ErrRefused) || !strings.Contains(out.String(), "Batch list: 8 rows: 3 submitted, 1 duplicate, 4 failed\n") {
		t.Errorf("%v\n%s", err, out.String())
	}
}

// TestBatchRunsAgain: a second run submits nothing. A corrected row is submitted alone, and
// the files of a row may change.
func TestBatchRunsAgain(t *testing.T) {
	t.Parallel()
	rig := newBatchRig(t, mixedSheet, mixedFiles())
	if _, err := rig.run(t); err != nil {
		t.Fatal(err)
	}
	before := rowsOf(t, rig.store)
	counted := &countedStore{Store: rig.store}
	rig.store = counted
	rig.puts = 0
	if _, err := rig.run(t); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, rowsOf(t, rig.store)); diff != "" || rig.puts != 0 {
		t.Errorf("%d meetings submitted again %s", rig.puts, diff)
	}
	if n := counted.reads.Load(); n > 6 { // the batch and its rows, by the run and by this test
		t.Errorf("the second run read %d objects", n)
	}
	rig.write(t, "list.csv", strings.Replace(mixedSheet, "03/04/2003;a;", "03/13/2003;b3;", 1))
	rig.write(t, "b3/b3.pdf", "%PDF-1.4 six")
	rig.write(t, "b/b.pdf", "%PDF-1.4 three, corrected")
	if _, err := rig.run(t); err != nil {
		t.Fatal(err)
	}
	if got := rowsOf(t, rig.store)[5]; got != "7 submitted 2003-03-13-ambiguous" || rig.puts != 2 {
		t.Errorf("%q after %d submissions", got, rig.puts)
	}
	if m, _, err := archive.ReadRecord(t.Context(), rig.store, "av-2"); err != nil || m.Revision != 2 {
		t.Errorf("revision %d, %v", m.Revision, err)
	}
}

// TestBatchReplacesNoOtherMeeting: an ID in a sheet is no leave to replace a meeting that was
// submitted in another way.
func TestBatchReplacesNoOtherMeeting(t *testing.T) {
	t.Parallel()
	rig := newBatchRig(t, "id,folder\nboard,a\n", map[string]string{"a/a.pdf": "one"})
	other := meeting.Meeting{Schema: 1, ID: "board", Revision: 1, Sources: []meeting.Source{{Name: "b.pdf", SHA256: "x"}}}
	if err := archive.WriteRecord(t.Context(), rig.store, other, storage.IfAbsent); err != nil {
		t.Fatal(err)
	}
	if _, err := rig.run(t); err != nil {
		t.Fatal(err)
	}
	want := "2 failed  row 2: the archive has a meeting with the ID board and other files, which is not of this batch: give this row an ID of its own"
	if got := rowsOf(t, rig.store)[0]; got != want {
		t.Errorf("%q", got)
	}
	if m, _, _ := archive.ReadRecord(t.Context(), rig.store, "board"); m.Sources[0].Name != "b.pdf" {
		t.Errorf("it was replaced by %+v", m)
	}
}

// TestInterruptedBatchGoesOn: an error of the storage stops a batch, one of a row does not. The
// next run submits what is missing.
func TestInterruptedBatchGoesOn(t *testing.T) {
	t.Parallel()
	rig := newBatchRig(t, "id,folder\na1,a\nb1,b\nc1,c\n", map[string]string{"a/a.pdf": "one", "b/b.pdf": "two 2", "c/c.pdf": "three 3"})
	rig.fail = func(id string) error {
		switch id {
		case "a1":
			return errors.New("it changed while it was read")
		case "c1":
			return fmt.Errorf("put: %w", storage.ErrUnavailable)
		}
		return nil
	}
	if _, err := rig.run(t); !errors.Is(err, storage.ErrUnavailable) {
		t.Fatalf("error %v", err)
	}
	if diff := cmp.Diff([]string{"2 failed  row 2: it changed while it was read", "3 submitted b1", "4 waiting"}, rowsOf(t, rig.store)); diff != "" {
		t.Error(diff)
	}
	if b, err := archive.ReadBatch(t.Context(), rig.store, "list"); err != nil || b.Complete {
		t.Errorf("%+v, %v", b, err)
	}
	rig.fail, rig.puts = nil, 0
	if _, err := rig.run(t); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"2 submitted a1", "3 submitted b1", "4 submitted c1"}, rowsOf(t, rig.store)); diff != "" || rig.puts != 2 {
		t.Errorf("%d submissions %s", rig.puts, diff)
	}
	if b, err := archive.ReadBatch(t.Context(), rig.store, "list"); err != nil || !b.Complete {
		t.Errorf("%+v, %v", b, err)
	}
}

func TestBatchOfAnotherSheet(t *testing.T) {
	t.Parallel()
	rig := newBatchRig(t, "id,folder\na1,a\n", map[string]string{"a/a.pdf": "one"})
	if err := archive.WriteBatch(t.Context(), rig.store, archive.Batch{ID: "list", Source: "/elsewhere/list.ods"}, nil, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := rig.run(t); !errors.Is(err, wire.ErrUsage) || !strings.Contains(err.Error(), "there is a batch list of /elsewhere/list.ods; give this one another name with --name") {
		t.Errorf("error %v", err)
	}
}

// TestDryRun: a dry run says of each row what a run would do, and stores nothing.
func TestDryRun(t *testing.T) {
	t.Parallel()
	rig := newBatchRig(t, mixedSheet, mixedFiles())
	cmd := batchCmd{Path: filepath.Join(rig.dir, "list.csv")}
	in, err := cmd.read()
	if err != nil {
		t.Fatal(err)
	}
	p := newBatchPlan(in)
	for _, m := range in.plan.Meetings {
		if err = p.add(t.Context(), planTools{}, m); err != nil {
			t.Fatal(err)
		}
	}
	if err = p.findDuplicates(t.Context(), &counter{out: new(bytes.Buffer), now: time.Now}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err = p.printJSON(&out, 4); err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(out.String()) {
		var one struct {
			Row                         int
			Meeting, Problem, Duplicate string
			Event                       string
		}
		if err = json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatal(err)
		}
		if one.Event == "" {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%d %s %s%s", one.Row, one.Meeting, one.Problem, one.Duplicate)))
		}
	}
	want := []string{
		"2 2003-03-12-spring", "3 av-2", "4 av-2", "5 2003-03-13-copy row 5 has the same files as row 2 (Spring)", "6  row 6: nowhere does not exist",
	}
	if diff := cmp.Diff(want, got[:5]); diff != "" {
		t.Error(diff)
	}
	if n := p.count(); n.Understood != 3 || n.Duplicates != 1 || n.Problems != 4 || n.Meetings != 2 || n.Rows != 8 {
		t.Errorf("%+v", n)
	}
}
