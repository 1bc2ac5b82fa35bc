package pdffile_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/pdffile"
)

// listing is qpdf's JSON of a file of one page, the object 1, with these annotations
// and other objects.
func listing(annots string, others ...string) string {
	objects := fmt.Sprintf(`"obj:1 0 R": {"value": {"/Type": "/Page", "/Annots": %s}}`, annots)
	for i, o := range others {
		objects += fmt.Sprintf(`, "obj:%d 0 R": {"value": %s}`, i+2, o)
	}
	return `{"version": 2, "parameters": {"decodelevel": "none"}, "pages": [{"object": "1 0 R", "label": null, "images": [{"x": 1}]}], "attachments": {}, ` +
		`"qpdf": [{"jsonversion": 2}, {` + objects + `, "trailer": {"value": {"/Root": "9 0 R"}}}]}`
}

func TestComments(t *testing.T) {
	t.Parallel()
	const check = `{"/Subtype": "/Text", "/Contents": "u:Please check", "/T": "u:Reviewer", "/M": "u:D:20250101120000Z"}`
	checked := meeting.Comment{Author: "Reviewer", Date: "2025-01-01T12:00:00Z", Text: "Please check"}
	for _, tt := range []struct {
		name   string
		json   string
		wanted []meeting.Comment
	}{
		{"none", listing(`[]`), nil},
		{"on the page itself", listing("[" + check + "]"), []meeting.Comment{checked}},
		{"by reference", listing(`["2 0 R"]`, check), []meeting.Comment{checked}},
		{"in a list by reference", listing(`"2 0 R"`, `["3 0 R"]`, check), []meeting.Comment{checked}},
		{"twice", listing(`["2 0 R", "2 0 R"]`, check), []meeting.Comment{checked}},
		{"a popup and its parent", listing(`["2 0 R", "3 0 R"]`, check, `{"/Subtype": "/Popup", "/Parent": "2 0 R", "/Contents": "u:?"}`), []meeting.Comment{checked}},
		{"a popup whose parent is not listed", listing(`["3 0 R"]`, check, `{"/Subtype": "/Popup", "/Parent": "2 0 R"}`), []meeting.Comment{checked}},
		{"a popup that is its own parent", listing(`["2 0 R"]`, `{"/Subtype": "/Popup", "/Parent": "2 0 R"}`), nil},
		{
			"marks, with and without a note", listing(`[{"/Subtype": "/Highlight", "/Contents": "u:Why?"}, {"/Subtype": "/StrikeOut", "/Contents": "u:No"}, {"/Subtype": "/Underline"}]`),
			[]meeting.Comment{{Text: "Why?"}, {Text: "No"}},
		},
		{"text by reference, of several lines", listing(`[{"/Subtype": "/FreeText", "/Contents": "2 0 R"}]`, `"u:One\rtwo\r\n\r\nthree\u0001"`), []meeting.Comment{{Text: "One\ntwo\nthree"}}},
		{"a text that refers to itself", listing(`[{"/Subtype": "/Text", "/Contents": "2 0 R"}]`, `"2 0 R"`), nil},
		{"bytes", listing(`[{"/Subtype": "/Text", "/Contents": "b:4fff"}]`), []meeting.Comment{{Text: "O\ufffd"}}},
		{"a link", listing(`[{"/Subtype": "/Link", "/Contents": "u:Our page", "/A": {"/S": "/URI", "/URI": "u:https://example.org"}}]`), nil},
		{"a form field", listing(`[{"/Subtype": "/Widget", "/Contents": "u:Name"}]`), nil},
		{"a state", listing(`["2 0 R", {"/Subtype": "/Text", "/Contents": "u:Accepted set by A", "/IRT": "2 0 R", "/StateModel": "u:Review", "/F": 30}]`, check), []meeting.Comment{checked}},
		{"a hidden reply", listing(`["2 0 R", {"/Subtype": "/Text", "/Contents": "u:Done", "/IRT": "2 0 R", "/F": 30}]`, check), []meeting.Comment{checked, {Text: "Done"}}},
		{"a hidden comment", listing(`[{"/Subtype": "/Text", "/Contents": "u:Hidden", "/F": 2}]`), nil},
		{"the day of creation", listing(`[{"/Subtype": "/Text", "/Contents": "u:x", "/CreationDate": "u:D:2024"}]`), []meeting.Comment{{Date: "2024", Text: "x"}}},
		{"a reference to nothing", listing(`["7 0 R", 5, null, [], {"/Subtype": "/Text", "/Contents": 5}]`), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l, err := pdffile.ReadListing(strings.NewReader(tt.json))
			if err != nil || len(l.Pages) != 1 || !reflect.DeepEqual(l.Pages[0].Comments, tt.wanted) {
				t.Errorf("got %+v, %v, want %+v", l, err, tt.wanted)
			}
		})
	}
}

