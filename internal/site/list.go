package site

import "proceedings/internal/meeting"

// list is a list of a slide.
type list struct {
	Ordered bool // the texts begin with the numbers
	Items   []item
}

// item is an item of a list, with the lists within it.
type item struct {
	line

	Lists []list
}

// lists nests the items of one list by their levels. Levels may be missing: an item is
// within the item before it if its level is deeper.
func (w writer) lists(items []meeting.Block) []list {
	var made []list
	for i := 0; i < len(items); {
		level, ordered := items[i].Level, items[i].Marker != ""
		inner := i + 1
		for inner < len(items) && items[inner].Level > level {
			inner++
		}
		one := item{line: w.line(items[i]), Lists: w.lists(items[i+1 : inner])}
		if last := len(made) - 1; last >= 0 && made[last].Ordered == ordered {
			made[last].Items = append(made[last].Items, one)
		} else {
			made = append(made, list{Ordered: ordered, Items: []item{one}})
		}
		i = inner
	}
	return made
}
