package meeting

import (
	"fmt"
	"slices"
)

// FoundDeck returns the ID of the deck of the slides that were found in the picture of a
// recording. No source has it.
func (m Meeting) FoundDeck(recording string) string {
	id := recording + "-slides"
	for n := 2; slices.ContainsFunc(m.Sources, func(s Source) bool { return s.ID == id }); n++ {
		id = fmt.Sprintf("%s-slides-%d", recording, n)
	}
	return id
}
