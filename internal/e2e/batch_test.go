package e2e_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

// tapes makes a folder with a list of twelve meetings in Windows-1252, which has dates in three
// styles, and rows with the faults that lists have. It returns the states that a
// report must have, by row.
func tapes(t *testing.T) (sheet string, want map[int]string) {
	t.Helper()
	dir, want := t.TempDir(), map[int]string{}
	lines := []string{"Liste der Bänder", "", "Titel;Datum;Ordner;Signatur;Bemerkung"}
	for i := range 12 {
		folder, row := fmt.Sprintf("f%02d", i), i+4
		date := []string{"2003-03-%02d", "%d.4.2003", "%d. März 2004"}[i%3]
		title, id, text := fmt.Sprintf("Übung %d", i), fmt.Sprintf("AV %d", i), fmt.Sprintf("Minutes of %d.\n", i)
		date, want[row] = fmt.Sprintf(date, i+1), "published"
		switch {
		case i == 3:
			folder, want[row] = "f99", "not submitted" // does not exist
		case i == 5:
			date, want[row] = "2003-13-45", "not submitted"
		case i == 8:
			text, want[row] = "Minutes of 7.\n", "duplicate"
		case i == 11:
			folder, id, title, date = "f10", "AV 10", "Übung 10", "11. April 2003" // a second row of one meeting
		}
		lines = append(lines, strings.Join([]string{title, date, folder, id, "Band " + folder}, ";"))
		if folder == "f99" || i == 11 {
			continue
		}
		at := filepath.Join(dir, folder)
		if err := os.Mkdir(at, 0o700); err != nil {
			t.Fatal(err)
		}
		writeFile(t, at, "minutes.txt", text)
		writeFile(t, at, "meeting.yaml", "documents: [minutes.txt]\n")
	}
	data, err := charmap.Windows1252.NewEncoder().String(strings.Join(lines, "\r\n") + "\r\n")
	if err != nil {
		t.Fatal(err)
	}
	return writeFile(t, dir, "Bänder 2003.csv", data), want
}

// TestBatch submits a list of past meetings, and compares the report with the list. A second
// run does no work, and a corrected row is submitted alone.
func TestBatch(t *testing.T) {
	t.Parallel()
	needTools(t)
	sheet, want := tapes(t)
	data := filepath.Join(t.TempDir(), "data")
	if out := ingest(t, nil, 3, "batch", "--dry-run", "--data", data, sheet); !strings.Contains(out, "12 rows: 9 understood, 2 with a problem, 1 duplicate; 8 meetings") {
		t.Errorf("dry run:\n%s", out)
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("a dry run made a data folder")
	}
	ingest(t, nil, 3, "batch", "--data", data, sheet)
	states, sum := batchReport(t, data, "bander-2003", 3)
	if diff := cmp.Diff(want, states); diff != "" {
		t.Error(diff)
	}
	if sum.Rows != 12 || sum.Meetings != 8 || sum.States["published"]+sum.States["duplicate"]+sum.States["not submitted"] != 12 {
		t.Errorf("the report adds up to %+v", sum)
	}

	var again struct{ Changed, Submitted, Failed int }
	lastJSON(t, ingest(t, nil, 3, "batch", "--json", "--data", data, sheet), &again)
	if again.Changed != 0 || again.Submitted != 9 || again.Failed != 2 {
		t.Errorf("a second run: %+v", again)
	}
	text, err := os.ReadFile(sheet) //nolint:gosec // of the test
	if err != nil {
		t.Fatal(err)
	}
	corrected := strings.Replace(string(text), "2003-13-45", "12.5.2003", 1)
	if err = os.WriteFile(sheet, []byte(corrected), 0o600); err != nil {
		t.Fatal(err)
	}
	lastJSON(t, ingest(t, nil, 3, "batch", "--json", "--data", data, sheet), &again)
	if again.Changed != 1 || again.Failed != 1 {
		t.Errorf("after a correction: %+v", again)
	}
	page := filepath.Join(t.TempDir(), "report.html")
	ingest(t, nil, 3, "report", "--data", data, "--html", page, "Bänder 2003")
	checkReportPage(t, page)
	if out := ingest(t, nil, 0, "verify", "--data", data, "--all"); !strings.Contains(out, "Unknown: 0.") {
		t.Errorf("verify:\n%s", out)
	}
}

