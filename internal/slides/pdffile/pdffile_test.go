package pdffile_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/slides/pdffile"
)

// document is the qpdf JSON of objects, of which the first is the catalogue.
func document(objects ...string) string {
	all := []string{`"trailer": {"value": {"/Root": "1 0 R", "/Info": "2 0 R", "/ID": ["b:00", "b:00"], "/Size": 9}}`}
	for i, o := range objects {
		if o != "" {
			all = append(all, fmt.Sprintf(`"obj:%d 0 R": %s`, i+1, o))
		}
	}
	return `{"qpdf": [{"jsonversion": 2, "pdfversion": "1.6", "maxobjectid": 9}, {` + strings.Join(all, ", ") + `}]}`
}

func value(v string) string { return `{"value": ` + v + `}` }

// twoFiles are two files of three pages. The content of a page names its file.
func twoFiles(t *testing.T) []pdffile.File {
	t.Helper()
	files := make([]pdffile.File, 0, 2)
	for _, name := range []string{"a", "b"} {
		files = append(files, parse(t, document(
			value(`{"/Type": "/Catalog", "/Pages": "3 0 R", "/Outlines": "10 0 R", "/StructTreeRoot": "20 0 R", "/Lang": "u:`+name+`"}`),
			value(`{"/Title": "u:`+name+`"}`),
			value(`{"/Type": "/Pages", "/Kids": ["4 0 R", "5 0 R", "6 0 R"], "/Count": 3, "/MediaBox": [0, 0, 960.009448818898, 540]}`),
			value(`{"/Type": "/Page", "/Parent": "3 0 R", "/Contents": "7 0 R", "/StructParents": 0}`),
			value(`{"/Type": "/Page", "/Parent": "3 0 R", "/Contents": "7 0 R", "/StructParents": 1, "/Annots": ["8 0 R", "9 0 R"]}`),
			value(`{"/Type": "/Page", "/Parent": "3 0 R", "/Contents": "7 0 R", "/StructParents": 2}`),
			`{"stream": {"dict": {"/Length": 5}, "datafile": "`+name+`"}}`,
			value(`{"/Subtype": "/Link", "/Dest": ["6 0 R", "/Fit"], "/StructParent": 7}`),
			value(`{"/Subtype": "/Link", "/Dest": ["4 0 R", "/Fit"]}`),
			value(`{"/First": "11 0 R", "/Last": "13 0 R", "/Count": 3}`),
			value(`{"/Title": "u:`+name+`1", "/Dest": ["4 0 R", "/XYZ", 0, 540, 0], "/Parent": "10 0 R", "/Next": "12 0 R"}`),
			value(`{"/Title": "u:`+name+`2", "/A": {"/S": "/GoTo", "/D": ["5 0 R", "/Fit"]}, "/Parent": "10 0 R", "/Prev": "11 0 R", "/Next": "13 0 R"}`),
			value(`{"/Title": "u:`+name+`3", "/Dest": ["6 0 R", "/XYZ", 0, 540, 0], "/Parent": "10 0 R", "/Prev": "12 0 R"}`),
			"", "", "", "", "", "",
			value(`{"/Type": "/StructTreeRoot", "/K": ["21 0 R", "22 0 R", "23 0 R"], "/ParentTree": "24 0 R", "/RoleMap": {"/`+name+`": "/P"}}`),
			value(`{"/S": "/P", "/P": "20 0 R", "/Pg": "4 0 R", "/K": [0], "/T": "u:`+name+`1"}`),
			value(`{"/S": "/Div", "/P": "20 0 R", "/K": [{"/S": "/P", "/Pg": "5 0 R", "/K": [0]}], "/T": "u:`+name+`2"}`),
			value(`{"/S": "/P", "/P": "20 0 R", "/Pg": "6 0 R", "/K": 0, "/T": "u:`+name+`3"}`),
			value(`{"/Nums": [0, ["21 0 R"], 1, ["22 0 R"], 2, ["23 0 R"], 7, "22 0 R"]}`),
		)))
	}
	return files
}

