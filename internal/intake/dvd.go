package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// dvd knows DVD-Video: VTS_01_1.VOB to VTS_01_9.VOB are one title, cut at 1 GB;
// VTS_01_0.VOB and VIDEO_TS.VOB are menus.
func dvd() recogniser {
	return recogniser{
		name:    "DVD-Video",
		looks:   "`VIDEO_TS/VTS_01_1.VOB`, `VTS_01_2.VOB`, …; `VTS_01_0.VOB`, `VIDEO_TS.VOB`, `.IFO`, `.BUP`",
		becomes: "one recording per title, joined from its files; menus and tables are left out",
		find:    findDVD,
	}
}

func findDVD(r *recognition) {
	title := regexp.MustCompile(`(?i)^VTS_(\d\d)_([1-9])$`)
	menu := regexp.MustCompile(`(?i)^(?:VTS_\d\d_0|VIDEO_TS)$`)
	sets := keyed{}
	for i, e := range r.entries {
		if m := title.FindStringSubmatch(e.stem()); m != nil && r.film(i) && e.is("mpegps") && e.ext() == "vob" {
			n, _ := strconv.Atoi(m[2]) // a digit
			sets.put(e.dir()+"/VTS_"+m[1]+"_%d"+path1(e), n, i)
		}
	}
	discs := map[string]bool{}
	for _, key := range sets.order {
		set := sets.sets[key]
		discs[r.entries[set.entries()[0]].dir()] = true
		r.add(&group{program: "DVD", parts: set.entries(), missing: set.gaps(1, func(n int) string {
			return strings.TrimPrefix(fmt.Sprintf(key, n), "./")
		})})
	}
	for i, e := range r.entries {
		switch {
		case !discs[e.dir()]:
		case e.ext() == "vob" && menu.MatchString(e.stem()):
			r.leave(i, "a menu of the DVD")
		case (e.ext() == "ifo" || e.ext() == "bup") && e.format.Role == "":
			r.leave(i, "a table of the DVD's")
		}
	}
}
