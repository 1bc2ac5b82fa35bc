package assemble

import (
	"strings"
	"testing"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/publish"
)

// The text of a deck and the stable images of its slides are pages, and the manifest
// names both.
func TestDeckFiles(t *testing.T) {
	t.Parallel()
	m, items := sample(t)
	man := Manifest(m, items)
	pages := map[string]publish.Page{}
	if _, err := deckFiles(man, items, pages); err != nil {
		t.Fatal(err)
	}
	d := man.Decks[0]
	if d.Data.URL != "slides-alpha.json" || d.Text.URL != "slides-alpha.txt" || d.Data.SHA256 != publish.FileOf("", pages[d.Data.URL]).SHA256 {
		t.Errorf("the manifest names %+v and %+v", d.Data, d.Text)
	}
	for _, want := range []string{`"author":"R. Roe"`, `"kind":"item"`, `"alt":"A bee"`, `words/0001.json`} {
		if !strings.Contains(string(pages[d.Data.URL].Data), want) {
			t.Errorf("%s lacks %s:\n%s", d.Data.URL, want, pages[d.Data.URL].Data)
		}
	}
	if !strings.Contains(string(pages[d.Text.URL].Data), "Half the cost") {
		t.Errorf("%s is %q", d.Text.URL, pages[d.Text.URL].Data)
	}
	one := d.Slides[0].Picture
	if one.URL != "slides/alpha/1.jpg" || pages[one.URL].Same.URL != d.Slides[0].Images[0].URL || one.Width != 1600 || one.SHA256 == "" {
		t.Errorf("image = %+v, a copy of %+v", one, pages[one.URL].Same)
	}
}

func TestDeckThatCannotBeRendered(t *testing.T) {
	t.Parallel()
	m, items := sample(t)
	items[2].Deck.Rendered, items[2].Deck.WhyNotRendered, items[2].Made = nil, "took too long", items[2].Deck.Text
	man := Manifest(m, items)
	if _, err := Pages(man, items, meeting.Site{}, Transcripts{}); err != nil {
		t.Fatal(err)
	}
	d := man.Decks[0]
	if d.Unshown != "took too long" || d.PDF != (manifest.File{}) || len(d.Slides) != 2 || d.Slides[0].Title != "Results" || d.Slides[0].Images == nil || len(d.Slides[0].Images) != 0 {
		t.Errorf("deck = %+v", d)
	}
	if d.Data.URL == "" || man.Sources[2].File.URL == "" {
		t.Errorf("text or original missing: %+v, %+v", d.Data, man.Sources[2])
	}
}
