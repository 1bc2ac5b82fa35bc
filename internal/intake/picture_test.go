package intake_test

import (
	"testing"

	"proceedings/internal/meeting"
)

// A picture is a document, unless meeting.yaml calls it somebody's slides.
func TestPicturesAreDecksIfSomebodySaysSo(t *testing.T) {
	t.Parallel()
	in := read(t, folder(t, "x", map[string]string{
		"poster.png": png, "view.png": png, "meeting.yaml": "presentations:\n  - title: Harbour\n    deck: poster.png\n",
	}))
	for i, want := range []meeting.Role{meeting.Deck, meeting.Document} {
		if len(in.Meeting.Sources) != 2 || in.Meeting.Sources[i].Role != want {
			t.Fatalf("sources %+v, want a deck and a document", in.Meeting.Sources)
		}
	}
}
