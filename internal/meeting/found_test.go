package meeting_test

import (
	"testing"

	"proceedings/internal/meeting"
)

func TestFoundDeck(t *testing.T) {
	t.Parallel()
	m := meeting.Meeting{Sources: []meeting.Source{{ID: "talk"}, {ID: "day"}, {ID: "day-slides"}, {ID: "day-slides-2"}}}
	for recording, want := range map[string]string{"talk": "talk-slides", "day": "day-slides-3"} {
		if got := m.FoundDeck(recording); got != want {
			t.Errorf("the deck of %s is %s, want %s", recording, got, want)
		}
	}
}

func TestKeepAlignmentsOfFoundSlides(t *testing.T) {
	t.Parallel()
	old := meeting.Meeting{Sources: []meeting.Source{{ID: "talk", SHA256: "a"}}}
	old.SetAlignment(meeting.Alignment{Recording: "talk", Slides: []meeting.SlideCorrection{{Start: 5, Deck: "talk-slides", Slide: 2}, {Start: 9, Deck: "gone", Slide: 2}}})
	next := meeting.Meeting{Sources: []meeting.Source{{ID: "talk", SHA256: "a"}}}
	next.KeepAlignments(old)
	if got := next.AlignmentOf("talk").Slides; len(got) != 1 || got[0].Deck != "talk-slides" {
		t.Errorf("corrections are %+v", got)
	}
}
