package align

const (
	unchanged     = .35 // mean difference in brightness of two frames that show the same: noise
	unchangedWord = 2.5 // the same for each part of the size of a word: a digit is another one
)

// isUnchanged reports whether two frames differ only by the noise of a compressed picture,
// everywhere.
func isUnchanged(a, b plane) bool {
	if difference(a, b) >= unchanged {
		return false
	}
	for y := 0; y+detailHeight <= a.h; y += detailHeight {
		for x := 0; x+detailWidth <= a.w; x += detailWidth {
			if partDifference(a, b, x, y) > unchangedWord {
				return false
			}
		}
	}
	return true
}

// partDifference returns the mean difference in brightness of a part of two pictures that has
// the size of a word.
func partDifference(a, b plane, x, y int) float32 {
	var sum float32
	for j := y; j < y+detailHeight; j++ {
		row, other := a.v[j*a.w+x:][:detailWidth], b.v[j*a.w+x:][:detailWidth]
		for i, v := range row {
			sum += abs(v - other[i])
		}
	}
	return sum / (detailWidth * detailHeight)
}
