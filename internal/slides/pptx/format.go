package pptx

import (
	"slices"

	"proceedings/internal/slides/numberformat"
	"proceedings/internal/slides/office"
)

// formats are the number formats of a chart (ECMA-376, part 1, 21.2.2.121).
type formats struct {
	since1904 bool
	axis      string // of the axis of values
}

// readFormats are the formats of a chart space.
func readFormats(root, plot *office.Node) formats {
	f := formats{}
	if date := root.Down("date1904"); date != nil {
		f.since1904 = !off(date.Attr("val"))
	}
	for axis := range plot.Named("valAx") {
		if f.axis = ownFormat(axis); f.axis != "" {
			break
		}
	}
	return f
}

// ownFormat is the format of an axis or of labels that does not follow the source.
func ownFormat(n *office.Node) string {
	format := n.Down("numFmt")
	if on(format.Attr("sourceLinked")) {
		return ""
	}
	return format.Attr("formatCode")
}

// shown are the values of a series as the chart shows them: in the format of its
// labels, of their cells, or of the axis. It is nil if they are shown as they are.
func (f formats) shown(ser, values *office.Node, row []string) []string {
	code := ownFormat(ser.Down("dLbls"))
	if code == "" {
		code = cellFormat(values)
	}
	if code == "" || code == "General" && f.axis != "" {
		code = f.axis
	}
	return f.format(row, code)
}

// format are numbers in a format; nil if that changes none.
func (f formats) format(row []string, code string) []string {
	const longest = 64 // bytes: a format may repeat a long text with each number
	if code == "" {
		return nil
	}
	shown := slices.Clone(row)
	changed := false
	for i, value := range row {
		if text, ok := numberformat.Format(value, code, f.since1904); ok && text != "" && len(text) <= longest && text != value {
			shown[i], changed = text, true
		}
	}
	if !changed {
		return nil
	}
	return shown
}

// cellFormat is the format of the cells that values or categories are from.
func cellFormat(values *office.Node) string {
	for _, name := range []string{"numRef", "numLit"} {
		n := values.Down(name)
		if cache := n.Down("numCache"); cache != nil {
			n = cache
		}
		if code := n.Down("formatCode").Content(); code != "" {
			return code
		}
	}
	return ""
}
