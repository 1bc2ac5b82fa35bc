package plan

import (
	"encoding/json"
	"math"
	"time"

	"proceedings/internal/meeting"
)

// Footage is the rendition of a picture that is compared with the slides, and the steps
// that made it.
type Footage struct {
	Rung  string
	Steps []Step
}

// LowestRung returns the smallest rendition of a picture that its chunks encoded, or the
// copied one if they encoded none. H.264 wins over AV1 of the same size, since it takes
// less time to decode. It returns false without a picture.
func LowestRung(chunks []Step, copied *meeting.Part, copy Step) (Footage, bool) {
	best := bestRung(chunks, func(a, b int) bool { return a < b })
	switch {
	case best.ID != "":
		return Footage{best.ID, chunks}, true
	case copied != nil:
		return Footage{copied.Rendition, []Step{copy}}, true
	}
	return Footage{}, false
}

// HighestRung is [LowestRung] for the largest rendition. A copied one is the largest.
func HighestRung(chunks []Step, copied *meeting.Part, copy Step) (Footage, bool) {
	if copied != nil {
		return Footage{copied.Rendition, []Step{copy}}, true
	}
	best := bestRung(chunks, func(a, b int) bool { return a > b })
	return Footage{best.ID, chunks}, best.ID != ""
}

// bestRung returns the rung of chunks whose number of pixels wins; the zero value if there is
// none.
func bestRung(chunks []Step, wins func(pixels, others int) bool) (best Rung) {
	for _, s := range chunks {
		var p ChunkParams
		if json.Unmarshal(s.Params, &p) != nil {
			continue
		}
		for _, r := range p.Rungs {
			pixels, others := r.Width*r.Height, best.Width*best.Height
			if best.ID == "" || wins(pixels, others) || pixels == others && r.Codec == H264 && best.Codec != H264 {
				best = r
			}
		}
	}
	return best
}

// within returns the footage of a stretch: without the chunks outside of it.
func (f Footage) within(s Stretch) Footage {
	var list []Step
	for _, step := range f.Steps {
		var p ChunkParams
		if step.Kind == Chunk && json.Unmarshal(step.Params, &p) == nil && (Seconds(p.To) <= s.From || Seconds(p.From) >= s.To) {
			continue
		}
		list = append(list, step)
	}
	return Footage{f.Rung, list}
}

// DeckPages are the page images of a deck, which its step made.
type DeckPages struct {
	Step    Step
	Numbers []int // of the slide on each page, from 1; 0 for a page that shows none
}

// LocateParams are the parameters of the step that finds the slides in a picture. Needs of
// the step has the steps of the footage, then those of the decks.
type LocateParams struct {
	Rung  string  `json:"rung"`
	Decks [][]int `json:"decks"` // numbers of the slides on the pages of each deck
}

// AlignParams are the parameters of the step that names the slides of a stretch. Needs of the
// step has the result of locate first.
type AlignParams struct {
	LocateParams
	Stretch
}

// StillTextParams are the parameters of the step that reads what stills of a recording show.
// Needs of the step has the result of locate first, then those of align in chronological
// order, then the steps of the footage.
type StillTextParams struct {
	Rung      string   `json:"rung"`
	Languages []string `json:"languages,omitempty"` // BCP 47
}

// Stretch is a part of a recording, in seconds.
type Stretch struct {
	From float64 `json:"from"`
	To   float64 `json:"to"`
}

// Stretches of a recording are tracked at the same time. One lasts about half an hour; a
// recording of up to 45 minutes has one.
const (
	stretchLength  = 30 * 60
	stretchOverlap = 60 // seconds that two have in common: each begins with a state that it has to find
)

// Stretches divides a recording into stretches that overlap by a minute.
func Stretches(duration float64) []Stretch {
	n := max(1, int(math.Ceil(duration/stretchLength-0.5)))
	list := make([]Stretch, n)
	each := duration / float64(n)
	for i := range list {
		list[i] = Stretch{max(0, milli(float64(i)*each-stretchOverlap/2)), min(duration, milli(float64(i+1)*each+stretchOverlap/2))}
	}
	return list
}

// LocateSlides returns the step that finds the slides of decks in a picture of the
// recording.
func (r Recording) LocateSlides(f Footage, decks []DeckPages) Step {
	s := r.step(Locate, locateParams(f, decks))
	s.Needs = append(keysOf(f.Steps), deckKeys(decks)...)
	s.Cost = 2 + 0.002*r.Duration + pageCost(decks)
	return s
}

// AlignSlides returns the step that names the slides of one stretch, given the step that
// found them.
func (r Recording) AlignSlides(locate Step, f Footage, decks []DeckPages, at Stretch) Step {
	f = f.within(at)
	s := r.step(Align, AlignParams{locateParams(f, decks), at})
	s.Needs = append(append([]string{locate.Key()}, keysOf(f.Steps)...), deckKeys(decks)...)
	s.Cost = 1 + 0.01*(at.To-at.From) + pageCost(decks)
	s.Budget = 2*time.Hour + time.Duration(4*(at.To-at.From))*time.Second
	return s
}

// ReadStills returns the step that reads a number of stills in the footage, which the steps of
// all stretches found.
func (r Recording) ReadStills(locate Step, stretches []Step, f Footage, stills int, languages []string) Step {
	s := r.step(StillText, StillTextParams{f.Rung, languages})
	s.Needs = append(append([]string{locate.Key()}, keysOf(stretches)...), keysOf(f.Steps)...)
	s.Cost = 2 + 0.7*float64(stills)
	s.Budget = time.Hour + time.Duration(stills)*time.Minute
	return s
}

func locateParams(f Footage, decks []DeckPages) LocateParams {
	p := LocateParams{Rung: f.Rung}
	for _, d := range decks {
		p.Decks = append(p.Decks, d.Numbers)
	}
	return p
}

func deckKeys(decks []DeckPages) []string {
	keys := make([]string, len(decks))
	for i, d := range decks {
		keys[i] = d.Step.Key()
	}
	return keys
}

// pageCost is the processor time to read the page images and to compare them.
func pageCost(decks []DeckPages) (sum float64) {
	for _, d := range decks {
		sum += 0.03 * float64(len(d.Numbers))
	}
	return sum
}
