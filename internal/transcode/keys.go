package transcode

import (
	"fmt"
	"math"
	"strconv"

	"proceedings/internal/plan"
)

// longestList is how many bytes of a list one option may have. Linux takes no
// argument of more than 128 KiB (MAX_ARG_STRLEN), which is 14 hours of segments.
const longestList = 64 << 10

// keyTimes is a value for -force_key_frames: a list, or where that is too long
// and all segments are of one length, a rule.
func keyTimes(keys []uint64) string {
	var list []byte
	for i, k := range keys {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendFloat(list, max(0, plan.Seconds(k)-boundaryMargin), 'f', 6, 64)
	}
	if step, even := spacing(keys); even && len(list) > longestList {
		return keyRule(step, len(keys))
	}
	return string(list)
}

// keyRule is an expression for -force_key_frames that forces n key frames, one
// every step. It counts those that are forced, as ffmpeg goes through a list:
// after a gap several come in a row. Its t is not the time that a list has but
// what has passed since the first frame, with which a chunk begins: where that
// comes a moment late, so do all cuts, in every rung alike.
func keyRule(step float64, n int) string {
	return fmt.Sprintf("expr:lt(n_forced,%d)*gte(t,n_forced*%s/%d-%s)", n, number(step), plan.Timescale, number(boundaryMargin))
}

// spacing is how many ticks times are apart, and whether that goes for all of
// them but for what is lost when they are rounded to ticks.
func spacing(times []uint64) (step float64, even bool) {
	n := len(times)
	if n < 2 {
		return 0, false
	}
	step = float64(times[n-1]-times[0]) / float64(n-1)
	for i, t := range times {
		if math.Abs(float64(t)-float64(times[0])-float64(i)*step) > 2 {
			return 0, false
		}
	}
	return step, true
}
