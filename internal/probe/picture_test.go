package probe_test

import (
	"testing"

	"proceedings/internal/meeting"
)

// A picture is a document, unless somebody calls it slides.
func TestImageAsDeck(t *testing.T) {
	t.Parallel()
	path := written(t, "poster.png", "\x89PNG\r\n\x1a\n")
	for asked, want := range map[meeting.Role]meeting.Role{"": meeting.Document, meeting.Document: meeting.Document, meeting.Deck: meeting.Deck} {
		if found, err := prober(t).File(t.Context(), path, asked); err != nil || found.Role != want {
			t.Errorf("asked for %q: %q, %v, want %q", asked, found.Role, err, want)
		}
	}
	if _, err := prober(t).File(t.Context(), path, meeting.Recording); err == nil {
		t.Error("a picture passes for a recording")
	}
}
