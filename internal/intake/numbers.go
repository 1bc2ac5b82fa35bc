package intake

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// numbered is a set of files, each with the number of a part.
type numbered struct {
	numbers []int // in ascending order
	files   map[int]int
	double  []int          // entries whose number another has already
	lost    map[int]string // names of files that cannot be used
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

// gaps are what is missing from first up to the highest number: numbers that no
// file has, as name writes them, and files that cannot be used. Of very many,
// the first few are enough to say that it is no set.
func (s *numbered) gaps(first int, name func(int) string) []string {
	var missing []string
	for n := first; n <= s.end() && len(missing) < maxGaps; n++ {
		switch _, there := s.files[n]; {
		case there:
		case s.lost[n] != "":
			missing = append(missing, s.lost[n])
		default:
			missing = append(missing, name(n))
		}
	}
	return missing
}

// holes are the numbers from first up to the highest that no file has, not even
// one that cannot be used.
func (s *numbered) holes(first int) []string {
	var missing []string
	for n := first; n <= s.end() && len(missing) < maxGaps; n++ {
		if _, there := s.files[n]; !there && s.lost[n] == "" {
			missing = append(missing, strconv.Itoa(n))
		}
	}
	return missing
}

// maxGaps is how many missing parts are named.
const maxGaps = 20

// begin and end are the lowest and the highest number, also of files that cannot
// be used.
func (s *numbered) begin() int {
	return slices.Min(slices.AppendSeq(slices.Clone(s.numbers), maps.Keys(s.lost)))
}

func (s *numbered) end() int {
	return slices.Max(slices.AppendSeq(slices.Clone(s.numbers), maps.Keys(s.lost)))
}

// keyed is numbered sets by a key, in the order of their first files.
type keyed struct {
	order []string // of those with a file that can be used
	sets  map[string]*numbered
}

func (k *keyed) set(key string) *numbered {
	if k.sets == nil {
		k.sets = map[string]*numbered{}
	}
	if k.sets[key] == nil {
		k.sets[key] = &numbered{}
	}
	return k.sets[key]
}

func (k *keyed) put(key string, number, entry int) {
	set := k.set(key)
	if len(set.numbers) == 0 {
		k.order = append(k.order, key)
	}
	set.put(number, entry)
}

// count puts a recording into its set, or the name of a file that would be one.
func (r *recognition) count(sets *keyed, key string, number, i int) {
	if r.film(i) {
		sets.put(key, number, i)
		return
	}
	set := sets.set(key)
	if set.lost == nil {
		set.lost = map[int]string{}
	}
	set.lost[number] = r.entries[i].name
}

// lost reports whether an entry is named as a recording and cannot be used: it
// is empty, or something else.
func (r *recognition) lost(i int) bool {
	e := r.entries[i]
	return r.owner[i] == nil && r.roles[i] == "" && r.left[i] == "" && (e.refusal != "" || e.format.Refusal() != "") &&
		slices.Contains(strings.Fields("mp4 m4v mov mkv webm avi wmv flv ts mts m2ts mpg mpeg vob mxf 3gp ogv m4a mp3 wav flac opus ogg aac"), e.ext())
}
