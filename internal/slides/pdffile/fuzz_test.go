package pdffile_test

import (
	"errors"
	"testing"

	"proceedings/internal/slides/pdffile"
)

// FuzzJoin joins a file with itself: the result is a file or ErrShape, for any input.
func FuzzJoin(f *testing.F) {
	f.Add([]byte(document(
		value(`{"/Pages": "2 0 R", "/Outlines": {"/First": "5 0 R"}, "/StructTreeRoot": {"/K": "6 0 R", "/ParentTree": {"/Nums": [0, "6 0 R"]}}}`),
		value(`{"/Kids": ["3 0 R", "4 0 R"]}`), value(`{"/Type": "/Page", "/StructParents": 0}`), value(`{"/Type": "/Page", "/Annots": ["7 0 R"]}`),
		value(`{"/Dest": ["3 0 R"], "/Next": "5 0 R"}`), value(`{"/K": ["6 0 R"], "/Pg": "3 0 R"}`),
		value(`{"/A": {"/S": "/URI", "/URI": "u:file:///deck#page1"}}`),
	)), 1)
	f.Fuzz(func(t *testing.T, data []byte, first int) {
		files := make([]pdffile.File, 2)
		for i := range files {
			var err error
			if files[i], err = pdffile.Parse(data); err != nil {
				return
			}
			if err = files[i].Relink(pdffile.Names{Document: "deck"}); err != nil && !errors.Is(err, pdffile.ErrShape) {
				t.Fatal(err)
			}
		}
		const pages = 2
		if first < 0 || first > pages {
			return
		}
		joined, err := pdffile.Join(files, []int{first, pages - first})
		if errors.Is(err, pdffile.ErrShape) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := joined.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if _, err = pdffile.Parse(text); err != nil {
			t.Errorf("%v: %s", err, text)
		}
	})
}