func parse(t *testing.T, text string) pdffile.File {
	t.Helper()
	f, err := pdffile.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// expanded is a file's JSON with its references replaced by their objects, from the
// trailer on, except references to parents and pages.
func expanded(t *testing.T, f pdffile.File) any {
	t.Helper()
	data, err := f.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		QPDF []map[string]any `json:"qpdf"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	objects := doc.QPDF[1]
	pages := map[string]string{} // what replaces a reference to a page
	var walk func(v any, key string) any
	walk = func(v any, key string) any {
		switch v := v.(type) {
		case string:
			o, ok := objects["obj:"+v].(map[string]any)
			switch {
			case !ok:
				return v
			case key == "/Parent", key == "/P", key == "/Prev", key == "/Last":
				return "up"
			case key != "/Kids" && pages[v] != "":
				return pages[v]
			case o["stream"] != nil:
				return o["stream"]
			}
			return walk(o["value"], key)
		case []any:
			made := make([]any, len(v))
			for i, e := range v {
				made[i] = walk(e, key)
			}
			return made
		case map[string]any:
			made := maps.Clone(v)
			for k, e := range v {
				made[k] = walk(e, k)
			}
			return made
		}
		return v
	}
	var number func(v any)
	number = func(v any) {
		o, _ := objects["obj:"+v.(string)].(map[string]any)["value"].(map[string]any)
		if o["/Type"] == "/Page" {
			pages[v.(string)] = fmt.Sprintf("page %d", len(pages)+1)
			return
		}
		for _, kid := range o["/Kids"].([]any) {
			number(kid)
		}
	}
	trailer := objects["trailer"].(map[string]any)["value"].(map[string]any)
	catalog := objects["obj:"+trailer["/Root"].(string)].(map[string]any)["value"].(map[string]any)
	number(catalog["/Pages"])
	delete(trailer, "/Size") // the number of objects, not all of which qpdf writes
	return walk(trailer, "")
}

func TestJoin(t *testing.T) {
	t.Parallel()
	f, err := pdffile.Join(twoFiles(t), []int{1, 2})
	if err != nil {
		t.Fatal(err)
	}
	type (
		o = map[string]any
		l = []any
	)
	entry := func(title string, to o, next any) o {
		made := o{"/Title": title, "/Parent": "up"}
		maps.Copy(made, to)
		if title != "u:a1" {
			made["/Prev"] = "up"
		}
		if next != nil {
			made["/Next"] = next
		}
		return made
	}
	dest := func(page string) o { return o{"/Dest": l{page, "/XYZ", 0.0, 540.0, 0.0}} }
	contents := func(name string) o { return o{"dict": o{"/Length": 5.0}, "datafile": name} }
	tag := func(name, kind string, more o) o {
		made := o{"/S": kind, "/P": "up", "/T": "u:" + name}
		maps.Copy(made, more)
		return made
	}
	first := tag("a1", "/P", o{"/Pg": "page 1", "/K": l{0.0}})
	second := tag("b2", "/Div", o{"/K": l{o{"/S": "/P", "/Pg": "page 2", "/K": l{0.0}}}})
	third := tag("b3", "/P", o{"/Pg": "page 3", "/K": 0.0})
	box := l{0.0, 0.0, 960.009448818898, 540.0}
	want := o{
		"/Info": o{"/Title": "u:a"},
		"/Root": o{
			"/Type": "/Catalog", "/Lang": "u:a",
			"/Pages": o{"/Type": "/Pages", "/Count": 3.0, "/Kids": l{
				o{"/Type": "/Pages", "/Parent": "up", "/Count": 1.0, "/MediaBox": box, "/Kids": l{
					o{"/Type": "/Page", "/Parent": "up", "/Contents": contents("a"), "/StructParents": 0.0},
				}},
				o{"/Type": "/Pages", "/Parent": "up", "/Count": 2.0, "/MediaBox": box, "/Kids": l{
					o{"/Type": "/Page", "/Parent": "up", "/Contents": contents("b"), "/StructParents": 9.0, "/Annots": l{
						o{"/Subtype": "/Link", "/Dest": l{"page 3", "/Fit"}, "/StructParent": 15.0},
						o{"/Subtype": "/Link", "/Dest": l{"page 1", "/Fit"}}, // in the other file
					}},
					o{"/Type": "/Page", "/Parent": "up", "/Contents": contents("b"), "/StructParents": 10.0},
				}},
			}},
			"/Outlines": o{"/Type": "/Outlines", "/Count": 3.0, "/Last": "up", "/First": entry("u:a1", dest("page 1"),
				entry("u:b2", o{"/A": o{"/S": "/GoTo", "/D": l{"page 2", "/Fit"}}}, entry("u:b3", dest("page 3"), nil)))},
			"/StructTreeRoot": o{
				"/Type": "/StructTreeRoot", "/K": l{first, second, third}, "/RoleMap": o{"/a": "/P", "/b": "/P"}, "/ParentTreeNextKey": 16.0,
				"/ParentTree": o{"/Nums": l{0.0, l{first}, 9.0, l{second}, 10.0, l{third}, 15.0, second}},
			},
		},
	}
	if diff := cmp.Diff(any(want), expanded(t, f)); diff != "" {
		t.Errorf("- want + got\n%s", diff)
	}
}

func TestJoinWithAllPagesOfOneFile(t *testing.T) {
	t.Parallel()
	files := twoFiles(t)
	for i := range files {
		shown := []int{0, 0}
		shown[i] = 3
		f, err := pdffile.Join(files, shown)
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprint(expanded(t, f))
		for n := 1; n <= 3; n++ {
			if want := fmt.Sprintf("u:%c%d", 'a'+i, n); strings.Count(text, "/Title:"+want) != 1 || !strings.Contains(text, "/T:"+want) {
				t.Errorf("all pages of file %d: %q is not in %s", i+1, want, text)
			}
		}
	}
}

func TestUnsupportedFiles(t *testing.T) {
	t.Parallel()
	const catalog, list = `{"value": {"/Pages": "2 0 R"}}`, `{"value": {"/Kids": ["3 0 R"]}}`
	for _, tt := range []struct{ name, text, want string }{
		{"no JSON", `%PDF-1.7`, "read qpdf's JSON"},
		{"no objects", `{"qpdf": [{}]}`, "does not consist of a head and objects"},
		{"another generation", `{"qpdf": [{}, {"obj:4 1 R": {}}]}`, `"obj:4 1 R" is not the name of an object`},
		{"no catalogue", `{"qpdf": [{}, {}]}`, "it has no catalogue"},
		{"no list of pages", document(value(`{}`)), "it has no list of pages"},
		{"no pages", document(catalog, value(`{}`)), "it has no pages"},
		{"a list in the list", document(catalog, list, value(`{"/Type": "/Pages"}`)), "its list of pages contains something else"},
		{"a page twice", document(catalog, value(`{"/Kids": ["3 0 R", "3 0 R"]}`), value(`{"/Type": "/Page"}`)), "its list of pages contains something else"},
		{"too few pages", document(catalog, list, value(`{"/Type": "/Page"}`)), "number 1 of 1 has 1 pages, not 2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, err := pdffile.Parse([]byte(tt.text))
			parsed := err == nil
			if parsed {
				_, err = pdffile.Join([]pdffile.File{f}, []int{2})
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) || parsed != errors.Is(err, pdffile.ErrShape) {
				t.Errorf("err = %v, want %q", err, tt.want)
			}
		})
	}
}

// TestJoinEndsOnCycles in the table of contents and in the tags.
func TestJoinEndsOnCycles(t *testing.T) {
	t.Parallel()
	f := parse(t, document(
		value(`{"/Pages": "2 0 R", "/Outlines": {"/First": "4 0 R"}, "/StructTreeRoot": {"/K": "5 0 R"}}`),
		value(`{"/Kids": "3 0 R"}`), value(`{"/Type": "/Page"}`),
		value(`{"/Dest": ["3 0 R"], "/Next": "4 0 R"}`), value(`{"/K": ["5 0 R", "5 0 R"]}`),
	))
	if _, err := pdffile.Join([]pdffile.File{f}, []int{1}); err != nil {
		t.Error(err)
	}
}
