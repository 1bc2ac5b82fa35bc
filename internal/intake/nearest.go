package intake

import (
	"slices"
	"strings"
)

// nearest is the one of names that a slip of the hand may have made word of:
// one letter in three wrong, missing or too many, two next to each other
// counted as two. Empty if there is none.
func nearest(word string, names []string) string {
	best, least := "", len([]rune(word))/3+2
	for _, name := range names {
		if d := distance(strings.ToLower(word), strings.ToLower(name)); d < least {
			best, least = name, d
		}
	}
	return best
}

// distance is Levenshtein's.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, c := range x {
		last := slices.Clone(row)
		row[0] = i + 1
		for j, d := range y {
			row[j+1] = min(last[j+1], row[j]) + 1
			if c == d {
				row[j+1] = min(row[j+1], last[j])
			} else {
				row[j+1] = min(row[j+1], last[j]+1)
			}
		}
	}
	return row[len(y)]
}
