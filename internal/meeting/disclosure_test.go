package meeting_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
)

func privateDeck() meeting.DeckText {
	return meeting.DeckText{
		Properties: meeting.Properties{Author: "An author"},
		Outline:    []meeting.OutlineEntry{{Title: "A", Level: 1, Page: 1}, {Title: "B", Level: 1, Page: 2}},
		Slides: []meeting.Slide{
			{Number: 1, Title: "A", Notes: "breathe"},
			{Number: 2, Title: "B", Hidden: true, Notes: "skip"},
			{Number: 3, Title: "C", Comments: []meeting.Comment{{Author: "R", Text: "really?"}, {Text: "yes"}}},
		},
	}
}

func TestWithhold(t *testing.T) {
	t.Parallel()

	type list = []meeting.Disclosure
	tests := []struct {
		name          string
		meeting, deck list
		want          meeting.Withheld
		slides        []int
		notes         string
		author        string
	}{
		{name: "publishes everything of a record without a list", slides: []int{1, 2, 3}, notes: "breathe", author: "An author"},
		{name: "withholds everything by default", meeting: list{}, slides: []int{1, 3}, want: meeting.Withheld{HiddenSlides: []int{2}, Notes: 2, Comments: 2, Metadata: true}},
		{name: "publishes notes alone", meeting: list{meeting.DiscloseNotes}, slides: []int{1, 3}, notes: "breathe", want: meeting.Withheld{HiddenSlides: []int{2}, Comments: 2, Metadata: true}},
		{name: "publishes hidden slides without their notes", meeting: list{meeting.DiscloseHidden}, slides: []int{1, 2, 3}, want: meeting.Withheld{Notes: 2, Comments: 2, Metadata: true}},
		{name: "publishes metadata alone", meeting: list{meeting.DiscloseMetadata}, slides: []int{1, 3}, author: "An author", want: meeting.Withheld{HiddenSlides: []int{2}, Notes: 2, Comments: 2}},
		{name: "prefers the deck's list", meeting: list{meeting.DiscloseNotes}, deck: list{}, slides: []int{1, 3}, want: meeting.Withheld{HiddenSlides: []int{2}, Notes: 2, Comments: 2, Metadata: true}},
		{name: "offers the original, which has everything", meeting: list{meeting.DiscloseOriginals}, slides: []int{1, 3}, want: meeting.Withheld{HiddenSlides: []int{2}, Notes: 2, Comments: 2, Metadata: true, Original: true}},
		{name: "publishes everything on request", meeting: meeting.Disclosures(), slides: []int{1, 2, 3}, notes: "breathe", author: "An author"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			before := privateDeck()
			text, withheld := meeting.Meeting{Publish: tt.meeting}.Withhold(meeting.Source{Publish: tt.deck}, before)
			if diff := cmp.Diff(tt.want, withheld); diff != "" {
				t.Errorf("withheld (-want +got):\n%s", diff)
			}
			var numbers []int
			for _, s := range text.Slides {
				numbers = append(numbers, s.Number)
			}
			if diff := cmp.Diff(tt.slides, numbers); diff != "" {
				t.Errorf("slides (-want +got):\n%s", diff)
			}
			if text.Slides[0].Notes != tt.notes || text.Properties.Author != tt.author {
				t.Errorf("notes %q, author %q", text.Slides[0].Notes, text.Properties.Author)
			}
			if len(text.Outline) != len(tt.slides)-1 { // slide 3 has no entry
				t.Errorf("outline %v", text.Outline)
			}
			if diff := cmp.Diff(privateDeck(), before); diff != "" {
				t.Errorf("the full text was changed (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEmptyListIsStored checks that a stored record tells an empty list, which
// publishes nothing, from none.
func TestEmptyListIsStored(t *testing.T) {
	t.Parallel()

	for name, m := range map[string]meeting.Meeting{"empty": {Publish: []meeting.Disclosure{}}, "none": {}} {
		data, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		var read meeting.Meeting
		if err := json.Unmarshal(data, &read); err != nil {
			t.Fatal(err)
		}
		if got := read.Publishes(meeting.Source{}, meeting.DiscloseNotes); got != (name == "none") {
			t.Errorf("%s: publishes notes: %t", name, got)
		}
	}
}
