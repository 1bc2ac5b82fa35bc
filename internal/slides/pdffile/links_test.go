package pdffile_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"proceedings/internal/slides/pdffile"
)

func TestRelink(t *testing.T) {
	t.Parallel()
	uri := func(address string) string {
		return fmt.Sprintf(`{"/Subtype": "/Link", "/A": {"/S": "/URI", "/URI": %q}}`, address)
	}
	const here = "u:file:///scratch/deck.pptx"
	for _, tt := range []struct{ name, link, want string }{ // of page 2 of 3; "" for none
		{"the web", uri("u:https://example.org/#Slide%201"), "https://example.org/#Slide%201"},
		{"an address with a space", uri("u:https://example.org/a b"), "https://example.org/a%20b"},
		{"an address with a password", uri("u:https://reader:keyword@example.org/"), "u:https://example.org/"},
		{"an invalid address", uri("u:http://exa mple"), ""},
		{"a file on a server", uri("u:smb://server/share"), ""},
		{"a notebook", uri("u:onenote:https://example.org/"), ""},
		{"an e-mail address", uri("u:mailto:a@example.org"), "mailto:a@example.org"},
		{"a slide by number", uri(here + "#Slide%203"), "5 0 R"},
		{"a page by number", uri("u:FILE:///scratch/deck#page1"), "3 0 R"},
		{"a page that does not exist", uri(here + "#page4"), ""},
		{"page 0", uri(here + "#page0"), ""},
		{"the next slide", uri(here + "#action?jump=nextslide"), "5 0 R"},
		{"the previous slide", uri(here + "#action?jump=previousslide"), "3 0 R"},
		{"the first slide", uri(here + "#action?jump=firstslide"), "3 0 R"},
		{"the last slide", uri(here + "#action?jump=lastslide"), "5 0 R"},
		{"the end of the show", uri(here + "#action?jump=endshow"), ""},
		{"a slide of another file", uri("u:file:///home/a/other.ppt#Slide%203"), ""},
		{"a file", uri("u:file:///etc/passwd"), ""},
		{"an address as bytes", uri("b:66696c653a2f2f2f657463"), ""},
		{"a damaged address", uri("u:file:///%zz"), ""},
		{"a launch action", `{"/A": {"/S": "/Launch", "/F": "u:x"}}`, ""},
		{"a page of another PDF file", `{"/A": {"/S": "/GoToR", "/F": "u:x"}}`, ""},
		{"a page", `{"/Dest": ["3 0 R", "/Fit"]}`, "3 0 R"},
		{"another annotation", `{"/Subtype": "/Text", "/Contents": "u:file:///x"}`, "file:///x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			const page = `{"/Type": "/Page"}`
			f := parse(t, document(
				value(`{"/Pages": "2 0 R"}`), value(`{"/Kids": ["3 0 R", "4 0 R", "5 0 R"]}`),
				value(page), value(`{"/Type": "/Page", "/Annots": "6 0 R"}`), value(page), value(`["7 0 R"]`), value(tt.link),
			))
			if err := f.Relink(pdffile.Names{Document: "deck"}); err != nil {
				t.Fatal(err)
			}
			data, err := f.JSON()
			if err != nil {
				t.Fatal(err)
			}
			var doc struct {
				QPDF []map[string]json.RawMessage `json:"qpdf"`
			}
			if err = json.Unmarshal(data, &doc); err != nil {
				t.Fatal(err)
			}
			shown := strings.Contains(string(doc.QPDF[1]["obj:4 0 R"]), "Annots")
			link := doc.QPDF[1]["obj:7 0 R"]
			if shown != (tt.want != "") || !strings.Contains(string(link), tt.want) {
				t.Errorf("shown: %t, as %s, want %q", shown, link, tt.want)
			}
		})
	}
}
