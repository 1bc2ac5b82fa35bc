package align

import "image"

// scrolls reports whether a picture shows most of what another shows, moved up or down, as
// terminals and documents do. Columns that move all the time do not count.
func scrolls(a, b *image.Gray, mask []bool) bool {
	const (
		farthest = 64 // rows
		across   = 4  // columns for one that is compared
		down     = 2
		least    = 4   // rows: a line of text, more than a camera sways
		less     = .45 // of the difference without a movement
	)
	w, h := a.Bounds().Dx(), a.Bounds().Dy()
	if b.Bounds().Dx() != w || b.Bounds().Dy() != h {
		return false
	}
	columns := stillColumns(mask, w)
	// Both are compared in the same rows of a, so that the differences of all movements
	// have one base.
	limit := min(farthest, h/4)
	difference := func(dy int) (sum int) {
		for y := limit; y < h-limit; y += down {
			p, q := a.Pix[y*a.Stride:][:w], b.Pix[(y+dy)*b.Stride:][:w]
			for x := 0; x < w; x += across {
				if !columns[x/stillBlock] {
					continue
				}
				d := int(p[x]) - int(q[x])
				sum += max(d, -d)
			}
		}
		return sum
	}
	still := difference(0)
	for dy := least; dy <= limit; dy++ {
		for _, by := range [...]int{dy, -dy} {
			if float64(difference(by)) < less*float64(still) {
				return true
			}
		}
	}
	return false
}

// stillColumns returns the columns of a mask in which nothing moves all the time.
func stillColumns(mask []bool, width int) []bool {
	w := width / (2 * stillBlock) * 2 // of a still
	free := make([]bool, width/stillBlock+1)
	for x := range w {
		free[x] = true
		for i := x; i < len(mask); i += w {
			if mask[i] {
				free[x] = false
				break
			}
		}
	}
	return free
}

// briefScroll is how long one picture of a terminal mostly stays, seconds. Slides stay longer,
// and two of them may have the same text at different heights.
const briefScroll = 4

// markScrolls marks the runs of which one shows what the other shows, moved up or down. Brief
// ones beside them are part of the same: a terminal that prints more than a page at once
// shows nothing of what it showed before.
func markScrolls(list []run) {
	brief := func(r run) bool { return r.end-r.start < briefScroll }
	for i := 1; i < len(list); i++ {
		if list[i].follows && (brief(list[i]) || brief(list[i-1])) {
			list[i].scrolled, list[i-1].scrolled = true, true
		}
	}
	join := func(a, b *run, gap float64) {
		if a.scrolled && brief(*b) && gap < settled {
			b.scrolled = true
		}
	}
	for i := 1; i < len(list); i++ {
		join(&list[i-1], &list[i], list[i].start-list[i-1].end)
	}
	for i := len(list) - 2; i >= 0; i-- {
		join(&list[i+1], &list[i], list[i+1].start-list[i].end)
	}
}
