// Package deckgen makes slide decks for benchmarks: flat OpenDocument presentations with
// the kinds of slides that talks have. A seed gives the same deck each time.
package deckgen

import (
	"math/rand/v2"
)

// Deck is a made deck.
type Deck struct {
	FODP []byte // a flat OpenDocument presentation

	// Groups has a number for each page. Pages that show one slide, as it is built up
	// line by line, have the same number.
	Groups []int
}

// Limits of the number of pages of a deck.
const (
	MinPages = 12
	MaxPages = 62
)

// Make makes the deck of a seed. Decks of successive seeds have different designs.
func Make(seed uint64) Deck { return MakePages(seed, 0) }

// MakePages is Make for a number of pages; 0 leaves it to the seed.
func MakePages(seed uint64, pages int) Deck {
	r := rand.New(rand.NewPCG(seed, 0x5eed))
	if count := MinPages + r.IntN(MaxPages-MinPages+1); pages == 0 {
		pages = count
	}
	d := designOf(seed, r)
	w := &writer{rand: r, design: d, words: words{r}, doc: newDocument(d.width, d.height)}
	w.deck(pages)
	return Deck{FODP: w.doc.bytes(), Groups: w.groups[:pages]}
}
