package pptx

import (
	"strconv"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/words"
)

const (
	// maxPoints is the largest number of values of a series. Longer ones are measured
	// curves, which nobody searches.
	maxPoints = 1000
	// maxSeries is the largest number of series that a spreadsheet program allows.
	maxSeries = 255
	// allPoints is the largest number of values of a deck. A file of a few bytes can
	// declare many, because only the last value of a series needs to exist.
	allPoints = 1 << 20
	// maxGroups and maxGroupName bound the text that is put before each category.
	maxGroups    = 8
	maxGroupName = 200
)

// row is a list of a chart's values or categories. Categories in groups have the
// names of their groups before their own.
func (r *reader) row(n *office.Node) []string {
	var row []string
	levels := 0
	for level := range n.Find("lvl") {
		if levels > maxGroups {
			break
		}
		if outer := r.level(level); levels == 0 {
			row = outer
		} else {
			group(row, outer)
		}
		levels++
	}
	if levels > 0 || n == nil {
		return row
	}
	return r.level(n)
}

// group puts the names of groups before those of their members; a name is at the
// index of its first member.
func group(row, groups []string) {
	name := ""
	for i := range row {
		if i < len(groups) && groups[i] != "" {
			name = clip(groups[i], maxGroupName)
		}
		if name != "" {
			row[i] = words.OneLine(name + " " + row[i])
		}
	}
}

// level are the points within n, each at its index.
func (r *reader) level(n *office.Node) []string {
	var row []string
	for pt := range n.Find("pt") {
		at, err := strconv.Atoi(pt.Attr("idx"))
		if err != nil {
			at = len(row)
		}
		if at < 0 || at >= maxPoints {
			continue
		}
		row = r.pad(row, at+1)
		if at < len(row) {
			row[at] = words.OneLine(unescape(pt.Content()))
		}
	}
	return row
}

// fill extends every series with empty values to the number of categories.
func (r *reader) fill(chart *meeting.Chart) {
	for i := range chart.Series {
		series := &chart.Series[i]
		series.Values = r.pad(series.Values, len(chart.Categories))
		if missing := len(series.Values) - len(series.Formatted); series.Formatted != nil && missing > 0 {
			series.Formatted = append(series.Formatted, make([]string, missing)...)
		}
	}
}

// pad extends row to length, within the limit of the deck.
func (r *reader) pad(row []string, length int) []string {
	missing := min(length-len(row), allPoints-r.points)
	if missing <= 0 {
		return row
	}
	r.points += missing
	return append(row, make([]string, missing)...)
}

// clip truncates text to most bytes: text that is repeated must not grow a deck
// without bound.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "")
}
