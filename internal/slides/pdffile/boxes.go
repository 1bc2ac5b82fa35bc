package pdffile

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"

	"proceedings/internal/slides/pdf"
	"proceedings/internal/slides/pdfcontent"
)

// Drawings are the content streams of the pages of any PDF file, and what they draw.
type Drawings struct {
	pages   []drawnPage
	objects File
	data    map[string][]byte // of content streams, by reference
	drawn   map[string]bool   // references to the forms that pages draw, as far as they were read
}

type drawnPage struct {
	Object   string `json:"object"`
	Contents []any  `json:"contents"`
}

// DrawingArgs are the arguments with which qpdf writes what [ReadDrawings] reads.
func DrawingArgs() []string {
	return []string{"--json=2", "--json-key=pages", "--json-key=qpdf", "--json-stream-data=none", "--decode-level=none"}
}

// StreamArgs are the arguments with which qpdf writes the content of streams.
func StreamArgs(streams []string) []string { return objectArgs("inline", streams) }

// ImageArgs are the arguments with which qpdf writes what [ReadImages] reads.
func ImageArgs(images []string) []string { return objectArgs("file", images) }

func objectArgs(data string, names []string) []string {
	args := []string{"--json=2", "--json-key=qpdf", "--json-stream-data=" + data, "--decode-level=generalized"}
	for _, name := range names {
		if n, ok := reference(name); ok {
			args = append(args, fmt.Sprintf("--json-object=%d", n))
		}
	}
	return args
}

// ReadDrawings reads qpdf's JSON, without the content of streams.
func ReadDrawings(data []byte) (Drawings, error) {
	f, err := Parse(data)
	if err != nil {
		return Drawings{}, err
	}
	var doc struct {
		Pages []drawnPage `json:"pages"`
	}
	if err = json.Unmarshal(data, &doc); err != nil {
		return Drawings{}, fmt.Errorf("read qpdf's JSON: %w", err)
	}
	return Drawings{pages: doc.Pages, objects: f, drawn: map[string]bool{}}, nil
}

