package transcode

import (
	"bytes"
	"strconv"
)

// The work on the sound: measuring the original, encoding it, measuring the
// result.
const (
	sourceMeasured = 0.2 // share of the work when the original is measured
	soundEncoded   = 0.9 // share when the sound is encoded
)

// share is report for a part of the work, from one share of the whole to
// another.
func share(report func(float64), from, to float64) func(float64) {
	if report == nil {
		return nil
	}
	return func(done float64) { report(from + (to-from)*done) }
}

// progressReader reads what ffmpeg prints on -progress, and reports how much
// of the work is done. Where it is known how many frames the first picture made
// has, they are counted as they go into its encoder: the time is that of the
// latest picture written, which is a tile's, and goes on by its five or ten
// seconds.
type progressReader struct {
	duration float64 // seconds
	frames   int     // 0 where unknown
	report   func(done float64)
	rest     []byte
}

func (r *progressReader) Write(p []byte) (int, error) {
	n := len(p)
	for {
		line, after, found := bytes.Cut(p, []byte{'\n'})
		if !found {
			if len(r.rest) < 1<<10 { // a line of ffmpeg's has some ten bytes
				r.rest = append(r.rest, p...)
			}
			return n, nil
		}
		r.line(append(r.rest, line...))
		r.rest, p = r.rest[:0], after
	}
}

func (r *progressReader) line(line []byte) {
	name, unit, whole := "out_time_us=", 1e6, r.duration
	if r.frames > 0 {
		name, unit, whole = "frame=", 1, float64(r.frames)
	}
	value, found := bytes.CutPrefix(bytes.TrimSpace(line), []byte(name))
	if !found || r.report == nil || whole <= 0 {
		return
	}
	done, err := strconv.ParseInt(string(bytes.TrimSpace(value)), 10, 64)
	if err != nil { // N/A before the first frame
		return
	}
	r.report(min(1, max(0, float64(done)/unit/whole)))
}
