package probe

import (
	"bytes"
	"strconv"
	"strings"
)

// track is what the packets of one stream add up to.
type track struct {
	count     int
	start     float64 // earliest presentation time, seconds
	last      float64 // latest presentation time
	lastLen   float64 // duration of the packet shown last
	hasTime   bool
	decoding  bool    // the times are those of decoding, since no others were seen
	typicalOf float64 // duration of some packet, where the last has none
}

// packet is what is asked of a packet. Times are seconds.
type packet struct {
	pts, dts, duration float64
	hasPTS, hasDTS     bool
	discarded          bool
}

// add takes one packet in. Those that an edit list discards do not count. The
// time of decoding stands in for that of showing in a stream that has only
// that; in any other it is earlier by some frames.
func (t *track) add(p packet) {
	if p.discarded {
		return
	}
	t.count++
	if p.duration > 0 {
		t.typicalOf = p.duration
	}
	switch {
	case p.hasPTS:
		if t.decoding {
			t.hasTime, t.decoding = false, false
		}
		t.show(p.pts, p.duration)
	case p.hasDTS && (t.decoding || !t.hasTime):
		t.decoding = true
		t.show(p.dts, p.duration)
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

// packetReader is an io.Writer that takes ffprobe's lines and keeps the sums:
// a day's recording has millions of packets.
type packetReader struct {
	tracks map[int]*track
	rest   []byte
}

// maxLine bounds a line; a real one has a hundred bytes.
const maxLine = 64 << 10

func (r *packetReader) Write(p []byte) (int, error) {
	n := len(p)
	for {
		line, after, found := bytes.Cut(p, []byte{'\n'})
		if !found {
			if len(r.rest)+len(p) <= maxLine {
				r.rest = append(r.rest, p...)
			}
			return n, nil
		}
		r.line(string(append(r.rest, line...)))
		r.rest, p = r.rest[:0], after
	}
}

// line reads stream_index=0|pts_time=0.000000|… as ffprobe's compact writer
// prints it; unknown values are N/A.
func (r *packetReader) line(line string) {
	index := -1
	var p packet
	for field := range strings.SplitSeq(strings.TrimSpace(line), "|") {
		name, value, _ := strings.Cut(field, "=")
		number, err := strconv.ParseFloat(value, 64)
		known := err == nil
		switch name {
		case "stream_index":
			if known {
				index = int(number)
			}
		case "pts_time":
			p.pts, p.hasPTS = number, known
		case "dts_time":
			p.dts, p.hasDTS = number, known
		case "duration_time":
			p.duration = number
		case "flags":
			p.discarded = strings.Contains(value, "D")
		}
	}
	if index < 0 {
		return
	}
	t := r.tracks[index]
	if t == nil {
		t = new(track)
		r.tracks[index] = t
	}
	t.add(p)
}
