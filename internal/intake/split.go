package intake

import (
	"regexp"
	"strconv"
	"strings"
)

// splitFiles knows cameras and recorders that begin a new file where a file
// system, or their maker, allows no larger one, and count on.
func splitFiles() recogniser {
	return recogniser{
		name:    "Split at 2 or 4 GB",
		looks:   "`MVI_0001.MP4`, `MVI_0002.MP4`, …: consecutive numbers, and all files but the last have about 2 GB or 4 GB",
		becomes: "one joined recording",
		find: func(r *recognition) {
			tail := regexp.MustCompile(`^(.*?)(\d{1,6})$`)
			r.chains("Split file", func(i int) (string, int, bool) {
				e := r.entries[i]
				m := tail.FindStringSubmatch(e.stem())
				if m == nil {
					return "", 0, false
				}
				n, _ := strconv.Atoi(m[2]) // six digits at most
				return strings.ToLower(m[1]), n, true
			})
		},
	}
}

// chains joins files whose numbers follow each other, as long as each is as
// large as a file may become: then it did not end where somebody stopped.
func (r *recognition) chains(program string, name func(entry int) (key string, number int, ok bool)) {
	sets := keyed{}
	for i, e := range r.entries {
		if !r.film(i) || e.soundOnly() {
			continue
		}
		if key, n, ok := name(i); ok {
			sets.put(e.dir()+"/"+key+"."+e.ext()+" "+e.format.Name, n, i)
		}
	}
	for _, key := range sets.order {
		set := sets.sets[key]
		var chain []int
		flush := func() {
			if len(chain) > 1 {
				r.add(&group{program: program, parts: chain})
			}
			chain = nil
		}
		for at, n := range set.numbers {
			i := set.files[n]
			if at > 0 && len(chain) > 0 {
				before := r.entries[chain[len(chain)-1]].size
				limit := fullSize(before)
				if set.numbers[at-1] != n-1 || limit == 0 || r.entries[i].size > before+before/20 {
					flush()
				}
			}
			chain = append(chain, i)
		}
		flush()
	}
}

// fullSize is the limit in GB that a file of this size has reached, 2 or 4; 0
// for any other size. Makers stay a little below 2^31 and 2^32 bytes, some at
// decimal billions.
func fullSize(size int64) int {
	const mb = 1_000_000
	switch {
	case size >= 1_900*mb && size <= 2_160*mb:
		return 2
	case size >= 3_700*mb && size <= 4_310*mb:
		return 4
	}
	return 0
}
