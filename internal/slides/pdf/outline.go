package pdf

import (
	"bytes"
	"encoding/xml"
	"strconv"

	"proceedings/internal/meeting"
)

// OutlineArgs are the arguments with which pdftohtml prints the table of contents to
// stdout. It is complete whatever pages are asked for, and one page is the fastest.
// Files that forbid copying have one, too.
func OutlineArgs(file string) []string {
	return []string{"-xml", "-i", "-q", "-nodrm", "-enc", "UTF-8", "-f", "1", "-l", "1", "-stdout", "--", file}
}

// maxOutline is the largest number of entries of a table of contents.
const maxOutline = 5000

// ParseOutline parses the table of contents from the output of pdftohtml -xml. It
// comes after the page, whose text may be anything.
func ParseOutline(data []byte) []meeting.OutlineEntry {
	if i := bytes.LastIndex(data, []byte("</page>")); i >= 0 {
		data = data[i+len("</page>"):]
	}
	d := xml.NewDecoder(bytes.NewReader(clean(data)))
	d.Strict = false
	var entries []meeting.OutlineEntry
	level, inItem := 0, false
	for len(entries) < maxOutline {
		token, err := d.Token()
		if err != nil { // the end of data, or the end tag of pdf2xml, whose start tag is cut off
			break
		}
		switch v := token.(type) {
		case xml.StartElement:
			switch v.Name.Local {
			case "outline":
				level++
			case "item":
				inItem = true
				page, _ := strconv.Atoi(attr(v, "page")) // 0 is replaced below
				entries = append(entries, meeting.OutlineEntry{Level: max(level, 1), Page: page})
			}
		case xml.EndElement:
			switch v.Name.Local {
			case "outline":
				level--
			case "item":
				inItem = false
			}
		case xml.CharData:
			if inItem {
				entries[len(entries)-1].Title += string(v)
			}
		}
	}
	return completed(entries)
}

// completed removes entries without a title. Those without a page get the page of
// the next entry.
func completed(entries []meeting.OutlineEntry) []meeting.OutlineEntry {
	var kept []meeting.OutlineEntry
	for _, e := range entries {
		if e.Title = printable(e.Title); e.Title != "" {
			kept = append(kept, e)
		}
	}
	next := 1
	for i := len(kept) - 1; i >= 0; i-- {
		if kept[i].Page < 1 || kept[i].Page > MaxPages {
			kept[i].Page = next
		}
		next = kept[i].Page
	}
	return kept
}

// OnSlides are entries with the numbers of slides instead of pages.
func OnSlides(entries []meeting.OutlineEntry, slides []meeting.Slide) []meeting.OutlineEntry {
	number := map[int]int{}
	for _, s := range slides {
		for _, a := range s.Areas {
			if number[a.Page] == 0 { // several slides may be on a page
				number[a.Page] = s.Number
			}
		}
	}
	for i, e := range entries {
		if n, ok := number[e.Page]; ok {
			entries[i].Page = n
		}
	}
	return entries
}
