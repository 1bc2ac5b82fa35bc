package agenda

import (
	"slices"
	"strconv"
	"unicode/utf8"
)

// Pair returns, for each item, the index of the deck that belongs to it, or -1. Each deck
// is given by texts about it: its path, its title.
//
// A word counts only if it is in one item and in one deck. A deck belongs to an item if
// all words that count are of that item, and they are a last name of a speaker, two words
// of the title, or most of the words of the title or of the deck. What is not clear is not
// paired.
func Pair(items []Item, decks [][]string) []int {
	paired := make([]int, len(items))
	for i := range paired {
		paired[i] = -1
	}
	titles, speakers, last := make([][]string, len(items)), make([][]string, len(items)), make([]map[string]bool, len(items))
	inItems, inDecks := map[string]int{}, map[string]int{}
	owner := map[string]int{} // of a word that is in one item
	for i, item := range items {
		titles[i], last[i] = telling(item.Title), map[string]bool{}
		for _, name := range item.Speakers {
			words := telling(name)
			speakers[i] = append(speakers[i], words...)
			if len(words) > 0 {
				last[i][words[len(words)-1]] = true
			}
		}
		for _, w := range unique(append(slices.Clone(titles[i]), speakers[i]...)) {
			inItems[w]++
			owner[w] = i
		}
	}
	words := make([][]string, len(decks))
	for d, texts := range decks {
		words[d] = unique(telling(texts...))
		for _, w := range words[d] {
			inDecks[w]++
		}
	}
	taken := map[int]int{} // number of decks of an item
	for d := range decks {
		votes := map[int][]string{}
		for _, w := range words[d] {
			if inItems[w] == 1 && inDecks[w] == 1 {
				votes[owner[w]] = append(votes[owner[w]], w)
			}
		}
		if len(votes) != 1 {
			continue
		}
		for i, found := range votes {
			inTitle := 0
			for _, w := range found {
				if slices.Contains(titles[i], w) {
					inTitle++
				}
			}
			byName := slices.ContainsFunc(found, func(w string) bool { return last[i][w] })
			if byName || inTitle >= 2 || 2*inTitle > len(unique(titles[i])) || 2*len(found) > len(words[d]) {
				taken[i]++
				paired[i] = d
			}
		}
	}
	for i := range paired {
		if taken[i] > 1 {
			paired[i] = -1
		}
	}
	return paired
}

// telling are the words of texts that tell one presentation from another.
func telling(texts ...string) []string {
	var list []string
	for _, text := range texts {
		for _, w := range Words(text) {
			_, err := strconv.Atoi(w)
			if err != nil && (utf8.RuneCountInString(w) > 2 || len(w) > 2*utf8.RuneCountInString(w)) && !slices.Contains(commonWords(), w) {
				list = append(list, w)
			}
		}
	}
	return list
}

// commonWords are words of names of decks and of titles that tell nothing.
func commonWords() []string {
	return []string{
		"the", "and", "for", "from", "with", "how", "why", "what", "our", "your", "new", "not", "you", "are", "its", "into", "about", "over", "all",
		"der", "die", "das", "und", "fur", "von", "mit", "wie", "ein", "eine", "les", "des", "une", "pour", "dans", "avec", "sur", "los", "las", "una", "por", "para", "con",
		"pptx", "ppt", "pdf", "odp", "key", "ppsx", "zip", "slides", "slide", "deck", "decks", "talk", "talks", "presentation", "presentations", "final", "draft", "version", "copy",
		"folien", "vortrag", "vortrage", "prasentation", "entwurf", "endfassung", "expose", "diapositives", "presentazione", "files", "handout",
	}
}

func unique(words []string) []string {
	list := slices.Clone(words)
	slices.Sort(list)
	return slices.Compact(list)
}
