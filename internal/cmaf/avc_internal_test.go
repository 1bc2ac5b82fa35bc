package cmaf

import (
	"bytes"
	"slices"
	"testing"
)

func TestParseAVC(t *testing.T) {
	t.Parallel()
	s, p := raw(t, testSPS), raw(t, testPPS)
	sequence, picture := [][]byte{s}, [][]byte{p}
	other := record(4, sequence, picture)
	other[0] = 2
	for name, c := range map[string]struct {
		record []byte
		size   int    // bytes of a length; 0 for an error
		sets   int    // in it
		sps    []byte // the first of the sequence
	}{
		"usual":                          {record(4, sequence, picture), 4, 2, s},
		"lengths of one byte":            {record(1, sequence, picture), 1, 2, s},
		"lengths of two bytes":           {record(2, sequence, picture), 2, 2, s},
		"lengths of three bytes":         {record(3, sequence, picture), 0, 0, nil},
		"another version":                {other, 0, 0, nil},
		"nothing":                        {nil, 0, 0, nil},
		"six bytes":                      {record(4, nil, nil)[:6], 0, 0, nil},
		"no parameters":                  {record(4, nil, nil), 4, 0, nil},
		"no parameters of a sequence":    {record(4, nil, picture), 4, 1, nil},
		"two of a sequence":              {record(4, [][]byte{s, p}, nil), 4, 2, s},
		"zeros behind":                   {record(4, [][]byte{append(bytes.Clone(s), 0, 0)}, picture), 4, 2, s},
		"the end within a parameter set": {record(4, sequence, picture)[:20], 0, 0, nil},
		"the end before the pictures":    {record(4, sequence, nil)[:8+len(s)], 0, 0, nil},
		"the end within a length":        {record(4, sequence, picture)[:10+len(s)], 0, 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := parseAVC(c.record)
			if (err != nil) != (c.size == 0) {
				t.Fatalf("parseAVC = %+v, %v", got, err)
			}
			if err == nil && (got.lengthSize != c.size || len(got.sets) != c.sets || !bytes.Equal(got.sps, c.sps)) {
				t.Errorf("parseAVC = %+v", got)
			}
		})
	}
}

func TestUnit(t *testing.T) {
	t.Parallel()
	large := slices.Concat([]byte{1, 2}, bytes.Repeat([]byte{7}, 258), []byte{9})
	for name, c := range map[string]struct {
		data       []byte
		size       int
		unit, rest int // bytes
		ok         bool
	}{
		"one and more":           {[]byte{2, 5, 5, 6}, 1, 2, 1, true},
		"all of it":              {[]byte{2, 5, 5}, 1, 2, 0, true},
		"more than there is":     {[]byte{3, 5, 5}, 1, 0, 0, false},
		"an empty one":           {[]byte{0, 0}, 2, 0, 0, true},
		"half a length":          {[]byte{0}, 2, 0, 0, false},
		"a length of two digits": {large, 2, 258, 1, true},
		"the largest there is":   {[]byte{0xff, 0xff, 0xff, 0xff, 1}, 4, 0, 0, false},
	} {
		u, rest, ok := unit(c.data, c.size)
		if len(u) != c.unit || len(rest) != c.rest || ok != c.ok {
			t.Errorf("%s: %x, %x, %v", name, u, rest, ok)
		}
	}
}

func TestLook(t *testing.T) {
	t.Parallel()
	c, err := parseAVC(usual(t))
	if err != nil {
		t.Fatal(err)
	}
	nal := func(hex string) []byte {
		u := raw(t, hex)
		return append([]byte{0, 0, 0, byte(len(u))}, u...)
	}
	const idr, other, pps2 = "6588", "4101", "68ef8fcc"
	for name, tt := range map[string]struct {
		frame               []byte
		idr, changed, whole bool
	}{
		"nothing":                          {nil, false, false, true},
		"a picture that refers to others":  {nal(other), false, false, true},
		"a picture that does not":          {nal(idr), true, false, true},
		"behind another":                   {slices.Concat(nal(other), nal(idr)), true, false, true},
		"its own parameters":               {slices.Concat(nal(testSPS), nal(testPPS+"00"), nal(idr)), true, false, true},
		"other parameters":                 {slices.Concat(nal(pps2), nal(other)), false, true, true},
		"other parameters, then its own":   {slices.Concat(nal(pps2), nal(testPPS)), false, true, true},
		"an empty unit between":            {slices.Concat(nal(""), nal(idr)), true, false, true},
		"the end within a unit":            {slices.Concat(nal(idr), nal(pps2), nal(other)[:5]), true, true, false},
		"the end within the first of them": {nal(other)[:5], false, false, false},
		"an endless unit":                  {[]byte{0xff, 0xff, 0xff, 0xff, 0x65}, false, false, false},
	} {
		if idr, changed, whole := c.look(tt.frame); idr != tt.idr || changed != tt.changed || whole != tt.whole {
			t.Errorf("%s: an IDR picture: %v, changed: %v, whole: %v", name, idr, changed, whole)
		}
	}
}
