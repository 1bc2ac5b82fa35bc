package probe

import (
	"math"
	"slices"
)

// clock puts the packets of all streams on the timeline that ffmpeg 5.1 gives
// them when it decodes a file without -copyts: a file whose times begin anew on
// the way (a transport stream of several recordings) runs on there, and a probe
// that believed the times would promise hours that nobody ever sees.
//
// As ffmpeg does, it keeps one shift for the file: the stream that jumps first
// moves all others, which then find their times where they expect them.
type clock struct {
	restarts bool    // times may begin anew in this format
	shift    float64 // added to all times from now on, seconds
	last     float64 // time of decoding of the packet before, of any stream
	started  bool    // there was a packet before
	next     map[int]float64
	jumped   bool
	closing  bool    // pauses are closed: ffmpeg does so in a file of which it corrects times at all
	skipped  float64 // sum of the jumps forward of less than a day each, seconds
}

// The thresholds are ffmpeg's own: -dts_delta_threshold, the step back that it
// takes for a jump however short, and -dts_error_threshold for the formats
// whose times do not begin anew. Seconds.
const (
	jump     = 10
	stepBack = 0.1
	nonsense = 30 * 3600
)

// longestPause is the longest step forward, in seconds, that counts as a pause in one
// recording. A longer one is taken for a concatenated recording, whose timestamps may
// begin anywhere in the 26.5 hours of the 33-bit counter.
const longestPause = 300

// newClock is a clock for a container of that name. The formats are those of
// package ffmpeg's list that libavformat marks with AVFMT_TS_DISCONT.
func newClock(format string) clock {
	return clock{
		restarts: slices.Contains([]string{"mpegts", "mpeg", "ogg", "m4v"}, format),
		next:     map[int]float64{},
	}
}

// correct moves the times of the next packet of a stream of sound or, if not, of
// pictures.
func (c *clock) correct(stream int, sound bool, p *packet) {
	c.move(p, c.shift)
	next, expected := c.next[stream]
	switch {
	case !c.restarts:
		if expected {
			c.doubt(p, next)
		}
	case !p.hasDTS:
	case expected && (math.Abs(p.dts-next) > jump || p.dts+stepBack < next):
		c.jumpOrPause(p, next)
	case !expected && c.started && math.Abs(p.dts-c.last) > jump:
		c.jumpOrPause(p, c.last)
	}
	if p.hasDTS {
		c.last, c.started = p.dts, true
		next, expected = p.dts, true
	}
	switch {
	case expected && (p.duration > 0 || sound):
		// Sound that does not say how long it is has no samples for all that ffmpeg
		// knows: the headers between two joined Ogg files.
		c.next[stream] = next + p.duration
	case p.hasDTS: // a picture, and nobody knows for how long
		delete(c.next, stream)
	}
}

// jumpOrPause leaves p where it is after a pause, such as a broken connection, unless
// pauses are closed.
func (c *clock) jumpOrPause(p *packet, at float64) {
	if pause := p.dts - at; c.closing || pause < 0 || pause > longestPause {
		c.jump(p, at)
	}
}

// jump moves p and all packets after it so that p is decoded at the time given.
func (c *clock) jump(p *packet, at float64) {
	delta := at - p.dts
	if delta < 0 && -delta < day {
		c.skipped -= delta
	}
	c.move(p, delta)
	c.shift += delta
	c.jumped = true
}

func (c *clock) move(p *packet, delta float64) {
	if delta == 0 {
		return
	}
	p.dts, p.pts = micros(p.dts+delta), micros(p.pts+delta)
}

// doubt forgets times that are more than a day off.
func (c *clock) doubt(p *packet, next float64) {
	if p.hasDTS && math.Abs(p.dts-next) > nonsense {
		p.hasDTS, c.jumped = false, true
	}
	if p.hasPTS && math.Abs(p.pts-next) > nonsense {
		p.hasPTS, c.jumped = false, true
	}
}

// micros rounds seconds to microseconds, as ffprobe prints them.
func micros(seconds float64) float64 { return math.Round(seconds*1e6) / 1e6 }
