package align

// farShift is the farthest that a page is looked for from its place, pixels of a page image
// in half size. Cameras sway by less.
const farShift = 6

// bestShift returns the shift around a given one at which details agree most.
func bestShift(list []detail, p plane, x, y, around int) (dx, dy int, agree float32) {
	dx, dy, agree = x, y, meanAgreement(list, p, x, y)
	for v := y - around; v <= y+around; v++ {
		for u := x - around; u <= x+around; u++ {
			if a := meanAgreement(list, p, u, v); a > agree {
				dx, dy, agree = u, v, a
			}
		}
	}
	return dx, dy, agree
}

// meanAgreement returns the mean correlation of details that are moved by some pixels. Those
// that the picture does not show do not count, as long as it shows half of them.
func meanAgreement(list []detail, p plane, dx, dy int) float32 {
	var sum float32
	n := 0
	for i := range list {
		if c, seen := list[i].in(p, dx, dy); seen {
			sum += c
			n++
		}
	}
	return sum / float32(max(n, (len(list)+1)/2, 1))
}
