package intake_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
)

// TestPublish checks the list of the meeting and of its deck a.pdf.
func TestPublish(t *testing.T) {
	t.Parallel()

	type list = []meeting.Disclosure
	tests := []struct {
		name    string
		sheet   string
		flag    list
		meeting list
		deck    list
		err     string
	}{
		{name: "publishes nothing by default", sheet: "title: x\n", meeting: list{}},
		{name: "lists values once and in one order", sheet: "publish: [originals, notes, notes]\n", meeting: list{meeting.DiscloseNotes, meeting.DiscloseOriginals}},
		{name: "prefers the flag to the meeting's list", sheet: "publish: [originals]\n", flag: list{meeting.DiscloseNotes}, meeting: list{meeting.DiscloseNotes}},
		{name: "withholds everything with an empty flag", sheet: "publish: [originals]\n", flag: list{}, meeting: list{}},
		{
			name: "prefers the presentation's list", sheet: "publish: [notes]\npresentations: [{deck: a.pdf, publish: [comments]}]\n",
			meeting: list{meeting.DiscloseNotes}, deck: list{meeting.DiscloseComments},
		},
		{
			name: "withholds everything of one presentation", sheet: "publish: [notes]\npresentations: [{deck: a.pdf, publish: []}]\n",
			meeting: list{meeting.DiscloseNotes}, deck: list{},
		},
		{
			name: "publishes of a shared deck what all presentations do", meeting: list{}, deck: list{meeting.DiscloseComments},
			sheet: "presentations: [{title: x, deck: a.pdf, publish: [notes, comments]}, {title: y, deck: a.pdf, publish: [comments, originals]}]\n",
		},
		{name: "names the valid values", sheet: "publish: [speakernotes]\n", err: `meeting.yaml:1: publish: "speakernotes" cannot be published; valid values: notes, hiddenSlides, comments, metadata, originals`},
		{name: "suggests a value", sheet: "presentations:\n - deck: a.pdf\n   publish: [note]\n", err: `meeting.yaml:3: presentations 1, publish: "note" cannot be published; did you mean "notes"?`},
		{name: "needs a list", sheet: "publish: notes\n", err: "must be a list"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for name, data := range map[string]string{"meeting.yaml": tt.sheet, "a.pdf": "%PDF-1.7\n"} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			in, err := intake.Read([]string{dir}, intake.Options{Title: "x", Date: "2026-01-02", Publish: tt.flag})
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("err = %v, want %q", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]list{tt.meeting, tt.deck}, []list{in.Meeting.Publish, in.Meeting.Sources[0].Publish}); diff != "" {
				t.Errorf("publish of meeting and deck (-want +got):\n%s", diff)
			}
		})
	}
}
