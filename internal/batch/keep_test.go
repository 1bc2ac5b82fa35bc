package batch_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/batch"
	"proceedings/internal/meeting"
	"proceedings/internal/sheet"
)

// TestKeepsWhatHasNoPlace: a date that is no day, columns that may mean something else, cells
// without a column name and formulas without a value stop no meeting, and what they say is kept.
func TestKeepsWhatHasNoPlace(t *testing.T) {
	t.Parallel()
	in := table("Titel|Datum|Ordner|Status|Zugang|Notiz\nTagung Berlin|um 1995|a|digitalisiert|1998/17||Teil 2")
	in.Faults = []sheet.Fault{{Row: 2, Column: 5, Reason: "has no value"}}
	p, err := batch.FromSheet(in, batch.Options{Map: map[string]string{"Notiz": "metadata"}})
	if err != nil {
		t.Fatal(err)
	}
	m := p.Meetings[0]
	want := []meeting.Field{{Name: "Datum", Value: "um 1995"}, {Name: "Status", Value: "digitalisiert"}, {Name: "Zugang", Value: "1998/17"}, {Name: "column G", Value: "Teil 2"}}
	if diff := cmp.Diff(want, m.Metadata); diff != "" || m.Problem != "" || m.Date != "" || m.Visibility != "" {
		t.Errorf("%+v\n%s", m, diff)
	}
	notes := strings.Join(p.Rows[0].Notes, "\n")
	for _, want := range []string{`"um 1995" is not a whole date, and is kept as metadata`, `cell G2 ("Teil 2") has no column name above it`, "cell F2 has no value; it is only metadata"} {
		if !strings.Contains(notes, want) {
			t.Errorf("%q is not in\n%s", want, notes)
		}
	}
}
