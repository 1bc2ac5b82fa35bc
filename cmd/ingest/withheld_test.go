package main

import (
	"testing"

	"proceedings/internal/meeting"
)

func TestWithheldNote(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name     string
		withheld meeting.Withheld
		want     string
	}{
		{"says nothing of a deck that is published whole", meeting.Withheld{}, ""},
		{
			"counts everything",
			meeting.Withheld{Notes: 12, HiddenSlides: []int{4}, Comments: 1},
			`a.pptx: speaker notes of 12 slides, hidden slide 4, 1 comment. To publish them, add notes, hiddenSlides and comments to publish in meeting.yaml, or in the presentation if it has its own list`,
		},
		{"says nothing of metadata alone", meeting.Withheld{Metadata: true}, ""},
		{
			"names metadata beside other content",
			meeting.Withheld{Comments: 2, Metadata: true},
			`a.pptx: 2 comments, metadata. To publish them, add comments and metadata to publish in meeting.yaml, or in the presentation if it has its own list`,
		},
		{
			"says what the original contains",
			meeting.Withheld{Notes: 1, HiddenSlides: []int{4}, Original: true},
			`a.pptx: the pages do not show speaker notes of 1 slide, hidden slide 4, but the original that readers download contains them. To withhold them, remove originals from publish in meeting.yaml`,
		},
		{
			"shortens a long list",
			meeting.Withheld{HiddenSlides: []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
			`a.pptx: hidden slides 1, 2, 3, 4, 5, 6, 7, 8 and 2 more. To publish them, add hiddenSlides to publish in meeting.yaml, or in the presentation if it has its own list`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := withheldNote("a.pptx", tt.withheld); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
