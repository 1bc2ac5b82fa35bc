package publish_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/publish"
	"proceedings/internal/storage/mem"
)

// TestPublishDeletesStaleSlides publishes a version without a slide and without a deck.
func TestPublishDeletesStaleSlides(t *testing.T) {
	t.Parallel()

	page := func(names ...string) map[string]publish.Page {
		pages := map[string]publish.Page{}
		for _, name := range names {
			pages[name] = publish.Page{Data: []byte(name), Type: "text/plain"}
		}
		return pages
	}
	whole := page("index.html", "captions.m3u8", "slides-a.json", "slides-a.txt", "slides/a/1.jpg", "slides/a/1.json", "slides/a/2.jpg", "slides-b.json", "slides/b/1.jpg")
	less := page("index.html", "slides-a.json", "slides-a.txt", "slides/a/1.jpg", "slides/a/1.json")
	tests := []struct {
		name  string
		state manifest.State
		again bool // the version was stored before, and a failure prevented the deletion
		want  string
	}{
		{"deletes what a complete version does not have", manifest.Published, false, "index.html manifest.json slides-a.json slides-a.txt slides/a/1.jpg slides/a/1.json"},
		{"repeats a deletion that failed", manifest.Published, true, "index.html manifest.json slides-a.json slides-a.txt slides/a/1.jpg slides/a/1.json"},
		{"deletes nothing while a meeting is processed", manifest.Processing, false, "captions.m3u8 index.html manifest.json slides-a.json slides-a.txt slides-b.json slides/a/1.jpg slides/a/1.json slides/a/2.jpg slides/b/1.jpg"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			put := func(m manifest.Manifest, pages map[string]publish.Page) {
				t.Helper()
				seen, err := publish.Look(t.Context(), store, layout.Public, m.ID)
				if err != nil {
					t.Fatal(err)
				}
				if _, err = publish.Publish(t.Context(), store, layout.Public, m, pages, seen); err != nil {
					t.Fatal(err)
				}
			}
			put(board(1, "a"), whole)
			m := board(2, "a")
			m.State = tt.state
			if tt.again {
				first := m
				first.State = manifest.Processing
				put(first, less)
			}
			put(m, less)
			prefix := layout.Public.MeetingPrefix("board")
			var names []string
			for info, err := range store.List(t.Context(), prefix) {
				if err != nil {
					t.Fatal(err)
				}
				if name := strings.TrimPrefix(info.Key, prefix); !layout.IsVersioned(name) {
					names = append(names, name)
				}
			}
			slices.Sort(names)
			if diff := cmp.Diff(tt.want, strings.Join(names, " ")); diff != "" {
				t.Errorf("pages (-want +got):\n%s", diff)
			}
		})
	}
}
