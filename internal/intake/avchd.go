package intake

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// avchd knows the card of a camcorder (AVCHD: PRIVATE/AVCHD/BDMV/STREAM), and
// its streams copied off it. A card is played like a tape: from the first clip
// to the last.
func avchd() recogniser {
	return recogniser{
		name:    "AVCHD camcorder",
		looks:   "`PRIVATE/AVCHD/BDMV/STREAM/00000.MTS`, `00001.MTS`, …, with or without their folders; `.CPI`, `.MPL`, `.BDM`, `.TDT`, `.TID`",
		becomes: "one recording, joined from all clips of a folder in the order of their numbers; the other files are left out",
		find:    findAVCHD,
	}
}

func findAVCHD(r *recognition) {
	number := regexp.MustCompile(`^\d{5}$`)
	sets := keyed{}
	for i, e := range r.entries {
		if r.film(i) && e.is("mpegts") && number.MatchString(e.stem()) {
			n, _ := strconv.Atoi(e.stem()) // five digits
			sets.put(e.dir(), n, i)
		}
	}
	for _, dir := range sets.order {
		set := sets.sets[dir]
		ext := path.Ext(r.entries[set.entries()[0]].name)
		r.add(&group{program: "AVCHD camcorder", parts: set.entries(), missing: set.gaps(set.numbers[0], func(n int) string {
			return path.Join(dir, fmt.Sprintf("%05d%s", n, ext))
		})})
	}
	if len(sets.order) == 0 {
		return
	}
	for i, e := range r.entries {
		switch e.ext() {
		case "cpi", "mpl", "bdm", "inp", "tdt", "tid", "clpi", "mpls", "bdmv", "pdt":
			if e.format.Role == "" {
				r.leave(i, "an index of the camera's")
			}
		}
		if strings.EqualFold(path.Base(e.dir()), "CANONTHM") {
			r.leave(i, "a thumbnail of the camera's")
		}
	}
}
