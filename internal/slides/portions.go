package slides

import "proceedings/internal/slides/pptx"

const (
	// heavy is how much of a deck LibreOffice is given at once, in the units of
	// [pptx.Weigh]: for so much it takes some two hundred megabytes more than for
	// as many slides with nothing on them.
	heavy = 3000
	// portionsMax bounds how often a deck is loaded.
	portionsMax = 8
)

// portions cuts a deck into runs of slides of about the same weight, none of
// them much heavier than heavy, and gives how many slides are in each. No slide
// is cut.
func portions(weights []pptx.Weight, heavy int) []int {
	total := 0
	for _, w := range weights {
		total += w.Units
	}
	n := min((total+heavy-1)/heavy, portionsMax)
	if n <= 1 {
		return []int{len(weights)}
	}
	var shown []int
	last, before := -1, 0
	for _, w := range weights {
		// A slide goes where its middle lies.
		in := min((2*before+w.Units)*n/(2*total), n-1)
		if in != last {
			shown, last = append(shown, 0), in
		}
		shown[len(shown)-1]++
		before += w.Units
	}
	return shown
}
