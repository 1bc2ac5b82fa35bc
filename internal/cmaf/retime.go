package cmaf

import (
	"cmp"
	"slices"
)

// times are those of one segment's frames, in decoding order, and its end.
type times struct {
	shown   []int64
	decoded []int64 // strictly ascending, from the segment's start
	end     int64
}

// retime puts a segment's frames, in decoding order with their key frame first,
// on a timeline: the key frame is shown and decoded at start, every other frame
// shown after it at a tick of its own, and for all of them
//
//	decoded ≤ shown + delay
//
// so that shown + delay − decoded, the composition offset, is not negative. The
// segment ends where end says, given the time of the last frame shown; that
// must leave each frame a tick: end ≥ start + len(shown).
//
// The decode times are the largest that also stay at or below the times shown,
// taken in order: the i-th frame is decoded no later than the i-th is shown.
// They exist where the j-th decoded is not shown before start + j − delay, for
// then start, start+1, … are such times; taken from the end they come out as
// the largest. Any picture that was coded leaves far more room than that.
//
// Where frames share a time, or are shown before their key frame, or have not
// that room, the source is damaged or cut in an odd place: in the order of their
// times each moves to the next free tick, and where that runs into the end, back
// from there. If there is then still no room for the order that the frames were
// decoded in, they are shown in that order. The same frames always come out the
// same.
func retime(shown []int64, start, delay int64, end func(last int64) int64) times {
	n := len(shown)
	t := times{shown: make([]int64, n), decoded: make([]int64, n)}
	order := make([]int, n) // of showing
	for j, at := range shown {
		order[j] = j
		t.shown[j] = max(at, start+1, start+int64(j)-delay)
	}
	t.shown[0] = start
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(t.shown[a], t.shown[b]) })

	at := make([]int64, n) // the times shown, ascending
	for i, j := range order {
		at[i] = t.shown[j]
		if i > 0 {
			at[i] = max(at[i], at[i-1]+1)
		}
	}
	t.end = end(at[n-1])
	for i, next := n-1, t.end; i > 0; i-- {
		at[i] = min(at[i], next-1)
		next = at[i]
	}
	room := true
	for i, j := range order {
		t.shown[j] = at[i]
		room = room && at[i] >= start+int64(j)-delay
	}
	if !room {
		copy(t.shown, at)
	}
	for i, next := n-1, t.end; i >= 0; i-- {
		t.decoded[i] = min(at[i], t.shown[i]+delay, next-1)
		next = t.decoded[i]
	}
	return t
}
