// Package words formats numbers and texts for people.
package words

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Clock is a time as players show it, rounded down to seconds: 1:02:03.
func Clock(seconds float64) string {
	s := int64(max(0, seconds))
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// Size is a number of bytes in decimal units, as disks and providers count: 1.2
// kB.
func Size(bytes int64) string {
	value, units := float64(bytes), []string{"B", "kB", "MB", "GB", "TB"}
	for len(units) > 1 && math.Round(value) >= 1000 {
		value, units = value/1000, units[1:]
	}
	digits := 0
	if value < 10 && units[0] != "B" {
		digits = 1
	}
	return strings.TrimSuffix(strconv.FormatFloat(value, 'f', digits, 64), ".0") + " " + units[0]
}

// OneLine returns text with every run of white space as one space, and none at
// its ends.
func OneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// Wait is a short time to wait, as in "retrying in 5 s".
func Wait(d time.Duration) string {
	return fmt.Sprintf("%d s", int64(math.Ceil(d.Seconds())))
}

// Count returns a number of things: "1 file", "2 files".
func Count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// Numbered returns a noun with numbers, "slide 2" or "slides 2, 3 and 4", shortened
// like a [List].
func Numbered(noun string, numbers []int, most int) string {
	if len(numbers) != 1 {
		noun += "s"
	}
	list := make([]string, len(numbers))
	for i, n := range numbers {
		list[i] = strconv.Itoa(n)
	}
	return noun + " " + List(list, most)
}

// List joins items, "2, 3 and 4". Beyond most items it gives the number of the
// others: "2, 3 and 17 more".
func List(things []string, most int) string {
	n := len(things)
	switch {
	case n == 0:
		return ""
	case n == 1:
		return things[0]
	case n > most:
		return fmt.Sprintf("%s and %d more", strings.Join(things[:most], ", "), n-most)
	}
	return strings.Join(things[:n-1], ", ") + " and " + things[n-1]
}
