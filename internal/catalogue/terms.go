package catalogue

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"unicode/utf8"
)

// Shards is the number of files that the terms of all months are spread over.
// The catalogue's script uses the same number.
const Shards = 64

// shardOf returns the shard of a term. It depends on the first two letters, so all
// completions of a typed prefix are in one file.
func shardOf(term string) int {
	end := 0
	for range 2 {
		_, size := utf8.DecodeRuneInString(term[end:])
		end += size
	}
	h := fnv.New32a()
	h.Write([]byte(term[:end]))
	return int(h.Sum32() % Shards)
}

// shard maps terms to the months in which they occur.
type shard struct {
	months map[string][]string // by term, sorted
}

// set replaces the terms of a month, and reports whether that changed anything.
func (s *shard) set(month string, terms map[string]bool) (changed bool) {
	for term, months := range s.months {
		if at, there := slices.BinarySearch(months, month); there && !terms[term] {
			s.months[term] = slices.Delete(slices.Clone(months), at, at+1)
			changed = true
		}
	}
	for term := range terms {
		changed = s.add(month, term) || changed
	}
	return changed
}

// add adds a term of a month, and reports whether it was new.
func (s *shard) add(month, term string) bool {
	at, there := slices.BinarySearch(s.months[term], month)
	if there {
		return false
	}
	if s.months == nil {
		s.months = map[string][]string{}
	}
	s.months[term] = slices.Insert(s.months[term], at, month)
	return true
}

// shardFile is the stored form of a shard.
type shardFile struct {
	Schema int        `json:"schema"`
	Months []string   `json:"months"` // sorted
	Terms  []termFile `json:"terms"`  // sorted
}

// termFile is [term, [index of a month in Months, …]].
type termFile struct {
	term   string
	months []int
}

// MarshalJSON writes the pair.
func (t termFile) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{t.term, t.months}) //nolint:wrapcheck // wrapped by encode
}

// UnmarshalJSON reads the pair.
func (t *termFile) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[]any{&t.term, &t.months}) //nolint:wrapcheck // wrapped by decodeShard
}

func (s *shard) encode() ([]byte, error) {
	used := map[string]bool{}
	for _, months := range s.months {
		for _, m := range months {
			used[m] = true
		}
	}
	file := shardFile{Schema: Schema, Months: slices.AppendSeq([]string{}, maps.Keys(used)), Terms: []termFile{}}
	slices.Sort(file.Months)
	place := map[string]int{}
	for i, m := range file.Months {
		place[m] = i
	}
	for _, term := range slices.Sorted(maps.Keys(s.months)) {
		t := termFile{term: term}
		for _, m := range s.months[term] {
			t.months = append(t.months, place[m])
		}
		if len(t.months) > 0 {
			file.Terms = append(file.Terms, t)
		}
	}
	return encode(file)
}

func decodeShard(data []byte) (shard, error) {
	var file shardFile
	if err := json.Unmarshal(data, &file); err != nil {
		return shard{}, fmt.Errorf("read a shard of terms: %w", err)
	}
	s := shard{months: make(map[string][]string, len(file.Terms))}
	for _, t := range file.Terms {
		for _, i := range t.months {
			if i < 0 || i >= len(file.Months) {
				return shard{}, fmt.Errorf("read a shard of terms: %q has a month that is not listed", t.term)
			}
			s.add(file.Months[i], t.term)
		}
	}
	return s, nil
}

// encode returns v as JSON: the same bytes for the same value.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode the catalogue: %w", err)
	}
	return out.Bytes(), nil
}
