package catalogue

import (
	"maps"
	"slices"
)

// Index is the search index of a month's meetings. The same documents give the
// same bytes, whatever the order in which they were added.
type Index struct {
	docs map[string]indexed // by the meeting's ID
}

// indexed is a document as its terms.
type indexed struct {
	lengths [fieldCount]int               // different words of each field
	terms   map[string][fieldCount]uint16 // occurrences by field
}

// maxCount is the largest count of a term in a field.
const maxCount = 1<<16 - 1

// index converts d to its terms.
func (d Document) index() indexed {
	fold, made := newFolder(), indexed{terms: map[string][fieldCount]uint16{}}
	terms := map[string]string{} // of the words seen
	for field, text := range d {
		seen := map[string]bool{}
		for _, word := range tokens(text) {
			seen[word] = true
			term, known := terms[word]
			if !known {
				term = fold.term(word)
				terms[word] = term
			}
			if term == "" {
				continue
			}
			counts := made.terms[term]
			counts[field] = min(counts[field], maxCount-1) + 1
			made.terms[term] = counts
		}
		made.lengths[field] = len(seen)
	}
	return made
}

// put adds a meeting or replaces it.
func (x *Index) put(id string, d indexed) {
	if x.docs == nil {
		x.docs = map[string]indexed{}
	}
	x.docs[id] = d
}

// remove removes a meeting.
func (x *Index) remove(id string) { delete(x.docs, id) }

// ids returns the IDs of its meetings, sorted.
func (x *Index) ids() []string { return slices.Sorted(maps.Keys(x.docs)) }

// terms returns all terms of the index.
func (x *Index) terms() map[string]bool {
	all := map[string]bool{}
	for _, d := range x.docs {
		for term := range d.terms {
			all[term] = true
		}
	}
	return all
}
