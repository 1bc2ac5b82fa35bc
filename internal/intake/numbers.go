package intake

import "slices"

// numbered is a set of files, each with the number of a part.
type numbered struct {
	numbers []int // in ascending order
	files   map[int]int
	double  []int // entries whose number another has already
}

// put takes an entry in under its number.
func (s *numbered) put(number, entry int) {
	if s.files == nil {
		s.files = map[int]int{}
	}
	if _, again := s.files[number]; again {
		s.double = append(s.double, entry)
		return
	}
	s.files[number] = entry
	s.numbers = append(s.numbers, number)
	slices.Sort(s.numbers)
}

// entries are the files in the order of their numbers.
func (s *numbered) entries() []int {
	list := make([]int, len(s.numbers))
	for n, number := range s.numbers {
		list[n] = s.files[number]
	}
	return list
}

// gaps are the numbers from first up to the highest that no file has, as name
// writes them. Of very many, the first few are enough to say that it is no set.
func (s *numbered) gaps(first int, name func(int) string) []string {
	var missing []string
	for n := first; n < s.last() && len(missing) < maxGaps; n++ {
		if _, there := s.files[n]; !there {
			missing = append(missing, name(n))
		}
	}
	return missing
}

// maxGaps is how many missing parts are named.
const maxGaps = 20

func (s *numbered) last() int { return s.numbers[len(s.numbers)-1] }
