package pdffile

import (
	"encoding/json"
	"fmt"
)

// Join makes one file of several that hold the same pages, of which the first shows
// the first shown[0], the next the next shown[1], and so on. Links lead to the page
// that is shown, whichever file it is in. The table of contents and the tags come
// from the file that shows the page; everything else about the document comes from
// the first file.
func Join(files []File, shown []int) (File, error) {
	if len(files) == 0 || len(files) != len(shown) {
		return File{}, fmt.Errorf("join %d PDF files of which %d show pages", len(files), len(shown))
	}
	pages := 0
	for _, n := range shown {
		pages += n
	}
	j := joiner{owner: make([]*part, 0, pages)}
	for i, f := range files {
		p := &part{File: f, base: j.made.most, key: j.keys, first: len(j.owner), end: len(j.owner) + shown[i]}
		var err error
		if p.pages, err = f.pages(); err != nil {
			return File{}, fmt.Errorf("PDF file %d of %d: %w", i+1, len(files), err)
		}
		if len(p.page) != pages {
			return File{}, fmt.Errorf("%w: number %d of %d has %d pages, not %d", ErrShape, i+1, len(files), len(p.page), pages)
		}
		j.made.most += f.most
		j.keys += p.keys()
		for range shown[i] {
			j.owner = append(j.owner, p)
		}
		j.parts = append(j.parts, p)
	}
	j.join()
	return j.made, nil
}

// part is one of the files to join.
type part struct {
	File
	pages

	first, end int // of the pages that it shows
	base       int // added to the numbers of its objects
	key        int // added to the keys of its tags
}

// shows reports whether v refers to a page that this file shows.
func (p *part) shows(v any) bool {
	n, ok := reference(v)
	if !ok {
		return false
	}
	i, ok := p.position[n]
	return ok && i >= p.first && i < p.end
}

// joiner joins the parts into the file made.
type joiner struct {
	parts []*part
	owner []*part // of each page
	keys  int     // number of keys of all tags
	made  File
}

func (j *joiner) join() {
	first := j.parts[0]
	j.made.version = first.version
	j.made.objects = map[int]object{}
	for _, p := range j.parts {
		for n, o := range p.objects {
			made := make(object, len(o))
			for kind, v := range o {
				made[kind] = j.renumber(p, v)
			}
			j.made.objects[p.base+n] = made
		}
	}
	catalog := j.made.dict(refer(first.catalog))
	catalog["/Pages"] = j.pages()
	if tags := j.tags(); tags != "" {
		catalog["/StructTreeRoot"] = tags
	}
	if contents := j.contents(); contents != "" {
		catalog["/Outlines"] = contents
	}
	// qpdf replaces a /Size that is there; without one it writes a damaged file.
	j.made.trailer = dict{"/Root": refer(first.catalog), "/Size": j.made.most + 1}
	if info, ok := first.trailer["/Info"]; ok {
		j.made.trailer["/Info"] = j.renumber(first, info)
	}
}

// add adds an object and returns a reference to it.
func (j *joiner) add(v any) string {
	j.made.most++
	j.made.objects[j.made.most] = object{valueKey: v}
	return refer(j.made.most)
}

// pages makes a list of the parts' lists of pages, since pages inherit attributes
// from their list.
func (j *joiner) pages() string {
	lists := make([]any, 0, len(j.parts))
	all := dict{"/Type": "/Pages", "/Count": len(j.owner)}
	top := j.add(all)
	for _, p := range j.parts {
		kids := make([]any, 0, p.end-p.first)
		for _, n := range p.page[p.first:p.end] {
			kids = append(kids, refer(p.base+n))
		}
		list := j.made.dict(refer(p.base + p.list))
		list["/Kids"], list["/Count"], list["/Parent"] = kids, len(kids), top
		lists = append(lists, refer(p.base+p.list))
	}
	all["/Kids"] = lists
	return top
}

// number is the number of a part's object in the joined file: that of a page is the
// one that is shown.
func (j *joiner) number(p *part, n int) int {
	if i, ok := p.position[n]; ok {
		owner := j.owner[i]
		return owner.base + owner.page[i]
	}
	return p.base + n
}

// renumber is v with the object numbers of the joined file.
func (j *joiner) renumber(p *part, v any) any {
	switch v := v.(type) {
	case string:
		n, ok := reference(v)
		if !ok {
			return v
		}
		if _, ok := p.objects[n]; !ok {
			return nil // a reference to no object; another file may have that number
		}
		return refer(j.number(p, n))
	case []any:
		made := make([]any, len(v))
		for i, e := range v {
			made[i] = j.renumber(p, e)
		}
		return made
	case dict:
		made := make(dict, len(v))
		for k, e := range v {
			made[k] = j.renumber(p, e)
			if key, ok := number(e); ok && (k == pageKey || k == objectKey) {
				made[k] = p.key + key
			}
		}
		return made
	}
	return v
}

// number is v as a whole number.
func number(v any) (int, bool) {
	text, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	n, err := text.Int64()
	return int(n), err == nil && n >= 0 && n < 1<<30
}
