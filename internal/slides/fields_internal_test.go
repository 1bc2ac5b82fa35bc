package slides

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
)

func TestRemoveFields(t *testing.T) {
	t.Parallel()

	text := meeting.DeckText{Slides: []meeting.Slide{
		{Notes: "Say hello.\n<number>\n<footer>", Master: "<date/time>", Body: "<number>"},
		{Notes: "The tag <footer> is new.", Master: "Page\n<number>\n<header>"},
	}}
	removeFields(&text)
	want := []meeting.Slide{{Notes: "Say hello.", Body: "<number>"}, {Notes: "The tag <footer> is new.", Master: "Page"}}
	if diff := cmp.Diff(want, text.Slides); diff != "" {
		t.Errorf("slides (-want +got):\n%s", diff)
	}
}
