package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// reportRig is a batch with a row for each state.
func reportRig(t *testing.T) batchReport {
	t.Helper()
	store := new(mem.Store)
	rows := []archive.BatchRow{
		{Row: 2, Title: "Good", Status: archive.RowSubmitted, Meeting: "good", Bytes: 1000},
		{Row: 3, Title: "Good", Status: archive.RowSubmitted, Meeting: "good", Bytes: 1000},
		{Row: 4, Title: "Busy", Status: archive.RowSubmitted, Meeting: "busy"},
		{Row: 5, Title: "Stuck", Status: archive.RowSubmitted, Meeting: "stuck"},
		{Row: 6, Title: "Partly", Status: archive.RowSubmitted, Meeting: "partly"},
		{Row: 7, Title: "Bad", Status: archive.RowSubmitted, Meeting: "bad"},
		{Row: 8, Title: "Damaged", Status: archive.RowSubmitted, Meeting: "damaged"},
		{Row: 9, Title: "Lost", Status: archive.RowSubmitted, Meeting: "lost"},
		{Row: 10, Title: "=1+1", Status: archive.RowFailed, Reason: "row 10: nowhere does not exist"},
		{Row: 11, Title: "Copy", Status: archive.RowDuplicate, Reason: "row 11 has the same files as row 2 (Good), and was not submitted"},
		{Row: 12, Title: "<b>", Status: archive.RowWaiting},
	}
	for id, state := range map[string]manifest.State{"good": manifest.Published, "busy": manifest.Processing, "stuck": archive.NeedsAttention, "partly": manifest.Published, "bad": manifest.Failed, "damaged": ""} {
		storeMeeting(t, store, id, state)
	}
	for id, refused := range map[string]string{"partly": "a.xyz", "bad": "b.xyz"} {
		if _, err := storage.Update(t.Context(), store, layout.State(id), func(s *archive.State) bool {
			s.Refused = []meeting.Refusal{{Name: refused, Reason: "is empty"}}
			return true
		}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := storage.Update(t.Context(), store, layout.State("stuck"), func(s *archive.State) bool {
		s.Attention = []meeting.Refusal{{Name: "c.mp4", Reason: "failed five times"}}
		return true
	}); err != nil {
		t.Fatal(err)
	}
	damage(t, store, layout.State("damaged"))
	doc := manifest.Manifest{
		Recordings:    []manifest.Recording{{ID: "talk", Duration: 90}},
		Decks:         []manifest.Deck{{ID: "scan", Slides: []manifest.Slide{{OCR: true}}}, {ID: "talk-slides", Reconstructed: "talk"}},
		Accessibility: manifest.Accessibility{Captions: manifest.NoCaptions},
	}
	if err := storage.WriteJSON(t.Context(), store, layout.Public.Meeting("good", layout.Manifest), doc, storage.Always); err != nil {
		t.Fatal(err)
	}
	head := archive.Batch{ID: "tapes", Source: "/mnt/tapes.ods", Rows: len(rows)}
	r, err := readReport(t.Context(), &wire.System{Store: store, Base: "https://media.example.org/"}, head, rows)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReport(t *testing.T) {
	t.Parallel()
	r := reportRig(t)
	var got []string
	for _, l := range r.Lines {
		got = append(got, strings.TrimRight(l.State+" | "+l.Link+" | "+l.Reason+" | "+strings.Join(l.Warnings, "; "), " |"))
	}
	const page = "https://media.example.org/meetings/good/index.html"
	want := []string{
		"published | " + page + " |  | talk has no audio; no captions; the text of scan is from OCR only; slides were found in the recording talk",
		"published | " + page,
		"processing",
		"needs attention |  | c.mp4 failed five times",
		`incomplete |  | a.xyz is empty | its manifest is lost or damaged; "ingest verify partly" names it`,
		"nothing usable |  | b.xyz is empty",
		`damaged |  | the record or the state of the meeting is damaged or missing; "ingest verify damaged" names it`,
		`not submitted |  | the meeting was deleted: run "ingest batch" again`,
		"not submitted |  | row 10: nowhere does not exist",
		"duplicate |  | row 11 has the same files as row 2 (Good), and was not submitted",
		"waiting",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	sum := r.summary()
	total := 0
	for state, n := range sum.States {
		total += n
		if !strings.Contains(sum.counts(), state) {
			t.Errorf("%q is not among the counts: %s", state, sum.counts())
		}
	}
	if total != len(r.Lines) || sum.Duration != 90 || sum.Bytes != 1000 {
		t.Errorf("the counts add up to %d of %d: %+v", total, len(r.Lines), sum)
	}
	if err := r.outcome(); !errors.Is(err, wire.ErrAttention) {
		t.Errorf("outcome %v", err)
	}
}

func TestReportForms(t *testing.T) {
	t.Parallel()
	r := reportRig(t)
	var csv, table bytes.Buffer
	if err := errors.Join(r.printCSV(&csv), r.print(&table)); err != nil {
		t.Fatal(err)
	}
	if text := csv.String(); strings.Count(text, "\n") != 12 || !strings.Contains(text, "\n10,not submitted,,,,'=1+1,row 10: nowhere does not exist,") {
		t.Errorf("CSV:\n%s", text)
	}
	for _, want := range []string{"row 10 not submitted: nowhere does not exist\n", "Batch tapes: 11 rows: 2 published, 1 incomplete, 1 processing, 1 waiting, 1 duplicate, 1 needs attention, 1 nothing usable, 1 damaged, 2 not submitted\n", "The batch was interrupted."} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, table.String())
		}
	}
	path := filepath.Join(t.TempDir(), "report.html")
	if err := writeWhole(path, r.writeHTML); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(path) //nolint:gosec // of the test
	if err != nil {
		t.Fatal(err)
	}
	if text := string(page); strings.Contains(text, "<b>") || strings.Contains(text, "src=") || strings.Count(text, "<tr>") != 12 {
		t.Errorf("the page:\n%s", text)
	}
	if err := writeWhole(filepath.Join(path, "x"), r.writeHTML); !errors.Is(err, wire.ErrUsage) {
		t.Errorf("a path that cannot be written: %v", err)
	}
}