// reportSum is the last line of a report.
type reportSum struct {
	Rows, Meetings int
	States         map[string]int
}

// batchReport returns the states of the rows, and the last line.
func batchReport(t *testing.T, data, id string, code int) (states map[int]string, sum reportSum) {
	t.Helper()
	states = map[int]string{}
	out := ingest(t, nil, code, "report", "--data", data, "--json", id)
	for line := range strings.Lines(out) {
		var one struct {
			Row   int
			State string
			Event string
		}
		if err := json.Unmarshal([]byte(line), &one); err == nil && one.Event == "" {
			states[one.Row] = one.State
		}
	}
	lastJSON(t, out, &sum)
	return states, sum
}

// checkReportPage opens the page of a report from a file, and sorts it.
func checkReportPage(t *testing.T, path string) {
	t.Helper()
	b := newTab(t, startBrowser(t))
	b.open("file://" + path)
	const states = `[...document.querySelectorAll("#rows tbody tr")].map(r => r.cells[1].textContent)`
	if list := value[[]string](b, states); len(list) != 12 || list[0] != "published" {
		t.Errorf("the page has %q", list)
	}
	b.run(`document.querySelectorAll("#rows thead button")[1].click()`)
	if list := value[[]string](b, states); list[0] != "duplicate" || list[1] != "not submitted" || list[11] != "published" {
		t.Errorf("sorted by state, the page has %q", list)
	}
	if sort := value[string](b, `document.querySelectorAll("#rows thead th")[1].getAttribute("aria-sort")`); sort != "ascending" {
		t.Errorf("aria-sort is %q", sort)
	}
	b.accessible("the report of a batch")
}

// TestWatch copies folders into a watched one. Each becomes a meeting when its copy is complete, also
// after the command was killed and started again.
func TestWatch(t *testing.T) {
	t.Parallel()
	needTools(t)
	dir, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	watching := func() *program {
		return start(t, nil, "ingest", "batch", "--watch", "--every", "1s", "--settle", "3s", "--visibility", "unlisted", "--name", "incoming", "--data", data, dir)
	}
	meetingIn := func(name string) {
		at := filepath.Join(dir, name)
		if err := os.Mkdir(at, 0o700); err != nil {
			t.Fatal(err)
		}
		writeFile(t, at, "minutes.txt.part", "Minu") // a copy begins
		writeFile(t, at, "meeting.yaml", "documents: [minutes.txt]\n")
	}
	complete := func(name string) {
		at := filepath.Join(dir, name)
		if err := os.Remove(filepath.Join(at, "minutes.txt.part")); err != nil {
			t.Fatal(err)
		}
		writeFile(t, at, "minutes.txt", "Minutes of "+name+".\n")
	}
	published := func(n int) {
		t.Helper()
		waitFor(t, fmt.Sprint(n, " meetings to be published"), func() bool {
			return strings.Count(ingest(t, nil, 0, "status", "--data", data), " published ") == n
		})
	}

	p := watching()
	waitFor(t, "the watch", func() bool { return strings.Contains(p.out.String(), "Watching ") })
	meetingIn("2026-03-12_one")
	waitFor(t, "the folder to be seen", func() bool {
		return strings.Contains(p.out.String(), "2026-03-12_one: waiting for its files to stop changing")
	})
	complete("2026-03-12_one")
	published(1)
	meetingIn("2026-03-11_two") // its row comes before
	signalTo(t, p, syscall.SIGKILL)
	p.code(t)
	complete("2026-03-11_two")

	p = watching()
	published(2)
	signalTo(t, p, syscall.SIGINT)
	if code := p.code(t); code != 0 || strings.Contains(p.out.String(), "2026-03-12_one: submitted") {
		t.Errorf("the second watch ended with %d:\n%s", code, p.out.String())
	}
	states, sum := batchReport(t, data, "incoming", 0)
	if sum.Rows != 2 || states[1] != "published" || states[2] != "published" {
		t.Errorf("report %v, %+v", states, sum)
	}
	for _, name := range []string{"2026-03-12_one", "2026-03-11_two"} { // nothing was moved
		if _, err := os.Stat(filepath.Join(dir, name, "minutes.txt")); err != nil {
			t.Error(err)
		}
	}
}
