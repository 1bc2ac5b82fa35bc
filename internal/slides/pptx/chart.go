package pptx

import (
	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/words"
)

// chart adds a chart and, after it, the titles of its axes and text that was drawn
// over it, for which a chart block has no field.
func (s *shapes) chart(part string) error {
	root, err := s.reader.optionalAs("chartSpace", part)
	if err != nil || root == nil {
		return err
	}
	chart := root.Down("chart")
	plot := chart.Down("plotArea")
	made := meeting.Chart{Title: chartText(chart.Down("title"))}
	if data := root.Down("chartData"); data != nil {
		s.reader.newSeries(&made, data, plot)
	} else {
		s.reader.series(&made, plot, readFormats(root, plot))
	}
	s.blocks = append(s.blocks, meeting.Block{Kind: meeting.Graph, Chart: &made})
	if plot != nil {
		for _, kid := range plot.Kids {
			s.line(chartText(kid.Down("title")))
		}
	}
	return s.overChart(part, root)
}

func (s *shapes) line(text string) {
	if text != "" {
		s.blocks = append(s.blocks, meeting.Block{Kind: meeting.Text, Text: text})
	}
}

// overChart adds the text of shapes that were drawn over a chart.
func (s *shapes) overChart(part string, root *office.Node) error {
	id := root.Down("userShapes").AttrIn("relationships", "id")
	if id == "" {
		return nil
	}
	rels, err := s.reader.optionalRelations(part)
	if err != nil {
		return err
	}
	drawn, err := s.reader.optional(rels[id].part)
	for body := range drawn.Find("txBody") {
		for _, line := range new(text).lines(body) {
			s.line(line)
		}
	}
	return err
}

// series adds the series of all plots of a chart. The longest list of categories
// counts: they are the same, except for series without the last ones.
func (r *reader) series(chart *meeting.Chart, plot *office.Node, f formats) {
	for ser := range plot.Find("ser") {
		if len(chart.Series) == maxSeries {
			break
		}
		for _, name := range []string{"cat", "xVal"} {
			if row := r.row(ser.Down(name)); len(row) > len(chart.Categories) {
				chart.Categories = row
				if shown := f.format(row, cellFormat(ser.Down(name))); shown != nil && name == "cat" {
					chart.Categories = shown // such as dates, which are numbers of days
				}
			}
		}
		source := ser.Down("val")
		values := r.row(source)
		if values == nil {
			source = ser.Down("yVal")
			values = r.row(source)
		}
		chart.Series = append(chart.Series, meeting.Series{
			Name: chartText(ser.Down("tx")), Values: values, Formatted: f.shown(ser, source, values),
		})
	}
	r.fill(chart)
}

// newSeries adds the series of the chart types of 2016, whose data are in a separate
// element.
func (r *reader) newSeries(chart *meeting.Chart, data, plot *office.Node) {
	sets := map[string]*office.Node{}
	for set := range data.Named("data") {
		sets[set.Attr("id")] = set
	}
	for ser := range plot.Find("series") {
		if len(chart.Series) == maxSeries {
			break
		}
		set := sets[ser.Down("dataId").Attr("val")]
		if row := r.row(set.Down("strDim")); len(row) > len(chart.Categories) {
			chart.Categories = row
		}
		values := r.row(set.Down("numDim"))
		chart.Series = append(chart.Series, meeting.Series{
			Name: chartText(ser.Down("tx")), Values: values,
			Formatted: formats{}.format(values, set.Down("numDim", "lvl").Attr("formatCode")),
		})
	}
	if plot == nil || len(chart.Series) == 0 {
		chart.Categories = r.row(data.Down("data", "strDim"))
	}
	r.fill(chart)
}

// chartText is a title or a name on one line, written in place or taken from a
// sheet.
func chartText(n *office.Node) string {
	var lines office.Lines
	for p := range n.Find("p") {
		lines.Add(new(text).paragraph(p))
	}
	if len(lines) == 0 {
		for v := range n.Find("v") {
			lines.Add(unescape(v.Content()))
		}
	}
	return words.OneLine(lines.String())
}
