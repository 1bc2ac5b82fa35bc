package intake

import (
	"fmt"
	"strings"
)

// obs knows that OBS Studio, told to, remuxes a recording: the same packets in
// a second container of the same name.
func obs() recogniser {
	return recogniser{
		name:    "OBS Studio, vMix",
		looks:   "`2026-05-12 10-00-00.mkv`; the same name with `.mp4`, after remuxing",
		becomes: "one recording with all its named audio tracks; if an MKV and an MP4 have the same name and about the same size, the MP4 is kept but not encoded",
		find:    findRemuxed,
	}
}

func findRemuxed(r *recognition) {
	for i, e := range r.entries {
		if !r.film(i) || !e.is("matroska", "flv", "mpegts") || e.soundOnly() {
			continue
		}
		for j, o := range r.entries {
			if !r.film(j) || !o.is("mp4") || o.soundOnly() || o.dir() != e.dir() || !strings.EqualFold(o.stem(), e.stem()) {
				continue
			}
			if !alike(e.size, o.size) {
				r.note(fmt.Sprintf("%s and %s have one name and different sizes, so both are published; leave one out in meeting.yaml with ignore: [%q]",
					e.name, o.name, o.name))
				continue
			}
			r.add(&group{program: "Remuxed", parts: []int{i}, twins: []int{j}})
		}
	}
}

// alike reports whether two sizes differ by no more than containers do: a part
// in fifty.
func alike(a, b int64) bool { return max(a, b)-min(a, b) <= max(a, b)/50 }
