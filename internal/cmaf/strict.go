package cmaf

import "fmt"

// rules are what somebody else's picture is held to, to be a rendition as it is.
// All methods of a nil *rules allow anything.
type rules struct {
	track *track
	start int64 // of the segment in hand, where the key frame is put
	key   int64 // where the input has its key frame
	last  int64 // the latest time that the input has in the segment
	keys  int   // key frames in it

	longest int64 // ticks that a segment may last; 0 for any time
}

// header looks at what holds for the whole track.
func (r *rules) header() error {
	t := r.track
	switch {
	case t.entries != 1:
		return Unfit{"changes its parameters on the way"}
	case t.turned:
		return Unfit{"has to be turned to be shown"}
	case t.avc == nil:
		return nil
	}
	if reason := t.avc.unplayable(); reason != "" {
		return Unfit{reason}
	}
	return nil
}

// cut ends a segment before a key frame, which the input has at shown and which
// is put at start.
func (r *rules) cut(shown, start int64) error {
	if r == nil {
		return nil
	}
	if r.last >= shown {
		return Unfit{"has frames out of order at " + r.clock(shown)}
	}
	if err := r.length(start); err != nil {
		return err
	}
	r.start, r.keys = start, 0
	return nil
}

// frame looks at the next frame in decoding order.
func (r *rules) frame(shown int64, key bool, data []byte) error {
	if r == nil {
		return nil
	}
	if key {
		if r.keys++; r.keys == 1 {
			r.key, r.last = shown, shown
		}
	}
	r.last = max(r.last, shown)
	switch {
	case shown < r.key && key:
		return Unfit{"has frames out of order at " + r.clock(shown)}
	case shown < r.key:
		return Unfit{"has open groups of pictures"}
	case shown < r.start-int64(r.track.timescale)/2:
		// All before the start is squeezed into no time. Later segments begin near
		// their key frame, so that only the first can have such frames.
		return Unfit{"has frames from before its beginning"}
	}
	if err := r.length(shown); err != nil {
		return err
	}
	if r.track.avc == nil {
		return nil
	}
	idr, changed, whole := r.track.avc.look(data)
	switch {
	case !whole:
		return Unfit{"is damaged at " + r.clock(shown)}
	case changed:
		return Unfit{"changes its parameters at " + r.clock(shown)}
	case key && !idr:
		// A key frame that is no IDR picture is one that frames after it may
		// reach back across (ITU-T H.264, 7.4.1.2.4).
		return Unfit{"has open groups of pictures"}
	}
	return nil
}

// length allows the segment in hand to last until end.
func (r *rules) length(end int64) error {
	if r == nil {
		return nil
	}
	// A player has to have fetched and may have to keep a whole segment.
	scale := int64(r.track.timescale)
	if lasts := end - r.start; r.longest > 0 && lasts > r.longest {
		if r.keys == 1 {
			return Unfit{fmt.Sprintf("has only one key frame in %d seconds", lasts/scale)}
		}
		return Unfit{fmt.Sprintf("has only %d key frames in %d seconds", r.keys, lasts/scale)}
	}
	return nil
}

// clock is a time of the timeline in words: 0:12, 1:02:03.
func (r *rules) clock(at int64) string {
	s := max(at, 0) / int64(r.track.timescale)
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
