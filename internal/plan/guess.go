package plan

import (
	"math"
	"strconv"
	"strings"
	"time"

	"proceedings/internal/meeting"
)

// leastOverlap is for how many seconds two recordings have to run together by
// their clocks to be taken for recordings of one session.
const leastOverlap = 1

// GuessOffset is where b begins on the timeline of a, in seconds, by what their
// recorders' clocks say. Timecodes are exact to a frame where the recorders were
// synchronised. Times of creation are whole seconds, by clocks that somebody set,
// and mean the beginning with most cameras and the end with some: a fallback for
// when the sound does not tell. ok is false where neither is known of both, or the two would not overlap.
func GuessOffset(a, b meeting.Media) (seconds float64, ok bool) {
	if at, found := timecode(a); found {
		if bt, found := timecode(b); found && !(a.Timecode == b.Timecode && preset(a.Timecode)) {
			seconds = math.Remainder(bt-at, day) // one of them may have run past midnight
			if overlaps(a, b, seconds) {
				return milli(seconds), true
			}
		}
	}
	seconds, ok = CreatedAfter(a, b)
	if !ok || !overlaps(a, b, seconds) {
		return 0, false
	}
	return milli(seconds), true
}

const day = 24 * 3600 // seconds

// ClocksApart reports whether two recordings cannot have overlapped by their creation
// times. Some recorders write the time of the end, and some local time as if it
// were UTC, so they count only if no such reading makes the two overlap.
func ClocksApart(a, b meeting.Media) bool {
	seconds, known := CreatedAfter(a, b)
	if !known || math.Abs(seconds) > believed {
		return false
	}
	const zone, most = 3600, 14 * 3600 // seconds; UTC+14 is the furthest zone
	for shift := -float64(most); shift <= most; shift += zone {
		if math.Abs(seconds+shift) <= a.Duration+b.Duration {
			return false
		}
	}
	return true
}

// believed is the largest difference between two creation times, in seconds, that is
// taken seriously. A clock that was never set is years off.
const believed = 30 * day

// CreatedAfter returns how many seconds after a the file b was created; known is false if
// one of them has no creation time.
func CreatedAfter(a, b meeting.Media) (seconds float64, known bool) {
	at, err1 := time.Parse(time.RFC3339Nano, a.Created)
	bt, err2 := time.Parse(time.RFC3339Nano, b.Created)
	return bt.Sub(at).Seconds(), err1 == nil && err2 == nil
}

func overlaps(a, b meeting.Media, offset float64) bool {
	return min(a.Duration, offset+b.Duration)-max(0, offset) >= min(leastOverlap, a.Duration/2, b.Duration/2)
}

// preset reports whether a timecode is one that programs begin with when they
// know no better.
func preset(code string) bool {
	return strings.HasSuffix(code, "00") && (strings.HasPrefix(code, "00:00:00") || strings.HasPrefix(code, "01:00:00") || strings.HasPrefix(code, "10:00:00"))
}

// timecode is when m begins by its timecode, in seconds of a day. The timecode
// is the first frame's, and counts frames: where it leaves none out, a second of
// 29.97 frames is counted as 30 (SMPTE ST 12-1, 5.2).
func timecode(m meeting.Media) (seconds float64, ok bool) {
	if m.Video == nil {
		return 0, false
	}
	fields := strings.FieldsFunc(m.Timecode, func(r rune) bool { return strings.ContainsRune(":;.", r) })
	if len(fields) != 4 {
		return 0, false
	}
	var n [4]float64
	for i, f := range fields {
		x, err := strconv.Atoi(f)
		if err != nil || x < 0 {
			return 0, false
		}
		n[i] = float64(x)
	}
	nominal := math.Round(m.Video.FrameRate)
	if n[3] >= nominal { // so is every number where the rate is not known
		return 0, false
	}
	whole := 3600*n[0] + 60*n[1] + n[2]
	if strings.ContainsAny(m.Timecode, ";.") { // it leaves numbers out, to show the true time
		seconds = whole + n[3]/nominal
	} else {
		seconds = (whole*nominal + n[3]) / exactRate(m.Video.FrameRate, nominal)
	}
	return seconds - (m.Video.Start - m.Start), true
}

// exactRate is the rate that a measured one stands for: a whole number, or what
// television has of it.
func exactRate(measured, nominal float64) float64 {
	if television := nominal * 1000 / 1001; math.Abs(measured-television) < math.Abs(measured-nominal) {
		return television
	}
	return nominal
}
