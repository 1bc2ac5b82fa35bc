package transcode

import (
	"bytes"
	"strconv"
)

// listening is the share of the work that it takes to hear the sound first.
const listening = 0.05

// share is report for a part of the work, from one share of the whole to
// another.
func share(report func(float64), from, to float64) func(float64) {
	if report == nil {
		return nil
	}
	return func(done float64) { report(from + (to-from)*done) }
}

// progressReader reads what ffmpeg prints on -progress, and reports how much
// of the duration is done.
type progressReader struct {
	duration float64 // seconds
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
	value, found := bytes.CutPrefix(bytes.TrimSpace(line), []byte("out_time_us="))
	if !found || r.report == nil || r.duration <= 0 {
		return
	}
	us, err := strconv.ParseInt(string(value), 10, 64)
	if err != nil { // N/A before the first frame
		return
	}
	r.report(min(1, max(0, float64(us)/1e6/r.duration)))
}
