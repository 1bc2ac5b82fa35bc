package slidestest

import (
	"fmt"

	"proceedings/internal/meeting"
)

// Usual is a typical deck: each slide has a title, a list and notes, and one in five
// each has a table, a chart, a diagram or a comment.
func Usual(slides int) meeting.DeckText {
	deck := meeting.DeckText{Properties: meeting.Properties{Title: "The rail bridge", Author: "Office of Roads"}}
	for i := range slides {
		s := meeting.Slide{
			Title: fmt.Sprintf("Section %d", i), Notes: "Say hello.\nWait for questions.", Master: "City of Ghent\nPage of the plan",
			Blocks: []meeting.Block{
				{Kind: meeting.Item, Level: 1, Text: "The bridge is from 1931 and carries two tracks"},
				{Kind: meeting.Item, Level: 2, Text: "It was widened in 1958"},
				{Kind: meeting.Item, Level: 1, Text: "Its bearings are worn, as the inspection of May has shown"},
				{Kind: meeting.Text, Text: "More at example.org"},
				{Kind: meeting.Picture, Alt: "The bridge from the north"},
			},
			Links: []meeting.Link{{URL: "https://example.org/", Text: "example.org"}},
		}
		switch i % 5 {
		case 1:
			s.Blocks = append(s.Blocks, meeting.Block{Kind: meeting.Table, Rows: [][]string{
				{"Item", "2023", "2024"}, {"Steel", "12", "14"}, {"Concrete", "7", "8"}, {"Work", "30", "34"},
			}})
		case 2:
			s.Blocks = append(s.Blocks, meeting.Block{Kind: meeting.Graph, Chart: &meeting.Chart{
				Title: "Costs", Categories: []string{"2021", "2022", "2023", "2024"},
				Series: []meeting.Series{{Name: "Plan", Values: []string{"1", "2", "3", "4"}}, {Name: "Spent", Values: []string{"1", "2", "4", "5"}}},
			}})
		case 3:
			s.Blocks = append(s.Blocks, meeting.Block{Kind: meeting.Diagram, Text: "Plan\nBuild\nRun"})
		case 4:
			s.Comments = []meeting.Comment{{Author: "An Editor", Date: "2024-03-01T10:00:00", Text: "Is this right?"}}
		}
		deck.Slides = append(deck.Slides, s)
	}
	return deck
}
