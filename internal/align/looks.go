package align

// look describes a still: how much of it is flat, and how much has sharp edges.
type look struct{ flat, sharp, plain float64 }

// look returns the look of the pixels outside of a mask.
func (s still) look(mask []bool) (l look) {
	const (
		even  = 2  // difference in brightness of neighbours in a flat area
		edge  = 20 // and at a sharp edge
		whole = 5  // pixels of a flat area in a row
	)
	total := 0
	for y := range s.h - 1 {
		run := 0
		for x := range s.w - 1 {
			i := y*s.w + x
			if mask[i] || mask[i+1] || mask[i+s.w] {
				run = 0
				continue
			}
			total++
			across, down := apartBy(s.v[i], s.v[i+1]), apartBy(s.v[i], s.v[i+s.w])
			if across <= even && down <= even {
				if run++; run == whole {
					l.flat += whole
				} else if run > whole {
					l.flat++
				}
				continue
			}
			run = 0
			if max(across, down) >= edge {
				l.sharp++
			}
		}
	}
	if total == 0 {
		return look{}
	}
	return look{l.flat / float64(total), l.sharp / float64(total), s.plain(mask)}
}

func apartBy(a, b uint8) uint8 { return max(a, b) - min(a, b) }

// plain returns the share of the pixels that have one of the two most frequent colours: the
// ground of a slide, and that of its title or bars. Walls and faces have shades.
func (s still) plain(mask []bool) float64 {
	const around = 2 // of a colour
	var count [256]int
	total := 0
	for i, v := range s.v {
		if !mask[i] {
			count[v]++
			total++
		}
	}
	if total == 0 {
		return 0
	}
	found := 0
	for range 2 {
		best, at := 0, 0
		for v := range count {
			n := 0
			for k := max(0, v-around); k <= min(255, v+around); k++ {
				n += count[k]
			}
			if n > best {
				best, at = n, v
			}
		}
		found += best
		for k := max(0, at-around); k <= min(255, at+around); k++ {
			count[k] = 0
		}
	}
	return float64(found) / float64(total)
}
