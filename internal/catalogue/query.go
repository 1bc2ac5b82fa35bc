package catalogue

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// query is a search: terms, of which the last may be the beginning of a longer word, as
// on the catalogue's page.
type query []string

// shortestPrefix is the length of the shortest term that also matches longer words, in
// characters. web/src/lib/terms.js has the same.
const shortestPrefix = 3

// parseQuery splits a text into its distinct terms.
func parseQuery(text string) query {
	fold := newFolder()
	var q query
	for _, word := range tokens(text) {
		if term := fold.term(word); term != "" && !slices.Contains(q, term) {
			q = append(q, term)
		}
	}
	return q
}

// prefix reports whether term i also matches longer words.
func (q query) prefix(i int) bool {
	return i == len(q)-1 && utf8.RuneCountInString(q[i]) >= shortestPrefix
}

// matches reports whether term i of the query matches a term of a text.
func (q query) matches(i int, term string) bool {
	return term == q[i] || q.prefix(i) && strings.HasPrefix(term, q[i])
}

// count returns how many terms of the query are in the texts.
func (q query) count(fold folder, texts ...string) int {
	found := make([]bool, len(q))
	for _, text := range texts {
		for _, word := range tokens(text) {
			term := fold.term(word)
			for i := range q {
				found[i] = found[i] || term != "" && q.matches(i, term)
			}
		}
	}
	n := 0
	for _, f := range found {
		if f {
			n++
		}
	}
	return n
}
