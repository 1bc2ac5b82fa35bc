package pdffile_test

import (
	"strings"
	"testing"

	"proceedings/internal/slides/pdffile"
)

// listed is a file of some objects as qpdf lists it.
func listed(objects string) string {
	return `{"version":2,"qpdf":[{"jsonversion":2,"maxobjectid":9},{` + objects + `,"trailer":{"value":{"/Root":"1 0 R","/Size":9}}}]}`
}

func TestAddressesThatLeadAstray(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"https://a.example/": false, "http://a.example/x y": false, "mailto:a@b.example": false, "page2.html": false, "#top": false, "tel:+49": false,
		"https://a.example/%zz": false,
		"javascript:alert(1)":   true, " JavaScript:alert(1)": true, "file:///etc/passwd": true, `\\\\server\\share`: true, "smb://server/": true, "data:text/html,x": true, "x-custom:%zz": true,
	} {
		data := listed(`"obj:1 0 R":{"value":{"/S":"/URI","/URI":"u:` + address + `"}}`)
		_, found, err := pdffile.Inert(strings.NewReader(data), false)
		if err != nil || found.Actions != want {
			t.Errorf("%q: found %+v, %v, want an action: %t", address, found, err, want)
		}
	}
}

// FuzzInert: what is left after the changes has no active content.
func FuzzInert(f *testing.F) {
	for _, objects := range []string{
		`"obj:1 0 R":{"value":{"/OpenAction":"2 0 R","/AA":"3 0 R"}},"obj:2 0 R":{"value":{"/S":"4 0 R","/JS":"u:x"}},"obj:3 0 R":{"value":{"/O":"2 0 R"}},"obj:4 0 R":{"value":"/JavaScript"}`,
		`"obj:1 0 R":{"stream":{"dict":{"/Type":"/EmbeddedFile"}}},"obj:2 0 R":{"value":[{"/F":"u:a","/EF":{}},{"/Subtype":"/FileAttachment","/FS":1}]}`,
		`"obj:1 0 R":{"value":{"/AA":{"/O":{"/S":"/Launch"}},"/OpenAction":{"/S":"/URI"},"/Subtype":"/Movie","/A":1}}`,
		`"trailer":{"value":null}`, `"trailer":{}`,
	} {
		f.Add(listed(objects), true)
		f.Add(listed(objects), false)
	}
	f.Fuzz(func(t *testing.T, data string, keepFiles bool) {
		update, _, err := pdffile.Inert(strings.NewReader(data), keepFiles)
		if err != nil {
			return
		}
		_, left, err := pdffile.Inert(strings.NewReader(strings.Replace(string(update), `{"qpdf"`, `{"version":2,"qpdf"`, 1)), keepFiles)
		if err != nil || left != (pdffile.Active{}) {
			t.Errorf("left %+v, %v, in %s", left, err, update)
		}
	})
}
