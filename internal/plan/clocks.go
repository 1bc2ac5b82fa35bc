package plan

import (
	"math"
	"strconv"
	"strings"
	"time"

	"proceedings/internal/meeting"
)

// minOverlap is how many seconds two recordings must overlap by their clocks to count as
// recordings of one session.
const minOverlap = 1

// GuessOffset returns where b begins on the timeline of a, in seconds, by the clocks of
// their recorders. Timecodes of synchronised recorders are exact to a frame. Creation
// times are a fallback if the audio gives no offset: they are whole seconds, of clocks set
// by hand, and some cameras write the end. ok is false if both are unknown or the two do
// not overlap.
func GuessOffset(a, b meeting.Media) (seconds float64, ok bool) {
	if at, found := timecode(a); found {
		if bt, found := timecode(b); found && !(a.Timecode == b.Timecode && isDefaultTimecode(a.Timecode)) {
			seconds = math.Remainder(bt-at, day) // one recording may have begun after midnight
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

// ClocksApart reports whether two recordings cannot overlap according to their creation
// times. Some recorders write the end time, and some write local time as UTC. The result
// is true only if the two do not overlap in any such interpretation.
func ClocksApart(a, b meeting.Media) bool {
	seconds, known := CreatedAfter(a, b)
	if !known || math.Abs(seconds) > maxPlausible {
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

// maxPlausible is the largest plausible difference between two creation times, in seconds.
// A clock that was never set is years off.
const maxPlausible = 30 * day

// CreatedAfter returns how many seconds b was created after a. known is false if one of
// them has no valid creation time.
func CreatedAfter(a, b meeting.Media) (seconds float64, known bool) {
	at, err1 := time.Parse(time.RFC3339Nano, a.Created)
	bt, err2 := time.Parse(time.RFC3339Nano, b.Created)
	return bt.Sub(at).Seconds(), err1 == nil && err2 == nil
}

func overlaps(a, b meeting.Media, offset float64) bool {
	return min(a.Duration, offset+b.Duration)-max(0, offset) >= min(minOverlap, a.Duration/2, b.Duration/2)
}

// isDefaultTimecode reports whether programs write this timecode by default, if none was
// set.
func isDefaultTimecode(code string) bool {
	return strings.HasSuffix(code, "00") && (strings.HasPrefix(code, "00:00:00") || strings.HasPrefix(code, "01:00:00") || strings.HasPrefix(code, "10:00:00"))
}

// timecode returns the time of day at which m begins by its timecode, in seconds. The
// timecode is that of the first video frame. Without drop frames, it counts 30 frames as
// a second at 29.97 frames a second (SMPTE ST 12-1, 5.2).
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
	if n[3] >= nominal { // also if the rate is unknown and nominal is 0
		return 0, false
	}
	whole := 3600*n[0] + 60*n[1] + n[2]
	if strings.ContainsAny(m.Timecode, ";.") { // drop-frame timecode shows the true time
		seconds = whole + n[3]/nominal
	} else {
		seconds = (whole*nominal + n[3]) / exactRate(m.Video.FrameRate, nominal)
	}
	return seconds - (m.Video.Start - m.Start), true
}

// exactRate returns the standard rate nearest to a measured one: a whole number, or
// 1000/1001 of it as in NTSC.
func exactRate(measured, nominal float64) float64 {
	if ntsc := nominal * 1000 / 1001; math.Abs(measured-ntsc) < math.Abs(measured-nominal) {
		return ntsc
	}
	return nominal
}
