package site

import (
	"html/template"
	"strings"

	"golang.org/x/text/unicode/bidi"

	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// part is a piece of a slide's content. One of its fields is set.
type part struct {
	Text   *line
	List   *list
	Table  *table
	Figure *figure
}

// line is a paragraph, or the content of an item or a cell.
type line struct {
	Auto bool // its direction may differ from that of the slide
	Runs []run
}

// run is a text without line breaks, a formula, or a line break.
type run struct {
	Text  string
	Math  template.HTML // the element math, checked by [mathOf]
	Break bool
}

// figure is a labelled piece: a diagram, or what is known about a picture.
type figure struct {
	Label      string
	Caption    *line // nil if there is none
	Recognised bool  // Lines are from optical character recognition
	Scan       bool  // of the whole slide, which is a picture
	List       bool  // Lines are separate texts
	Lines      []line
}

// recognised is the label of text from optical character recognition.
const recognised = "Text recognised in a picture"

// writer converts the blocks of a slide.
type writer struct{ rtl bool }

// parts are the pieces of a slide's content.
func (w writer) parts(blocks []meeting.Block) []part {
	var list []part
	for i := 0; i < len(blocks); i++ {
		b := blocks[i]
		switch b.Kind {
		case meeting.Item:
			from := i
			for i+1 < len(blocks) && blocks[i+1].Kind == meeting.Item && blocks[i].Alt == "" {
				i++
			}
			lists := w.lists(blocks[from : i+1])
			for k := range lists {
				list = append(list, part{List: &lists[k]})
			}
			b.Alt = blocks[i].Alt
		case meeting.Table:
			list = append(list, part{Table: w.table(b)})
			continue
		case meeting.Graph:
			if b.Chart != nil {
				list = append(list, part{Table: w.chart(*b.Chart, b.Alt)})
			}
			continue
		case meeting.Diagram:
			list = append(list, part{Figure: w.figure("Diagram", b, true)})
			continue
		case meeting.Picture:
			if text := words.OneLine(b.Text); text != "" {
				list = append(list, part{Figure: w.figure(recognised, b, false)})
				continue
			}
		default:
			l := w.line(b)
			switch last := len(list) - 1; {
			case len(l.Runs) == 0:
			case len(b.OCR) == 0:
				list = append(list, part{Text: &l})
			case last >= 0 && list[last].Figure != nil && list[last].Figure.Scan:
				list[last].Figure.Lines = append(list[last].Figure.Lines, l)
			default:
				list = append(list, part{Figure: &figure{Label: recognised, Recognised: true, Scan: true, Lines: []line{l}}})
			}
		}
		if b.Alt != "" {
			alt := w.text(b.Alt)
			list = append(list, part{Figure: &figure{Label: "Picture", Caption: &alt}})
		}
	}
	return list
}

// figure is a block with a text of several lines.
func (w writer) figure(label string, b meeting.Block, list bool) *figure {
	f := &figure{Label: label, Recognised: b.Kind == meeting.Picture, List: list}
	if b.Alt != "" {
		alt := w.text(b.Alt)
		f.Caption = &alt
	}
	if !list {
		f.Lines = []line{w.text(b.Text)}
		return f
	}
	for text := range strings.Lines(b.Text) {
		if text = words.OneLine(text); text != "" {
			f.Lines = append(f.Lines, w.text(text))
		}
	}
	return f
}

// line is the text of a block, with its formulas as MathML if they are known.
func (w writer) line(b meeting.Block) line {
	if runs, ok := formulas(b); ok {
		return line{Auto: w.auto(b.Text), Runs: runs}
	}
	return w.text(b.Text)
}

// text is a text whose lines stay.
func (w writer) text(text string) line { return line{Auto: w.auto(text), Runs: breakLines(text)} }

func breakLines(text string) []run {
	var runs []run
	for one := range strings.Lines(text) {
		if one = words.OneLine(one); one == "" {
			continue
		}
		if len(runs) > 0 {
			runs = append(runs, run{Break: true})
		}
		runs = append(runs, run{Text: one})
	}
	return runs
}

// auto reports whether a text in a slide that is written from left to right has
// letters of the other direction.
func (w writer) auto(text string) bool {
	return !w.rtl && strings.ContainsFunc(text, func(r rune) bool {
		properties, _ := bidi.LookupRune(r)
		return properties.Class() == bidi.R || properties.Class() == bidi.AL
	})
}
