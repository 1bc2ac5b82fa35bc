package probe

import (
	"math"
	"strconv"
	"strings"
)

// reshapeReason says, as a predicate, why players do not show the coded picture as
// it is, or not all of them; empty where all do.
func reshapeReason(s stream) string {
	turned := false
	for _, d := range s.SideData {
		if mirrored(d.Matrix) {
			return "is mirrored"
		}
		turned = turned || math.Abs(math.Remainder(d.Rotation, 360)) >= 1
	}
	switch {
	case turned:
		return "is rotated"
	case !square(s.SAR):
		return "has pixels that are not square"
	case s.Width%2 != 0 || s.Height%2 != 0:
		return "has an odd size" // 4:2:0 has one sample of colour for two pixels
	default:
		return ""
	}
}

// square reports whether a sample aspect ratio is one, or unknown. One that is
// too absurd for [shown] is not: a player may still follow it.
func square(sar string) bool {
	num, den, found := strings.Cut(sar, ":")
	return !found || num == den || num == "0" || den == "0"
}

// mirrored reports whether a display matrix as ffprobe prints it, a line
// "00000000: a b u" for each of three rows, turns left to right: its
// determinant is negative. What it does besides is no matter.
func mirrored(matrix string) bool {
	var rows [2][2]float64
	lines := strings.Split(strings.TrimSpace(matrix), "\n")
	for i := range rows {
		if i >= len(lines) {
			return false
		}
		fields := strings.Fields(lines[i])
		for j := range rows[i] {
			if j+1 >= len(fields) {
				return false
			}
			rows[i][j], _ = strconv.ParseFloat(fields[j+1], 64) // nonsense mirrors nothing
		}
	}
	return rows[0][0]*rows[1][1]-rows[0][1]*rows[1][0] < 0
}

// shown is the size in square pixels, after rotation. A non-square pixel
// widens the picture and never lowers it, so that no line is lost.
func shown(s stream) (w, h int) {
	w, h = s.Width, s.Height
	if num, den, ok := ratio(s.SAR); ok {
		if num >= den {
			w = int(math.Round(float64(w) * num / den))
		} else {
			h = int(math.Round(float64(h) * den / num))
		}
	}
	for _, d := range s.SideData {
		if quarter := int(math.Round(math.Abs(d.Rotation) / 90)); quarter%2 == 1 {
			w, h = h, w
		}
	}
	return w, h
}

// ratio reads "4:3". Ratios beyond 8 are damage, not anamorphic film.
func ratio(s string) (num, den float64, ok bool) {
	a, b, found := strings.Cut(s, ":")
	num, errA := strconv.ParseFloat(a, 64)
	den, errB := strconv.ParseFloat(b, 64)
	if !found || errA != nil || errB != nil || num <= 0 || den <= 0 || num > 8*den || den > 8*num {
		return 0, 0, false
	}
	return num, den, true
}
