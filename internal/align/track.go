package align

import (
	"context"
)

// Stretch is what [Track] found in a part of a recording.
type Stretch struct {
	From      float64    `json:"from"` // seconds in the recording
	To        float64    `json:"to"`
	Intervals []Interval `json:"intervals,omitempty"` // in chronological order
	Stills    []Still    `json:"stills,omitempty"`
}

// Track names the slide of each moment of a picture, which may be a stretch of a recording.
// It compares key frames first, and then all frames between two that differ.
func Track(ctx context.Context, p Picture, decks []Deck, l Layout) (Stretch, error) {
	segments := p.Segments()
	if len(segments) == 0 {
		return Stretch{}, nil
	}
	out := Stretch{From: segments[0].Start, To: segments[len(segments)-1].End}
	t := tracker{pages: preparePages(decks), threshold: shown}
	if !l.Found() || len(t.pages) == 0 {
		return out, nil
	}
	t.scorer = newScorer(t.pages, l)
	keys, err := t.keys(ctx, p)
	if err != nil {
		return Stretch{}, err
	}
	path := bestPath(keys, t.pages, t.threshold)
	open := t.open(segments, keys, path)
	fine, err := t.frames(ctx, p, open)
	if err != nil {
		return Stretch{}, err
	}
	out.Intervals, out.Stills = t.intervals(segments, keys, path, fine), t.stills
	return out, nil
}

type tracker struct {
	pages     []page
	scorer    *scorer
	threshold float64 // similarity from which a page is shown

	last   plane // picture that was compared last
	scores []scored

	before       plane      // last key frame
	pairs, quiet int        // key frames in a row, and those of them that show the same
	waiting      *candidate // what the last key frame shows, if no page is clearly like it
	stills       []Still
}

// keys compares the key frames with the pages.
func (t *tracker) keys(ctx context.Context, p Picture) (list []observation, err error) {
	err = p.Keys(ctx, func(f Frame) error {
		q := prepare(planeOf(f.Image, FrameWidth))
		t.watch(q.plain)
		list = append(list, observation{time: f.Time, scores: t.comparePrepared(q), weight: 1})
		t.notice(list, q)
		return ctx.Err()
	})
	return list, err
}

// shown is the similarity from which a page is shown.
const shown = .6

// comparePlane returns the pages that are most like a frame. A frame that differs only by noise
// from the one before is not compared again.
func (t *tracker) comparePlane(p plane) []scored { return t.comparePrepared(prepare(p)) }

func (t *tracker) comparePrepared(q prepared) []scored {
	if isUnchanged(q.plain, t.last) {
		return t.scores
	}
	t.last, t.scores = q.plain, t.weighed(t.scorer.frame(q))
	return t.scores
}

// unsure is the similarity around the threshold that may be either.
const unsure = .1

// open returns the segments that may show more than one page: those between key frames of
// different pages, and those whose frames change more than others.
func (t *tracker) open(segments []Segment, keys []observation, path []int) []int {
	var list []int
	for i := range min(len(segments), len(path)) {
		switch {
		case i+1 < len(path) && (path[i] != path[i+1] || t.differ(t.best(keys[i]), t.best(keys[i+1]))),
			t.differ(t.best(keys[i]), path[i]),
			isBusy(segments, i),
			path[i] != none && t.isUnsure(keys[i].scores):
			list = append(list, i)
		}
	}
	return list
}

// best returns the page that is most like a frame, or none: the path may ignore what a
// single key frame shows.
func (t *tracker) best(o observation) int {
	if len(o.scores) == 0 || float64(o.scores[0].s) < t.threshold {
		return none
	}
	return o.scores[0].page
}

// differ reports whether two pages look different.
func (t *tracker) differ(a, b int) bool {
	return a != b && (a == none || b == none || !t.scorer.alike(a, b))
}

// isUnsure reports whether the best page is near the threshold.
func (t *tracker) isUnsure(scores []scored) bool {
	return len(scores) > 0 && float64(scores[0].s) < t.threshold+unsure
}
