// Package textmatch finds the slides whose text is that of a picture, as OCR read it. Letters
// may be wrong, lines may be missing, and several slides may have one text.
package textmatch

import (
	"math"
	"slices"
)

// Index has the text of slides.
type Index struct {
	slides []slide
	weight map[string]float64 // of each word: rare ones say more
	pair   map[string]float64 // and of each two words in a row
	near   map[string]string  // each word by its spellings with one letter removed
	rare   float64            // weight of a word that one slide has
}

// Slide is a slide of a deck, with its text.
type Slide struct {
	Deck, Number int
	Text         string
}

// slide is the words of a slide.
type slide struct {
	deck, number int

	words map[string]bool // and pairs of words
	total float64         // weight of all
}

// New returns the index of some slides.
func New(list []Slide) *Index {
	x := &Index{weight: map[string]float64{}, pair: map[string]float64{}, near: map[string]string{}}
	count, pairs := map[string]int{}, map[string]int{}
	common := commonLines(list)
	for _, one := range list {
		s := slide{deck: one.Deck, number: one.Number, words: map[string]bool{}}
		last := ""
		for _, w := range wordsOf(common.without(one)) {
			if !s.words[w] {
				s.words[w] = true
				count[w]++
			}
			if two := last + " " + w; !s.words[two] {
				s.words[two] = true
				pairs[two]++
			}
			last = w
		}
		x.slides = append(x.slides, s)
	}
	all := float64(max(fewest, len(list)) + 1)
	weight := func(n int) float64 { return math.Log(all / (float64(n) + .5)) }
	x.rare = weight(1)
	for w, n := range count {
		x.weight[w] = weight(n)
	}
	for two, n := range pairs {
		x.pair[two] = pairPart * weight(n)
	}
	for _, line := range common.list() {
		for _, w := range wordsOf(line) {
			if count[w] == 0 {
				count[w] = len(list) // it says nothing
				x.weight[w] = 0
			}
		}
	}
	for i := range x.slides {
		for w := range x.slides[i].words {
			x.slides[i].total += x.weight[w]
		}
	}
	for _, w := range sortedWords(count) {
		for _, part := range shortened(w) {
			if _, known := x.near[part]; !known {
				x.near[part] = w
			}
		}
	}
	return x
}

// Match is what the text of a picture says.
type Match struct {
	Deck       int
	Slides     []int   // numbers of the slides of the deck that it fits best; none if it fits no slide
	Confidence float64 // that it is one of these; without slides, that it is none; 0 if it says nothing
}

const (
	fewest    = 8   // slides: of fewer, it is not known which words are rare
	pairPart  = .5  // weight of two words in a row
	lacking   = .15 // weight of a word of the slide that was not read: OCR leaves lines out
	strange   = .5  // weight of a word that was read and that no slide has: OCR makes errors
	leastText = 2.5 // weight of words from which a picture says something
	mostOfIt  = .6  // of the text of a slide, with which it is certain
	leastPart = .6  // of the text that was read is on the slide
	tied      = .5  // difference of two slides that fit as well
	clear     = 3   // difference from which a slide is certain

	enoughText = 7.5 // weight of words with which a slide is certain, though most of it was not read

	legible     = 80 // confidence of a word that counts though no slide has it, per cent
	longStrange = 4  // and its letters
	clearNumber = 90 // confidence of a number that counts in full though no slide has it
	longNumber  = 3  // and its digits
	foreignText = 8  // weight of words with which a picture is certainly none of the slides
)

// Word is a word that OCR read.
type Word struct {
	Text       string
	Confidence int // per cent
}

// Find returns the slides that fit words, as OCR read them.
func (x *Index) Find(words []Word) Match {
	read, pairs := map[string]float64{}, map[string]bool{}
	var all float64
	last := ""
	for _, word := range words {
		for _, w := range wordsOf(word.Text) {
			known, ok := x.known(w)
			weight := x.weight[known]
			if ok {
				pairs[last+" "+known] = true
				last = known
			} else if weight = x.rare * strangeness(w, word.Confidence); weight > 0 {
				known, last = w, ""
			} else {
				continue
			}
			if _, seen := read[known]; seen {
				continue
			}
			read[known] = weight
			all += weight
		}
	}
	scores, shared, extra := make([]float64, len(x.slides)), make([]float64, len(x.slides)), make([]float64, len(x.slides))
	best := 0
	for i, s := range x.slides {
		for w, weight := range read {
			if s.words[w] {
				shared[i] += weight
			}
		}
		for two := range pairs {
			if s.words[two] {
				extra[i] += x.pair[two]
			}
		}
		scores[i] = shared[i] + extra[i] - (all - shared[i]) - lacking*(s.total-shared[i])
		if scores[i] > scores[best] {
			best = i
		}
	}
	switch {
	case len(scores) == 0 || all+extra[best] < leastText:
		return Match{}
	case shared[best]+extra[best] < leastText || shared[best] < leastPart*all:
		return Match{Confidence: min(1, (all-shared[best])/foreignText)}
	}
	m := Match{Deck: x.slides[best].deck}
	next := math.Inf(-1)
	for i, s := range scores {
		if own := x.slides[i]; s > scores[best]-tied && own.deck == m.Deck {
			m.Slides = append(m.Slides, own.number)
		} else {
			next = max(next, s)
		}
	}
	enough := min(enoughText, max(leastText, mostOfIt*x.slides[best].total))
	m.Confidence = .5 + .49*min(1, (scores[best]-next)/clear)*min(1, (shared[best]+extra[best])/enough)
	return m
}

// strangeness returns how much a word that no slide has says, 0 to 1. Numbers are read well, and
// often are all that differs.
func strangeness(w string, confidence int) float64 {
	switch n := len([]rune(w)); {
	case n >= longNumber && confidence >= clearNumber && isNumber(w):
		return 1
	case n >= longStrange && confidence >= legible:
		return strange
	default:
		return 0
	}
}

// HasText reports whether a slide has so much text that a picture without it shows another one.
func (x *Index) HasText(deck, number int) bool {
	for _, s := range x.slides {
		if s.deck == deck && s.number == number {
			return s.total >= leastText
		}
	}
	return false
}

// known returns the word of the slides that a word is, with at most one wrong letter.
func (x *Index) known(w string) (string, bool) {
	if _, ok := x.weight[w]; ok {
		return w, true
	}
	for _, part := range shortened(w) {
		if known, ok := x.near[part]; ok {
			return known, true
		}
	}
	return "", false
}

func sortedWords(count map[string]int) []string {
	list := make([]string, 0, len(count))
	for w := range count {
		list = append(list, w)
	}
	slices.Sort(list)
	return list
}
