package main

import (
	"cmp"
	"slices"

	"proceedings/internal/align"
)

// label is what a recording shows at a moment: a class of pages of a deck. The zero
// label is no slide.
type label struct{ deck, class int }

// stretch is a time with one label.
type stretch struct {
	start, end float64
	label      label
	confidence float64
}

// truthOf returns the labels of a whole recording of the first deck.
func truthOf(events []event, class func(page int) int) []stretch {
	var list []stretch
	for _, e := range events {
		list = append(list, stretch{start: e.start, end: e.end, label: label{class: class(e.page)}, confidence: 1})
	}
	return merge(list)
}

// claimsOf returns the labels that intervals give to a recording of that length, without
// gaps. Where intervals overlap, the first one counts.
func claimsOf(intervals []align.Interval, class func(deck, slide int) int, length float64) []stretch {
	sorted := slices.SortedFunc(slices.Values(intervals), func(a, b align.Interval) int { return cmp.Compare(a.Start, b.Start) })
	var list []stretch
	at := 0.0
	for _, v := range sorted {
		start, end := max(v.Start, at), min(v.End, length)
		if end <= start {
			continue
		}
		if start > at {
			list = append(list, stretch{start: at, end: start})
		}
		c := label{deck: v.Deck, class: class(v.Deck, v.Slide)}
		list = append(list, stretch{start: start, end: end, label: c, confidence: v.Confidence})
		at = end
	}
	if at < length {
		list = append(list, stretch{start: at, end: length})
	}
	return list
}

// merge joins neighbours of the same label.
func merge(list []stretch) (merged []stretch) {
	for _, s := range list {
		if s.end <= s.start {
			continue
		}
		if n := len(merged); n > 0 && merged[n-1].label == s.label {
			merged[n-1].end = s.end
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// boundaries returns the times at which the label changes.
func boundaries(list []stretch) (times []float64) {
	for i, s := range merge(list) {
		if i > 0 {
			times = append(times, s.start)
		}
	}
	return times
}
