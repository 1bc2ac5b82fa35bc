package cmaf

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// ue is an unsigned Exp-Golomb code in binary digits (ITU-T H.264, 9.1).
func ue(n uint) string {
	digits := strconv.FormatUint(uint64(n)+1, 2)
	return strings.Repeat("0", len(digits)-1) + digits
}

// se is a signed one.
func se(n int) string {
	if n > 0 {
		return ue(uint(2*n - 1))
	}
	return ue(uint(-2 * n))
}

// nalUnit is binary digits as a unit, with what keeps a start code out of it.
func nalUnit(digits string) []byte {
	digits += "1" + strings.Repeat("0", 7)
	var data []byte
	for zeros := 0; len(digits) >= 8; digits = digits[8:] {
		n, _ := strconv.ParseUint(digits[:8], 2, 8)
		if zeros == 2 && n <= 3 {
			data, zeros = append(data, 3), 0
		}
		if data = append(data, byte(n)); n == 0 {
			zeros++
		} else {
			zeros = 0
		}
	}
	return data
}

// spsOf is a sequence parameter set. high is what a High profile has in addition,
// order how the order of pictures is told.
func spsOf(profile uint, high, order string, wholeFrames bool) []byte {
	flag := map[bool]string{true: "1", false: "0"}[wholeFrames]
	return nalUnit(fmt.Sprintf("01100111%08b%016b", profile, 11) + ue(0) + high + ue(4) + order + ue(3) + "0" + ue(9) + ue(5) + flag + "0" + "1011")
}

// highOf is what a High profile has: its colour resolution, its bits a sample over
// eight, and its scaling matrix, if there is one.
func highOf(chroma, luma, color uint, matrix string) string {
	planes := ""
	if chroma == 3 {
		planes = "1"
	}
	if matrix == "" {
		return ue(chroma) + planes + ue(luma) + ue(color) + "0" + "0"
	}
	return ue(chroma) + planes + ue(luma) + ue(color) + "0" + "1" + matrix
}

// scaling is a list of a scaling matrix.
func scaling(steps ...int) string {
	digits := "1"
	for _, s := range steps {
		digits += se(s)
	}
	return digits
}

// Whatever stands before it, the last field that is read says whether there are
// whole frames: it is found only where all before it is read to the bit.
func TestSPSIsReadToTheBit(t *testing.T) {
	t.Parallel()
	const none = "0"
	flat := func(n int) string { return scaling(slices.Repeat([]int{1, -1}, n/2)...) }
	lists := func(some map[int]string, n int) string {
		digits := ""
		for i := range n {
			if some[i] == "" {
				digits += none
			}
			digits += some[i]
		}
		return digits
	}
	plain := ue(0) + ue(2)
	cycle := func(n uint) string {
		digits := ue(1) + "0" + se(3) + se(-2) + ue(n)
		for i := range n {
			digits += se(int(i) - 5)
		}
		return digits
	}
	for name, c := range map[string]struct {
		profile uint
		high    string
		order   string
		want    sequence
		ok      bool
	}{
		"Baseline":                             {66, "", plain, sequence{profile: 66, chroma: 1}, true},
		"High":                                 {100, highOf(1, 0, 0, ""), plain, sequence{profile: 100, chroma: 1}, true},
		"more bits of brightness":              {110, highOf(1, 2, 0, ""), plain, sequence{profile: 110, chroma: 1, deep: true}, true},
		"more bits of colour":                  {110, highOf(1, 0, 2, ""), plain, sequence{profile: 110, chroma: 1, deep: true}, true},
		"grey":                                 {100, highOf(0, 0, 0, ""), plain, sequence{profile: 100, chroma: 0}, true},
		"half the colours":                     {122, highOf(2, 0, 0, ""), plain, sequence{profile: 122, chroma: 2}, true},
		"all colours":                          {244, highOf(3, 0, 0, ""), plain, sequence{profile: 244, chroma: 3}, true},
		"an empty matrix":                      {100, highOf(1, 0, 0, lists(nil, 8)), plain, sequence{profile: 100, chroma: 1}, true},
		"an empty matrix of all colours":       {244, highOf(3, 0, 0, lists(nil, 12)), plain, sequence{profile: 244, chroma: 3}, true},
		"a whole list":                         {100, highOf(1, 0, 0, lists(map[int]string{0: flat(16)}, 8)), plain, sequence{profile: 100, chroma: 1}, true},
		"the last of the small lists":          {100, highOf(1, 0, 0, lists(map[int]string{5: flat(16)}, 8)), plain, sequence{profile: 100, chroma: 1}, true},
		"the first of the large ones":          {100, highOf(1, 0, 0, lists(map[int]string{6: flat(64)}, 8)), plain, sequence{profile: 100, chroma: 1}, true},
		"two lists":                            {100, highOf(1, 0, 0, lists(map[int]string{1: flat(16), 7: flat(64)}, 8)), plain, sequence{profile: 100, chroma: 1}, true},
		"the last list of all colours":         {244, highOf(3, 0, 0, lists(map[int]string{11: flat(64)}, 12)), plain, sequence{profile: 244, chroma: 3}, true},
		"a list that ends at once":             {100, highOf(1, 0, 0, lists(map[int]string{0: scaling(-8)}, 8)), plain, sequence{profile: 100, chroma: 1}, true},
		"a list that ends where it is zero":    {100, highOf(1, 0, 0, lists(map[int]string{0: scaling(4, -12)}, 8)), plain, sequence{profile: 100, chroma: 1}, true},
		"a list that ends beyond 255":          {100, highOf(1, 0, 0, lists(map[int]string{0: scaling(127, 121)}, 8)), plain, sequence{profile: 100, chroma: 1}, true},
		"no order of its own":                  {66, "", ue(2), sequence{profile: 66, chroma: 1}, true},
		"an order without a cycle":             {66, "", cycle(0), sequence{profile: 66, chroma: 1}, true},
		"an order of a cycle":                  {66, "", cycle(7), sequence{profile: 66, chroma: 1}, true},
		"an order of the longest cycle":        {66, "", cycle(255), sequence{profile: 66, chroma: 1}, true},
		"an order of a longer one than may be": {66, "", cycle(256), sequence{profile: 66, chroma: 1}, false},
	} {
		for _, whole := range []bool{true, false} {
			c.want.wholeFrames = whole
			got, err := parseSPS(spsOf(c.profile, c.high, c.order, whole))
			if (err == nil) != c.ok || c.ok && got != c.want {
				t.Errorf("%s: parseSPS = %+v, %v; want %+v", name, got, err, c.want)
			}
		}
	}
}

// A reason for each way in which browsers would not play H.264.
func TestUnplayable(t *testing.T) {
	t.Parallel()
	plain := ue(0) + ue(2)
	for want, sps := range map[string][]byte{
		"":                                  spsOf(66, "", plain, true),
		"has no parameters of its sequence": nil,
		"has damaged parameters":            {0x67, 0x42},
		"has more than eight bits a sample": spsOf(110, highOf(1, 2, 2, ""), plain, true),
		"is coded interlaced":               spsOf(77, "", plain, false),
		"has not the usual colour resolution (4:2:0)":            spsOf(122, highOf(2, 0, 0, ""), plain, true),
		"has a profile of H.264 that browsers do not play (88)":  spsOf(88, "", plain, true),
		"has a profile of H.264 that browsers do not play (110)": spsOf(110, highOf(1, 0, 0, ""), plain, true),
	} {
		if got := (&avcConfig{sps: sps}).unplayable(); got != want {
			t.Errorf("%x: %q, want %q", sps, got, want)
		}
	}
}
