package intake

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
)

// dji knows DJI's drones and cameras. Their numbers count recordings and parts
// alike, so that only a file of full size tells that the next continues it.
func dji() recogniser {
	return recogniser{
		name:    "DJI",
		looks:   "`DJI_0001.MP4`, `DJI_20260512100000_0001_D.MP4`; `.SRT`, `.LRF`",
		becomes: "one recording per file; a file of about 4 GB is joined with the file that continues it; `.SRT` with flight data is left out, as is `.LRF`",
		find:    findDJI,
	}
}

func findDJI(r *recognition) {
	name := regexp.MustCompile(`(?i)^DJI_(?:\d{14}_)?(\d{4})(?:_([A-Z]))?$`)
	mains := map[string]bool{}
	for i, e := range r.entries {
		if r.recording(i) && name.MatchString(e.stem()) && e.ext() != "lrf" {
			mains[e.dir()+"/"+strings.ToLower(e.stem())] = true
		}
	}
	for i, e := range r.entries {
		switch {
		case !mains[e.dir()+"/"+strings.ToLower(e.stem())]:
		case e.ext() == "lrf":
			r.leave(i, "a small copy for the camera's display")
		case e.is("srt", "text") && e.ext() == "srt" && flightData(e.helper):
			r.leave(i, "flight data of a DJI camera, not captions")
		}
	}
	r.chains("DJI", func(i int) (string, int, bool) {
		m := name.FindStringSubmatch(r.entries[i].stem())
		if m == nil {
			return "", 0, false
		}
		n, _ := strconv.Atoi(m[1]) // four digits
		return "dji" + strings.ToLower(m[2]), n, true
	})
}

// flightData reports whether captions are what a DJI camera notes of each
// frame: its counters, its exposure, the place.
func flightData(head []byte) bool {
	low := bytes.ToLower(head)
	signs := 0
	for _, sign := range []string{"srtcnt", "framecnt", "difftime", "[iso", "iso:", "iso :", "shutter", "gps", "latitude", "barometer", "home("} {
		if bytes.Contains(low, []byte(sign)) {
			signs++
		}
	}
	return signs >= 2
}
