package progress

import (
	"testing"

	"proceedings/internal/meeting"
)

func TestOffersNotes(t *testing.T) {
	t.Parallel()

	no := false
	for _, tt := range []struct {
		name    string
		meeting meeting.Meeting
		format  string
		role    meeting.Role
		want    bool
	}{
		{"a slide deck as a document", meeting.Meeting{}, "pptx", meeting.Document, true},
		{"a binary slide deck as a document", meeting.Meeting{}, "ppt", meeting.Document, true},
		{"flat OpenDocument slides as a document", meeting.Meeting{}, "fodp", meeting.Document, true},
		{"a slide deck as a deck", meeting.Meeting{}, "pptx", meeting.Deck, false},
		{"a text document", meeting.Meeting{}, "docx", meeting.Document, false},
		{"a PDF file", meeting.Meeting{}, "pdf", meeting.Document, false},
		{"without downloads", meeting.Meeting{Rights: meeting.Rights{Downloads: &no}}, "pptx", meeting.Document, false},
		{"with published originals", meeting.Meeting{Publish: []meeting.Disclosure{meeting.DiscloseOriginals}}, "pptx", meeting.Document, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.meeting.Publish == nil {
				tt.meeting.Publish = []meeting.Disclosure{}
			}
			if got := OffersNotes(tt.meeting, meeting.Source{}, meeting.Probe{Format: tt.format, Role: tt.role}); got != tt.want {
				t.Errorf("OffersNotes = %t, want %t", got, tt.want)
			}
		})
	}
}
