package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/slidestest"
)

// page is a PDF file of one tall page with these lines.
func page(lines ...string) []byte {
	var text strings.Builder
	for i, line := range lines {
		fmt.Fprintf(&text, "BT /F 11 Tf 50 %d Td (%s) Tj ET\n", 780-20*i, strings.NewReplacer("(", `\(`, ")", `\)`).Replace(line))
	}
	return slidestest.PDF(
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", text.Len(), text.String()),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	)
}

// TestPlanOffersTheAgenda reads a PDF agenda and takes what is printed as meeting.yaml.
func TestPlanOffersTheAgenda(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "pdfinfo", "pdftotext")

	agenda := page("Spring meeting", "9:00 - 9:30 Registration", "9:30 - 10:00 Clear water, Ann Lee", `10:00 - 11:00 Nets and "more" (Ben Kone)`, "11:00 Open questions")
	dir := t.TempDir()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("Agenda 2026.pdf", agenda)
	write("statement.pdf", agenda)
	out, _, err := ingest(t.Context(), "plan", "--json", filepath.Join(dir, "Agenda 2026.pdf"))
	var one filePlan
	if err = errors.Join(err, json.Unmarshal([]byte(out), &one)); err != nil {
		t.Fatal(err)
	}
	want := []agendaItem{{"Clear water", []string{"Ann Lee"}, "09:30"}, {`Nets and "more"`, []string{"Ben Kone"}, "10:00"}, {"Open questions", nil, "11:00"}}
	if diff := cmp.Diff(want, one.Agenda); diff != "" {
		t.Errorf("agenda (-want +got):\n%s", diff)
	}

	out, _, err = ingest(t.Context(), "plan", dir)
	if err != nil {
		t.Fatal(err)
	}
	_, offered, found := strings.Cut(out, "agenda: Agenda 2026.pdf seems to list 3 presentations. To publish them, check these lines and add them to meeting.yaml:\n")
	if !found || strings.Contains(out, "statement.pdf seems") {
		t.Fatalf("the plan is\n%s", out)
	}
	write("meeting.yaml", []byte("date: 2026-03-14\n"+offered))
	in, err := intake.Read([]string{dir}, intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range in.Meeting.Presentations {
		got = append(got, p.Planned+" "+p.Title)
	}
	if diff := cmp.Diff([]string{"2026-03-14T09:30:00 Clear water", `2026-03-14T10:00:00 Nets and "more"`, "2026-03-14T11:00:00 Open questions"}, got); diff != "" {
		t.Errorf("presentations (-want +got):\n%s", diff)
	}
	if out, _, err = ingest(t.Context(), "plan", dir); err != nil || strings.Contains(out, "agenda:") {
		t.Errorf("%v; a plan with presentations offers others:\n%s", err, out)
	}
}
