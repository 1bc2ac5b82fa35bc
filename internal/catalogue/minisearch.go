package catalogue

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// serialization is the version of the index format of MiniSearch 7.
const serialization = 2

// encode encodes x for MiniSearch.loadJSON, like MiniSearch 7.2.0 after adding the
// meetings by ID. Unlike MiniSearch it sorts the terms.
func (x *Index) encode() []byte {
	ids := x.ids()
	var out []byte
	out = append(out, `{"documentCount":`...)
	out = strconv.AppendInt(out, int64(len(ids)), 10)
	out = append(out, `,"nextId":`...)
	out = strconv.AppendInt(out, int64(len(ids)), 10)
	out = append(out, `,"documentIds":{`...)
	for short, id := range ids {
		out = appendKey(out, short)
		out = appendString(out, id)
	}
	out = append(out, `},"fieldIds":{`...)
	for f := range fieldCount {
		out = appendComma(out)
		out = appendString(out, f.String())
		out = append(out, ':')
		out = strconv.AppendInt(out, int64(f), 10)
	}
	out = append(out, `},"fieldLength":{`...)
	for short, id := range ids {
		out = appendKey(out, short)
		out = append(out, '[')
		for _, n := range x.docs[id].lengths {
			out = appendComma(out)
			out = strconv.AppendInt(out, int64(n), 10)
		}
		out = append(out, ']')
	}
	out = append(out, `},"averageFieldLength":[`...)
	for _, mean := range x.means(ids) {
		out = appendComma(out)
		out = strconv.AppendFloat(out, mean, 'f', -1, 64)
	}
	out = append(out, `],"storedFields":{},"dirtCount":0,"index":[`...)
	out = x.appendTerms(out, ids)
	out = append(out, `],"serializationVersion":`...)
	out = strconv.AppendInt(out, serialization, 10)
	return append(out, "}\n"...)
}

// appendTerms writes [term, {field: {document: count}}] for each term.
func (x *Index) appendTerms(out []byte, ids []string) []byte {
	holders := map[string][]int{} // documents with the term, ascending
	for short, id := range ids {
		for term := range x.docs[id].terms {
			holders[term] = append(holders[term], short)
		}
	}
	for i, term := range slices.Sorted(maps.Keys(holders)) {
		if i > 0 {
			out = append(out, ",\n"...) // one line for each term, for small diffs
		}
		out = append(out, '[')
		out = appendString(out, term)
		out = append(out, ",{"...)
		for field := range fieldCount {
			begun := false
			for _, short := range holders[term] {
				count := x.docs[ids[short]].terms[term][field]
				if count == 0 {
					continue
				}
				if !begun {
					out = append(appendKey(out, int(field)), '{')
					begun = true
				}
				out = strconv.AppendInt(appendKey(out, short), int64(count), 10)
			}
			if begun {
				out = append(out, '}')
			}
		}
		out = append(out, "}]"...)
	}
	return out
}

// means returns the mean lengths of the fields. Like MiniSearch it updates them after
// each document, so that rounding is the same.
func (x *Index) means(ids []string) []float64 {
	if len(ids) == 0 {
		return nil
	}
	means := make([]float64, fieldCount)
	for n, id := range ids {
		for f, length := range x.docs[id].lengths {
			total := float64(means[f]*float64(n)) + float64(length) // no fused multiplication: browsers have none
			means[f] = total / float64(n+1)
		}
	}
	return means
}

// stored holds the parts of the index format that decodeIndex needs.
type stored struct {
	DocumentIDs map[string]string          `json:"documentIds"`
	FieldLength map[string][fieldCount]int `json:"fieldLength"`
	Index       []storedTerm               `json:"index"`
	Version     int                        `json:"serializationVersion"`
}

type storedTerm struct {
	term   string
	fields map[string]map[string]uint16
}

// UnmarshalJSON reads [term, {field: {document: count}}].
func (t *storedTerm) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[]any{&t.term, &t.fields}) //nolint:wrapcheck // wrapped by decodeIndex
}

// decodeIndex reads the output of encode.
func decodeIndex(data []byte) (Index, error) {
	var s stored
	if err := json.Unmarshal(data, &s); err != nil {
		return Index{}, fmt.Errorf("read a month's index: %w", err)
	}
	if s.Version != serialization {
		return Index{}, fmt.Errorf("read a month's index: it is of version %d, and this program writes %d", s.Version, serialization)
	}
	x := Index{docs: map[string]indexed{}}
	byShort := map[string]indexed{}
	for short, id := range s.DocumentIDs {
		byShort[short] = indexed{lengths: s.FieldLength[short], terms: map[string][fieldCount]uint16{}}
		x.docs[id] = byShort[short]
	}
	for _, t := range s.Index {
		for field, holders := range t.fields {
			f, err := strconv.Atoi(field)
			if err != nil || f < 0 || f >= int(fieldCount) {
				return Index{}, fmt.Errorf("read a month's index: %q has field %q", t.term, field)
			}
			for short, count := range holders {
				doc, known := byShort[short]
				if !known {
					return Index{}, fmt.Errorf("read a month's index: %q is in document %q, which is not listed", t.term, short)
				}
				counts := doc.terms[t.term]
				counts[f] = count
				doc.terms[t.term] = counts
			}
		}
	}
	return x, nil
}

// appendKey starts the next pair of an object.
func appendKey(out []byte, number int) []byte {
	out = append(appendComma(out), '"')
	out = strconv.AppendInt(out, int64(number), 10)
	return append(out, `":`...)
}

// appendComma separates a value from the one before it.
func appendComma(out []byte) []byte {
	switch out[len(out)-1] {
	case '{', '[', ':':
		return out
	default:
		return append(out, ',')
	}
}

// appendString writes s as JSON.
func appendString(out []byte, s string) []byte {
	data, _ := json.Marshal(s) // a string cannot fail
	return append(out, data...)
}
