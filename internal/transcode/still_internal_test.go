package transcode

import (
	"fmt"
	"image"
	"strings"
	"testing"
)

func TestStillArgsOfADay(t *testing.T) {
	t.Parallel()
	var times []float64
	for i := range 2400 {
		times = append(times, float64(i)*20)
	}
	const limit = 128 << 10 // MAX_ARG_STRLEN
	for _, arg := range stillArgs(times, image.Pt(1920, 1080)) {
		if len(arg) >= limit {
			t.Errorf("an argument has %d bytes", len(arg))
		}
	}
	if got, want := isOneOf([]int64{3, 5, 8}), "if(lt(pts,5),eq(pts,3),if(lt(pts,8),eq(pts,5),eq(pts,8)))"; got != want {
		t.Errorf("the expression is %s, want %s", got, want)
	}
	if got := fmt.Sprint(stillArgs([]float64{1, 1.05, 2}, image.Pt(10, 10))); strings.Count(got, "eq(pts,10)") != 1 {
		t.Errorf("two times of one frame are %s", got)
	}
}
