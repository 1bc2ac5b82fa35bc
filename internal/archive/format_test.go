package archive_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
)

// format reads docs/format.md.
func format(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../docs/format.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestFormatNamesAllFields: whoever reads an archive without this program has only that page.
func TestFormatNamesAllFields(t *testing.T) {
	t.Parallel()
	text := format(t)
	for _, v := range []any{
		meeting.Meeting{},
		meeting.Person{},
		meeting.Presentation{},
		meeting.Rights{},
		meeting.Source{},
		meeting.Refusal{},
		meeting.Chapter{},
		meeting.Alignment{},
		meeting.SlideCorrection{},
		archive.Event{},
		archive.State{},
		meeting.Site{},
	} {
		for field := range reflect.TypeOf(v).Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if name != "" && name != "-" && !strings.Contains(text, "`"+name+"`") {
				t.Errorf("docs/format.md lacks the key %q of %T", name, v)
			}
		}
	}
	for _, kind := range []archive.EventKind{
		archive.EventSubmitted, archive.EventEdited, archive.EventRefused, archive.EventPublished, archive.EventUnpublish, archive.EventTakenDown,
		archive.EventRestored, archive.EventPurged, archive.EventRetried, archive.EventVerified, archive.EventRepaired, archive.EventExported, archive.EventImported,
	} {
		if !strings.Contains(text, "`"+string(kind)+"`") {
			t.Errorf("docs/format.md lacks the event %q", kind)
		}
	}
}

func TestFormatNamesAllKeys(t *testing.T) {
	t.Parallel()
	text := format(t)
	for _, key := range []string{
		layout.Source("<sha256>"), layout.Blocks("<sha256>"), layout.Upload("<sha256>"), layout.Record("<id>"), layout.State("<id>"), layout.Event("<id>", "<event>"),
		layout.Site, layout.StepResult("<step>"), layout.StepStatus("<step>"), layout.Verified("<id>"), layout.VerifyRun, layout.Unfinished("<id>"), layout.UnfinishedIndex,
		layout.Attention("<id>"), layout.AttentionIndex, layout.MeetingLinks("<id>") + "<end>-<random>.html", string(layout.Private) + "/…",
		layout.Withdrawn.Derived("<step>", "<run>", "…"), layout.Public.Derived("<step>", "<run>", "<name>"), layout.Public.Meeting("<id>", layout.Manifest),
		layout.Public.Asset("…"), layout.Public.Top(layout.Catalogue),
	} {
		if !strings.Contains(text, "`"+key+"`") {
			t.Errorf("docs/format.md lacks the key %s", key)
		}
	}
}
