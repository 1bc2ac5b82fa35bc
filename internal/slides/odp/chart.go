package odp

import (
	"slices"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// Limits of a chart. Larger ones are series of measurements, which nobody searches.
const (
	maxSeries     = 100
	maxCategories = 1000
)

// chart adds the data of a chart, and the titles of its axes as text.
func (s *shapes) chart(n *office.Node) {
	if n == nil {
		return
	}
	g := newGrid(s.reader, n.Down("table"))
	c := meeting.Chart{Title: chartTitle(n)}
	plot := n.Down("plot-area")
	if plot.Down("series") != nil {
		c.Categories, c.Series = g.plotted(plot)
	} else {
		c.Categories, c.Series = g.whole()
	}
	if c.Title != "" || len(c.Categories)+len(c.Series) > 0 {
		s.blocks = append(s.blocks, meeting.Block{Kind: meeting.Graph, Chart: &c})
	}
	for axis := range plot.Named("axis") {
		if title := oneLine(axis.Down("title")); title != "" {
			s.blocks = append(s.blocks, meeting.Block{Kind: meeting.Text, Text: title})
		}
	}
}

func chartTitle(n *office.Node) string {
	title, subtitle := oneLine(n.Down("title")), oneLine(n.Down("subtitle"))
	if title == "" || subtitle == "" {
		return title + subtitle
	}
	return title + ": " + subtitle
}

// grid is the table of data that a chart contains.
type grid struct {
	reader *reader
	rows   [][]string
	header bool // its first row has the names of the series
}

func newGrid(r *reader, table *office.Node) grid {
	g := grid{reader: r, header: table.Down("table-header-rows", "table-row") != nil}
	for row := range table.Find("table-row") {
		if len(g.rows) > maxCategories {
			break
		}
		var cells []string
		for cell := range row.Named("table-cell") {
			text := oneLine(cell)
			if value := cell.AttrIn("office:1.0", "value"); value != "" {
				text = value // the stored value, not its formatted text
			}
			if strings.EqualFold(text, "nan") {
				text = ""
			}
			for i := range repeats(cell, "number-columns-repeated") {
				if len(cells) > maxSeries || i > 0 && !r.spend(text) {
					break
				}
				cells = append(cells, text)
			}
		}
		g.rows = append(g.rows, cells)
	}
	return g
}

// whole reads the grid in the usual layout of charts: the categories in the first
// column, a series in each other column.
func (g grid) whole() (categories []string, series []meeting.Series) {
	rows := g.rows
	columns := 0
	for _, row := range rows {
		columns = max(columns, len(row))
	}
	series = make([]meeting.Series, max(0, columns-1))
	if g.header {
		for i := range series {
			series[i].Name = at(rows[0], i+1)
		}
		rows = rows[1:]
	}
	for _, row := range rows {
		categories = append(categories, at(row, 0))
		for i := range series {
			if !g.reader.spend("") {
				return categories, series
			}
			series[i].Values = append(series[i].Values, at(row, i+1))
		}
	}
	return trimmed(categories, series)
}

// plotted reads the cells of the grid to which the chart refers.
func (g grid) plotted(plot *office.Node) (categories []string, series []meeting.Series) {
	for axis := range plot.Named("axis") {
		if where := axis.Down("categories").AttrIn(tableSpace, "cell-range-address"); where != "" {
			categories = g.at(where)
		}
	}
	for n := range plot.Named("series") {
		if len(series) == maxSeries {
			break
		}
		if categories == nil { // of a scatter chart: its x values
			categories = g.at(n.Down("domain").AttrIn(tableSpace, "cell-range-address"))
		}
		series = append(series, meeting.Series{
			Name:   strings.Join(g.at(n.AttrIn("chart:1.0", "label-cell-address")), " "),
			Values: g.at(n.AttrIn("chart:1.0", "values-cell-range-address")),
		})
	}
	return trimmed(categories, series)
}

// trimmed is categories and series without empty ones, and without empty lists of
// values.
func trimmed(categories []string, series []meeting.Series) ([]string, []meeting.Series) {
	if empty(categories) {
		categories = nil
	}
	for i := range series {
		if empty(series[i].Values) {
			series[i].Values = nil
		}
	}
	series = slices.DeleteFunc(series, func(s meeting.Series) bool { return s.Name == "" && s.Values == nil })
	if len(series) == 0 {
		return categories, nil
	}
	return categories, series
}

func at(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}
