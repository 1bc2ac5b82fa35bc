package slides

import "proceedings/internal/slides/pptx"

const (
	// portionMax is how much of a deck LibreOffice loads at once, in the units of
	// [pptx.Weigh]. Such a portion takes some 200 MB more than as many empty slides.
	portionMax = 3000
	// portionsMax bounds how often a deck is loaded.
	portionsMax = 8
)

// portions divides a deck into runs of slides of about the same weight, none much
// heavier than limit, and returns the number of slides in each. No slide is
// divided.
func portions(weights []pptx.Weight, limit int) []int {
	total := 0
	for _, w := range weights {
		total += w.Units
	}
	n := min((total+limit-1)/limit, portionsMax)
	if n <= 1 {
		return []int{len(weights)}
	}
	var counts []int
	last, before := -1, 0
	for _, w := range weights {
		// A slide belongs to the portion that holds its middle.
		in := min((2*before+w.Units)*n/(2*total), n-1)
		if in != last {
			counts, last = append(counts, 0), in
		}
		counts[len(counts)-1]++
		before += w.Units
	}
	return counts
}