// Streams are the references to the content streams of pages and forms.
func (d *Drawings) Streams() []string {
	names := map[string]bool{}
	for _, p := range d.pages {
		for _, c := range p.Contents {
			if n, ok := reference(c); ok {
				names[refer(n)] = true
			}
		}
	}
	for n := range d.objects.objects {
		if d.stream(refer(n))["/Subtype"] == "/Form" {
			names[refer(n)] = true
		}
	}
	list := make([]string, 0, len(names))
	for name := range names {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// ReadStreams reads the content of streams.
func (d *Drawings) ReadStreams(data []byte) error {
	_, objects, err := parse(data)
	if err != nil {
		return err
	}
	d.data = make(map[string][]byte, len(objects))
	for name, o := range objects {
		stream, _ := o["stream"].(dict)
		text, _ := stream["data"].(string)
		content, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return fmt.Errorf("read qpdf's JSON: %s: %w", name, err)
		}
		d.data[name[len("obj:"):]] = content
	}
	return nil
}

// smallest is the share of a page's width and height that a box has at least.
const smallest = 0.1

// Boxes are the upright boxes that each page draws, on the page as it is shown.
func (d *Drawings) Boxes() [][]pdf.Rect {
	all := make([][]pdf.Rect, len(d.pages))
	for i, p := range d.pages {
		page := d.objects.dict(p.Object)
		shown, turned, ok := d.shown(page)
		if !ok {
			continue
		}
		var content [][]byte
		for _, c := range p.Contents {
			name, _ := c.(string)
			content = append(content, d.data[name])
		}
		least := smallest * min(shown.Right-shown.Left, shown.Top-shown.Bottom)
		boxes := pdfcontent.Boxes(pdfcontent.Content{
			Data: bytes.Join(content, []byte("\n")), Named: d.named(d.inherited(page, "/Resources")),
		}, least, least)
		for _, b := range boxes {
			all[i] = append(all[i], place(b, shown, turned))
		}
	}
	return all
}

// place is a box on the page as it is shown, from its top left.
func place(b, shown pdfcontent.Box, turned int) pdf.Rect {
	left, right := b.Left-shown.Left, b.Right-shown.Left
	bottom, top := b.Bottom-shown.Bottom, b.Top-shown.Bottom
	width, height := shown.Right-shown.Left, shown.Top-shown.Bottom
	switch turned {
	case 90:
		return pdf.Rect{Left: bottom, Top: left, Right: top, Bottom: right}
	case 180:
		return pdf.Rect{Left: width - right, Top: bottom, Right: width - left, Bottom: top}
	case 270:
		return pdf.Rect{Left: height - top, Top: width - right, Right: height - bottom, Bottom: width - left}
	default:
		return pdf.Rect{Left: left, Top: height - top, Right: right, Bottom: height - bottom}
	}
}

// shown is the part of a page that is shown, and the angle by which it is turned.
func (d *Drawings) shown(page dict) (box pdfcontent.Box, turned int, ok bool) {
	if box, ok = d.box(d.inherited(page, "/MediaBox")); !ok {
		return box, 0, false
	}
	if crop, ok := d.box(d.inherited(page, "/CropBox")); ok {
		box.Left, box.Bottom = max(box.Left, crop.Left), max(box.Bottom, crop.Bottom)
		box.Right, box.Top = min(box.Right, crop.Right), min(box.Top, crop.Top)
	}
	turned, _ = number(d.objects.at(d.inherited(page, "/Rotate")))
	return box, (turned%360 + 360) % 360, box.Right > box.Left && box.Top > box.Bottom
}

const parentsMax = 50 // of a page, in the tree of pages

// inherited is an entry of a page or of one of its parents (7.7.3.4).
func (d *Drawings) inherited(page dict, key string) any {
	for range parentsMax {
		if v := page[key]; v != nil || page == nil {
			return v
		}
		page = d.objects.dict(page["/Parent"])
	}
	return nil
}

func (d *Drawings) box(v any) (pdfcontent.Box, bool) {
	n := d.numbers(v)
	if len(n) != 4 {
		return pdfcontent.Box{}, false
	}
	return pdfcontent.Box{Left: min(n[0], n[2]), Bottom: min(n[1], n[3]), Right: max(n[0], n[2]), Top: max(n[1], n[3])}, true
}

func (d *Drawings) numbers(v any) []float64 {
	list, _ := d.objects.at(v).([]any)
	var all []float64
	for _, e := range list {
		n, ok := d.objects.at(e).(json.Number)
		f, err := n.Float64()
		if !ok || err != nil {
			return nil
		}
		all = append(all, f)
	}
	return all
}

// stream is the dictionary of the stream that v refers to, or nil.
func (d *Drawings) stream(v any) dict {
	n, _ := reference(v)
	stream, _ := d.objects.objects[n]["stream"].(dict)
	of, _ := stream["dict"].(dict)
	return of
}

// named finds images and forms in resources.
func (d *Drawings) named(resources any) func(string) (pdfcontent.Content, bool) {
	list := d.objects.dict(d.objects.dict(resources)["/XObject"])
	return func(name string) (pdfcontent.Content, bool) {
		to, _ := list["/"+name].(string)
		switch of := d.stream(to); of["/Subtype"] {
		case "/Image":
			return pdfcontent.Content{ID: to, Image: true}, true
		case "/Form":
			d.drawn[to] = true
			m := pdfcontent.Identity()
			if n := d.numbers(of["/Matrix"]); len(n) == len(m) {
				m = pdfcontent.Matrix(n)
			}
			own := of["/Resources"]
			if own == nil {
				own = resources // of old files
			}
			form := pdfcontent.Content{ID: to, Data: d.data[to], Matrix: m, Named: d.named(own), Transparent: d.transparent(own), Anywhere: d.anywhere(own)}
			if box, ok := d.box(of["/BBox"]); ok {
				form.Box = &box
			}
			return form, true
		}
		return pdfcontent.Content{}, false
	}
}
