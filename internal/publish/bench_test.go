package publish_test

import (
	"bytes"
	"fmt"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/publish"
	"proceedings/internal/storage"
	"proceedings/internal/storage/s3/s3test"
)

// BenchmarkPublish publishes a meeting of 18 decks with 30 slides each on a real
// server: for each slide a picture and its oEmbed answer, the first time, and
// again with nothing new.
func BenchmarkPublish(b *testing.B) {
	store := s3test.Open(b, s3test.Start(b))
	pages := map[string]publish.Page{}
	for deck := range 18 {
		for slide := range 30 {
			name := fmt.Sprintf("slides/deck-%d/%d", deck, slide+1)
			picture := publish.Page{Data: fmt.Appendf(nil, "%060000d", deck*100+slide), Type: "image/jpeg"}
			made := publish.FileOf(layout.ToDerived(0, fmt.Sprintf("deck-%d", deck), "run", fmt.Sprintf("%d.jpg", slide)), picture)
			key := layout.Public.Derived(fmt.Sprintf("deck-%d", deck), "run", fmt.Sprintf("%d.jpg", slide))
			if _, err := store.Put(b.Context(), key, bytes.NewReader(picture.Data), storage.Attrs{ContentType: "image/jpeg"}, storage.Always); err != nil {
				b.Fatal(err)
			}
			pages[name+".jpg"] = publish.Page{Same: made}
			pages[name+".json"] = publish.Page{Data: fmt.Appendf(nil, `{"type":"photo","url":"%s.jpg"}`, name), Type: "application/json"}
		}
	}
	n := 0
	run := func(b *testing.B, again bool) {
		b.Helper()
		for b.Loop() {
			if !again {
				n++
			}
			m := manifest.Manifest{ID: fmt.Sprintf("meeting-%d", n), Revision: 1, State: manifest.Published, Visibility: "public"}
			seen, err := publish.Look(b.Context(), store, layout.Public, m.ID)
			if err != nil {
				b.Fatal(err)
			}
			if _, err = publish.Publish(b.Context(), store, layout.Public, m, pages, seen); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("first", func(b *testing.B) { run(b, false) })
	b.Run("again", func(b *testing.B) { run(b, true) })
}
