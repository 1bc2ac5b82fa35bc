package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// goPro knows the chapters that GoPro cameras cut a recording into at about
// 4 GB. GX020012 is chapter 02 of recording 0012; up to HERO5 the first is
// GOPR0012, the second GP010012. (GoPro: camera file naming convention.)
func goPro() recogniser {
	return recogniser{
		name:    "GoPro",
		looks:   "`GH010012.MP4`, `GH020012.MP4` (also `GX…`), `GOPR0012.MP4`, `GP010012.MP4`; `.LRV`, `.THM`",
		becomes: "one recording per number, joined from its chapters; `.LRV` and `.THM` are left out",
		find:    findGoPro,
	}
}

func findGoPro(r *recognition) {
	chapter := regexp.MustCompile(`(?i)^G([HXSG])(\d\d)(\d{4})$`)
	first := regexp.MustCompile(`(?i)^GOPR(\d{4})$`)
	later := regexp.MustCompile(`(?i)^GP(\d\d)(\d{4})$`)
	sets := keyed{}
	for i, e := range r.entries {
		if e.ext() == "lrv" || !(r.film(i) && e.is("mp4")) && !r.lost(i) {
			continue
		}
		at := e.dir() + "/"
		if m := chapter.FindStringSubmatch(e.stem()); m != nil {
			n, _ := strconv.Atoi(m[2]) // two digits
			r.count(&sets, at+"G"+strings.ToUpper(m[1])+"%02d"+m[3]+path1(e), n, i)
		} else if m = first.FindStringSubmatch(e.stem()); m != nil {
			r.count(&sets, at+"GP%02d"+m[1]+path1(e), 0, i)
		} else if m = later.FindStringSubmatch(e.stem()); m != nil {
			n, _ := strconv.Atoi(m[1])
			r.count(&sets, at+"GP%02d"+m[2]+path1(e), n, i)
		}
	}
	digits := map[string]bool{} // of the recordings, by folder
	for _, key := range sets.order {
		set := sets.sets[key]
		start := 1
		if strings.Contains(key, "/GP%02d") {
			start = 0
		}
		r.add(&group{program: "GoPro", parts: set.entries(), missing: set.gaps(start, func(n int) string {
			if n == 0 && start == 0 {
				return strings.TrimPrefix(strings.Replace(key, "GP%02d", "GOPR", 1), "./")
			}
			return strings.TrimPrefix(fmt.Sprintf(key, n), "./")
		})})
		for _, i := range set.entries() {
			e := r.entries[i]
			digits[e.dir()+"/"+lastDigits(e.stem())] = true
		}
	}
	for i, e := range r.entries {
		if !digits[e.dir()+"/"+lastDigits(e.stem())] {
			continue
		}
		switch e.ext() {
		case "lrv":
			r.leave(i, "a small copy for the camera's display")
		case "thm":
			r.leave(i, "a thumbnail of the camera's")
		}
	}
}

// lastDigits is what the names of a recording and its companions have in
// common: GX010012.MP4, GL010012.LRV.
func lastDigits(stem string) string { return regexp.MustCompile(`\d+$`).FindString(stem) }

// path1 is the extension with its dot, as it is written.
func path1(e entry) string { return strings.TrimPrefix(e.base(), e.stem()) }
