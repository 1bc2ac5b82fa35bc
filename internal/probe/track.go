package probe

// track is what the packets of one stream add up to.
type track struct {
	count     int
	unread    bool    // it cannot be used; nothing but count is known of it
	encrypted bool    // some packet is
	hidden    int     // packets that an edit list discards; they count nowhere else
	bytes     int64   // of all packets
	untimed   bool    // some packet has no time of showing
	start     float64 // earliest presentation time, seconds
	last      float64 // latest presentation time
	lastLen   float64 // duration of the packet shown last
	hasTime   bool
	decoding  bool           // the times are those of decoding, since no others were seen
	typicalOf float64        // duration of some packet, where the last has none
	keys      *keys          // of pictures; nil for sound
	gaps      gaps           // of pictures
	decoded   []decodedFrame // those
}

// packet is what is asked of a packet. Times are seconds.
type packet struct {
	pts, dts, duration float64
	hasPTS, hasDTS     bool
	size               int64
	pos                int64 // bytes from the start of the file; -1 where unknown
	key, discarded     bool
}

// add takes one packet in. Those that an edit list discards do not count. The
// time of decoding stands in for that of showing in a stream that has only
// that; in any other it is earlier by some frames.
func (t *track) add(p packet) {
	if p.discarded {
		t.hidden++
		return
	}
	t.count++
	t.bytes += p.size
	t.untimed = t.untimed || !p.hasPTS
	if p.duration > 0 {
		t.typicalOf = p.duration
	}
	at, known := p.pts, p.hasPTS
	switch {
	case p.hasPTS && t.decoding: // now there are better times
		t.hasTime, t.decoding = false, false
		if t.keys != nil {
			t.keys, t.gaps = &keys{count: t.keys.count}, gaps{}
		}
	case !p.hasPTS && p.hasDTS && (t.decoding || !t.hasTime):
		t.decoding = true
		at, known = p.dts, true
	}
	if known {
		t.show(at, p.duration)
	}
	if t.keys != nil {
		t.keys.add(p, at, known)
		if known {
			t.gaps.add(at)
		}
	}
}

func (t *track) show(pts, duration float64) {
	if !t.hasTime || pts < t.start {
		t.start = pts
	}
	if !t.hasTime || pts >= t.last {
		t.last, t.lastLen = pts, duration
	}
	t.hasTime = true
}

// end is when the last packet has been shown. A packet without a duration is
// taken for as long as the others, or as the mean.
func (t *track) end() float64 {
	switch {
	case t.lastLen > 0:
		return t.last + t.lastLen
	case t.typicalOf > 0:
		return t.last + t.typicalOf
	case t.count > 1:
		return t.last + (t.last-t.start)/float64(t.count-1)
	default:
		return t.last
	}
}
