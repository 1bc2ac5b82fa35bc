package pptx

import (
	"strconv"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

const (
	// maxPoints bounds the values of a series: beyond these it is a measured
	// curve, which nobody reads.
	maxPoints = 1000
	// maxSeries is how many a spreadsheet's chart may have.
	maxSeries = 255
	// allPoints bounds the values of a deck. A file of a few bytes can ask for
	// many: only the last of a series has to be there.
	allPoints = 1 << 20
	// maxGroups and maxGroupName bound what is put before every category.
	maxGroups    = 8
	maxGroupName = 200
)

// row is a row of a chart's figures or categories. Of categories in groups,
// each has the names of its groups before its own.
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

// group puts the names of groups, each at the first that it holds, before
// those of their members.
func group(row, groups []string) {
	name := ""
	for i := range row {
		if i < len(groups) && groups[i] != "" {
			name = clip(groups[i], maxGroupName)
		}
		if name != "" {
			row[i] = office.OneLine(name + " " + row[i])
		}
	}
}

// level is what the points within n say, each at its place.
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
			row[at] = office.OneLine(unescape(pt.Content()))
		}
	}
	return row
}

// fill gives every series a value for every category, if an empty one.
func (r *reader) fill(chart *meeting.Chart) {
	for i := range chart.Series {
		chart.Series[i].Values = r.pad(chart.Series[i].Values, len(chart.Categories))
	}
}

// pad makes row that long, as far as the deck's bound allows.
func (r *reader) pad(row []string, length int) []string {
	missing := min(length-len(row), allPoints-r.points)
	if missing <= 0 {
		return row
	}
	r.points += missing
	return append(row, make([]string, missing)...)
}

// clip is text, cut where it is longer than most bytes: what a file says once
// may be said again at every place, and must not grow a deck without bound.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "")
}