func TestCommentDates(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"D:20250101120000Z": "2025-01-01T12:00:00Z", "D:20250101120000+01'30'": "2025-01-01T12:00:00+01:30", "D:20250101120000-08'00": "2025-01-01T12:00:00-08:00",
		"D:20250101120000Z00'00'": "2025-01-01T12:00:00Z", "20250101": "2025-01-01", "D:202501": "2025-01", "D:2025010112": "2025-01-01T12:00:00", "yesterday": "yesterday", "": "",
	} {
		l, err := pdffile.ReadListing(strings.NewReader(listing(`[{"/Subtype": "/Text", "/Contents": "u:x", "/M": "u:` + in + `"}]`)))
		if err != nil || len(l.Pages[0].Comments) != 1 || l.Pages[0].Comments[0].Date != want {
			t.Errorf("date %q: %+v, %v, want %q", in, l, err, want)
		}
	}
}

func TestListing(t *testing.T) {
	t.Parallel()
	const data = `{"pages": [{"object": "1 0 R", "label": {"/P": "u:1", "/St": 1}}, {"object": "2 0 R", "label": {"/P": "u:1", "/St": 1}},
		{"object": "3 0 R", "label": {"/S": "/D", "/St": 7}}, {"object": "4 0 R", "label": {"/P": "u:Cover"}}, {"object": "5 0 R", "label": null}],
		"attachments": {}, "qpdf": [{}, {
			"obj:7 0 R": {"value": {"/Names": ["u:b", {"/Type": "/Filespec", "/F": "u:x", "/UF": "u:b.csv", "/EF": {"/F": "9 0 R"}}]}},
			"obj:8 0 R": {"value": {"/Subtype": "/FileAttachment", "/FS": {"/F": "u:a.zip", "/EF": {"/F": "10 0 R"}}}},
			"obj:9 0 R": {"stream": {"dict": {"/Type": "/EmbeddedFile", "/Length": 100, "/Params": {"/Size": 1200}}}},
			"obj:10 0 R": {"stream": {"dict": {"/Type": "/EmbeddedFile", "/Length": 100}}},
			"obj:11 0 R": {"value": {"/F": "u:linked.doc"}}}]}`
	l, err := pdffile.ReadListing(strings.NewReader(data))
	if err != nil || len(l.Pages) != 5 {
		t.Fatalf("got %+v, %v, want 5 pages", l, err)
	}
	p := l.Pages
	if p[0].Label == "" || p[0].Label != p[1].Label || p[2].Label == "" || p[2].Label == p[1].Label || p[3].Label != "" || p[4].Label != "" {
		t.Errorf("labels of %+v; the first two are equal, the last two empty", p)
	}
	if want := []pdffile.Attachment{{"a.zip", 100}, {"b.csv", 1200}}; !reflect.DeepEqual(l.Attachments, want) {
		t.Errorf("attachments %v, want %v", l.Attachments, want)
	}
	for _, bad := range []string{"", "{", "[]", `{"pages": {}}`, `{"qpdf": []}`, `{"qpdf": [{}, 5]}`, `{"qpdf": [{}, {"obj:1 0 R": 5}]}`} {
		if _, err = pdffile.ReadListing(strings.NewReader(bad)); err == nil {
			t.Errorf("%s is read without an error", bad)
		}
	}
}

// FuzzListing reads any input without a panic, and gives valid comments.
func FuzzListing(f *testing.F) {
	f.Add(listing(`["2 0 R", {"/Subtype": "/Popup", "/Parent": "2 0 R"}]`, `{"/Subtype": "/Text", "/Contents": "b:4fff", "/F": 2, "/IRT": "2 0 R"}`))
	f.Add(listing(`"2 0 R"`, `["2 0 R"]`))
	f.Add(listing(`[]`, `{"/EF": {"/F": "2 0 R"}, "/UF": "2 0 R"}`, `[[{"/EF": {}}]]`))
	f.Fuzz(func(t *testing.T, data string) {
		l, err := pdffile.ReadListing(strings.NewReader(data))
		if err != nil {
			return
		}
		for _, p := range l.Pages {
			for _, c := range p.Comments {
				if c.Text == "" || strings.ToValidUTF8(c.Author+c.Date+c.Text, "") != c.Author+c.Date+c.Text {
					t.Errorf("comment %+v", c)
				}
			}
		}
	})
}
