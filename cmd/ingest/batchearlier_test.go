package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
)

// again runs the batch, and returns its rows and notes. submitted is the number of meetings that
// it has to submit.
func (r *batchRig) again(t *testing.T, submitted int) (rows []string, notes string) {
	t.Helper()
	r.puts = 0
	run, err := r.run(t)
	if err != nil {
		t.Fatal(err)
	}
	if r.puts != submitted {
		t.Errorf("%d meetings were submitted, want %d", r.puts, submitted)
	}
	return rowsOf(t, r.store), strings.Join(run.notes, "\n")
}

func (r *batchRig) record(t *testing.T, id string) meeting.Meeting {
	t.Helper()
	m, _, err := archive.ReadExisting(t.Context(), r.store, id)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestBatchNeverWidensVisibility: what was submitted as private stays so until the user says
// otherwise, also if the row changes or the flag is forgotten.
func TestBatchNeverWidensVisibility(t *testing.T) {
	t.Parallel()
	rig := newBatchRig(t, "id,folder,visibility\na1,a,\nb1,b,private\n", map[string]string{"a/a.pdf": "one", "b/b.pdf": "two 2"})
	rig.visibility = "private"
	rig.again(t, 2)
	rig.visibility = ""
	rig.write(t, "list.csv", "id,folder,visibility\na1,a,\nb1,b,\n")
	_, notes := rig.again(t, 2)
	for _, id := range []string{"a1", "b1"} {
		if m := rig.record(t, id); m.Visibility != meeting.Private || m.Revision != 1 {
			t.Errorf("%s is %s in revision %d", id, m.Visibility, m.Revision)
		}
		if !strings.Contains(notes, "the meeting "+id+" stays private, as it was submitted before") {
			t.Errorf("notes %q", notes)
		}
	}
	rig.write(t, "list.csv", "id,folder,visibility\na1,a,public\nb1,b,\n")
	rig.again(t, 1)
	if m := rig.record(t, "a1"); m.Visibility != meeting.Public {
		t.Errorf("with public in its row, a1 is %s", m.Visibility)
	}
	rig.visibility = "unlisted"
	rig.again(t, 1)
	if m := rig.record(t, "b1"); m.Visibility != meeting.Unlisted {
		t.Errorf("with --visibility unlisted, b1 is %s", m.Visibility)
	}
}

// TestBatchTakesNoMeetingOfOthers: files with the same names are no reason to replace a meeting,
// and the same files are a duplicate.
func TestBatchTakesNoMeetingOfOthers(t *testing.T) {
	t.Parallel()
	rig := newBatchRig(t, "id,folder\na1,a\nb1,b\n", map[string]string{"a/notes.pdf": "one", "b/notes.pdf": "two 2"})
	rig.again(t, 2)
	other := newBatchRig(t, "id,folder\na1,x\nb1,y\n", map[string]string{"x/notes.pdf": "stolen", "y/notes.pdf": "two 2"})
	other.store = rig.store
	if err := os.Rename(filepath.Join(other.dir, "list.csv"), filepath.Join(other.dir, "other.csv")); err != nil {
		t.Fatal(err)
	}
	cmd := batchCmd{Path: filepath.Join(other.dir, "other.csv")}
	in, err := cmd.read()
	if err != nil {
		t.Fatal(err)
	}
	run := newBatchRun(other.store, in, "user@desk", t.Output())
	if err = run.all(t.Context()); err != nil { // submit is nil: a submission panics
		t.Fatal(err)
	}
	if row := run.rows[0]; row.Status != archive.RowFailed || !strings.Contains(row.Reason, "the ID a1 and other files, which is not of this batch") {
		t.Errorf("%+v", row)
	}
	if row := run.rows[1]; row.Status != archive.RowDuplicate || !strings.Contains(row.Reason, "the same files as the meeting b1") {
		t.Errorf("%+v", row)
	}
}

// TestBatchKeepsWithdrawnMeetings: a changed row publishes nothing again.
func TestBatchKeepsWithdrawnMeetings(t *testing.T) {
	t.Parallel()
	rig := newBatchRig(t, "id,folder,title\na1,a,One\n", map[string]string{"a/a.pdf": "one"})
	rig.again(t, 1)
	if _, _, err := archive.SetWithdrawn(t.Context(), rig.store, "a1", true); err != nil {
		t.Fatal(err)
	}
	rig.write(t, "list.csv", "id,folder,title\na1,a,Two\n")
	_, notes := rig.again(t, 0)
	if m := rig.record(t, "a1"); !m.Withdrawn || !strings.Contains(notes, `"ingest publish a1"`) {
		t.Errorf("withdrawn: %t; notes %q", m.Withdrawn, notes)
	}
}

// TestBatchCorrectsTitles: a corrected title changes a meeting and makes no second one, also if
// rows have moved. Meetings that no row has any more are named.
func TestBatchCorrectsTitles(t *testing.T) {
	t.Parallel()
	rig := newBatchRig(t, "title,date,folder\nTpyo,2003-03-12,a\nGone,2003-03-13,b\nLast,2003-03-14,c\n",
		map[string]string{"a/a.pdf": "one", "b/b.pdf": "two 2", "c/c.pdf": "three 3"})
	rig.again(t, 3)
	rig.write(t, "list.csv", "title,date,folder\nTypo,2003-03-15,a\nLast,2003-03-14,c\n")
	rows, notes := rig.again(t, 1)
	if diff := cmp.Diff([]string{"2 submitted 2003-03-12-tpyo", "3 submitted 2003-03-14-last"}, rows); diff != "" {
		t.Error(diff)
	}
	if m := rig.record(t, "2003-03-12-tpyo"); m.Title != "Typo" || m.Date != "2003-03-15" || m.Revision != 2 {
		t.Errorf("record %+v", m)
	}
	for _, want := range []string{"its meeting keeps the ID 2003-03-12-tpyo", "no row is left for 1 meeting of an earlier run, still in the archive: 2003-03-13-gone"} {
		if !strings.Contains(notes, want) {
			t.Errorf("%q is not in %q", want, notes)
		}
	}
	if rows, _ = rig.again(t, 0); rows[0] != "2 submitted 2003-03-12-tpyo" {
		t.Errorf("a third run: %q", rows)
	}
}

// TestBatchWithoutItsDrive: files that cannot be read now do not undo what was submitted.
func TestBatchWithoutItsDrive(t *testing.T) {
	t.Parallel()
	sheet := "id,folder\na1,drive/a\nb1,drive/b\n"
	rig := newBatchRig(t, sheet, map[string]string{"drive/a/a.pdf": "one", "drive/b/b.pdf": "two 2"})
	before, _ := rig.again(t, 2)
	drive, away := filepath.Join(rig.dir, "drive"), filepath.Join(rig.dir, "away")
	if err := os.Rename(drive, away); err != nil {
		t.Fatal(err)
	}
	rows, notes := rig.again(t, 0)
	if diff := cmp.Diff(before, rows); diff != "" || !strings.Contains(notes, "row 3: its files cannot be read now") {
		t.Errorf("%s\nnotes %q", diff, notes)
	}
	rig.write(t, "list.csv", "id,folder,date\na1,drive/a,03/04/2020\nb1,drive/b,\n") // a question, too
	if rows, notes = rig.again(t, 0); !strings.HasPrefix(rows[0], "2 failed a1 row 2, column") || strings.Contains(notes, "no row is left") {
		t.Errorf("%q, notes %q", rows, notes)
	}
	rig.write(t, "list.csv", sheet)
	if err := os.Rename(away, drive); err != nil {
		t.Fatal(err)
	}
	if rows, _ = rig.again(t, 1); cmp.Diff(before, rows) != "" { // a1 is compared with what is stored
		t.Errorf("with the drive again: %q", rows)
	}
	if m := rig.record(t, "a1"); m.Revision != 1 {
		t.Errorf("revision %d", m.Revision)
	}
}

// TestReportOverwritesNoOtherFile: a sheet given as --html by mistake must survive.
func TestReportOverwritesNoOtherFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	sheet, earlier := filepath.Join(dir, "meetings.csv"), filepath.Join(dir, "report.html")
	for path, text := range map[string]string{sheet: "title,folder\n", earlier: reportPage} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]bool{sheet: false, dir: false, earlier: true, filepath.Join(dir, "new.html"): true} {
		if mayWrite(path) != want {
			t.Errorf("%s may be written: %t", path, !want)
		}
	}
}
