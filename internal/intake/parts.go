package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// namedParts knows files that say themselves which part of a recording they
// are.
func namedParts() recogniser {
	return recogniser{
		name:    "Parts by name",
		looks:   "`talk-part1.mp4`, `talk-part2.mp4`, or `talk part I.mp4` up to `X`; also `pt`, `Teil`, `partie`, `parte`, `deel`, `część`, `část`, `osa`, `часть`, `μέρος`, and `1of3`",
		becomes: "one recording, joined in the order of the numbers",
		find:    findNamedParts,
	}
}

func findNamedParts(r *recognition) {
	sets := keyed{}
	totals := map[string]int{}
	letters := map[string]bool{} // sets with a part that one letter numbers
	for i, e := range r.entries {
		p, ok := partName(e.stem())
		if !ok || !r.film(i) && !r.lost(i) {
			continue
		}
		key := e.dir() + "/" + strings.ToLower(p.before+"\x00"+p.after)
		r.count(&sets, key, p.number, i)
		totals[key] = max(totals[key], p.total)
		letters[key] = letters[key] || p.letter
	}
	for _, key := range sets.order {
		if set := sets.sets[key]; len(set.numbers) > 1 || !letters[key] { // "parte V" by itself may be a word
			r.joinSet("Parts", set, 1, totals[key])
		}
	}
}

// joinSet joins the files of a set, in the order of their numbers, which begin
// at first or below and go to total where that is known. Sound alone is not
// joined with pictures.
func (r *recognition) joinSet(program string, set *numbered, first, total int) {
	kept := &numbered{lost: set.lost}
	pictures := false
	for _, i := range set.entries() {
		pictures = pictures || !r.entries[i].soundOnly()
	}
	var apart, kinds []string
	for _, n := range set.numbers {
		i := set.files[n]
		e := r.entries[i]
		if pictures && e.soundOnly() {
			apart = append(apart, e.name)
			continue
		}
		kept.put(n, i)
		if k := e.format.Name; !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
	}
	for _, i := range set.double {
		apart = append(apart, r.entries[i].name)
	}
	if len(kept.numbers) == 0 || len(kept.numbers)+len(kept.lost)+len(apart) < 2 && total < 2 && kept.numbers[0] <= first {
		return
	}
	head := r.entries[kept.entries()[0]]
	if len(apart) > 0 {
		r.note(fmt.Sprintf("%s was not joined with %s: it is sound alone among pictures, or bears a number that another has; "+
			"it is a recording of its own, unless meeting.yaml says under recordings what belongs together", enumerate(apart), head.name))
	}
	if len(kinds) > 1 {
		r.note(fmt.Sprintf("the parts of %s are of different kinds (%s); they are joined all the same", head.name, enumerate(kinds)))
	}
	missing := kept.gaps(min(first, kept.numbers[0]), func(n int) string { return "part " + strconv.Itoa(n) })
	for n := kept.end() + 1; n <= total && len(missing) < maxGaps; n++ {
		missing = append(missing, "part "+strconv.Itoa(n))
	}
	r.add(&group{program: program, parts: kept.entries(), missing: missing, counted: true})
}
