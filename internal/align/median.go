package align

import "slices"

// median collects stills of a run in which a person walks about, and returns the picture
// behind the person.
type median struct {
	stills []still
	every  int // stills for one that is kept
	seen   int
}

const mostKept = 16 // stills

func (m *median) add(s still) {
	if m.every == 0 {
		m.every = 1
	}
	if m.seen%m.every == 0 {
		m.stills = append(m.stills, s)
	}
	m.seen++
	if len(m.stills) <= mostKept {
		return
	}
	for i := range (len(m.stills) + 1) / 2 {
		m.stills[i] = m.stills[2*i]
	}
	m.stills = m.stills[:(len(m.stills)+1)/2]
	m.every *= 2
}

// still returns the median of each pixel, where the first still was taken.
func (m *median) still(mask []bool) still {
	first := m.stills[0]
	list := []still{first}
	for _, s := range m.stills[1:] {
		list = append(list, s.moved(first.sway(s, mask)))
	}
	out := still{first.w, first.h, make([]uint8, len(first.v))}
	values := make([]uint8, len(list))
	for k := range out.v {
		for i, s := range list {
			values[i] = s.v[k]
		}
		slices.Sort(values)
		out.v[k] = values[len(values)/2]
	}
	return out
}
