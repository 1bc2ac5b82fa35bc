package pdfcontent_test

import (
	"strings"
	"testing"
	"time"

	"proceedings/internal/slides/pdfcontent"
)

// TestSeeIsBounded reads pages that are made to keep their readers busy.
func TestSeeIsBounded(t *testing.T) {
	t.Parallel()
	star := "0 0 m " + strings.Repeat("9 5 l 5 9 l ", 900)
	for name, content := range map[string]string{
		"invisible texts":  "3 Tr " + strings.Repeat("()Tj ", 1_500_000),
		"replacements":     strings.Repeat("/S<</ActualText(Words)>>BDC ", 300_000),
		"clipping paths":   strings.Repeat(star+"W n ", 400),
		"clipping squares": strings.Repeat("0 0 9 9 re W n ", 500_000),
		"images":           strings.Repeat("/Photo Do ", 800_000),
		"forms in forms":   strings.Repeat("/Form Do ", 800_000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			var named func(string) (pdfcontent.Content, bool)
			named = func(name string) (pdfcontent.Content, bool) {
				if name == "Form" {
					return pdfcontent.Content{ID: "form", Data: []byte("/Form Do /Form Do /Form Do"), Matrix: pdfcontent.Identity(), Named: named}, true
				}
				return photo(name)
			}
			s := pdfcontent.See([]pdfcontent.Content{{ID: "page", Data: []byte(content), Named: named}}, pdfcontent.Box{Right: 720, Top: 405})
			s.Edits(true, func(string) []byte { return []byte(content) }, func(string, []byte) {})
			if took := time.Since(begun); took > 20*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}
