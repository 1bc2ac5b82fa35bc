package publish_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/publish"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// reader verifies each file of a manifest, as docs/manifest.md describes.
type reader struct {
	store storage.Store

	mu       sync.Mutex
	last     []byte // the manifest that it saw last
	verified int    // files
}

// poll reads the manifest and verifies its files. It first verifies those of the manifest
// that it saw last, whose copies may be gone if there is a newer manifest.
func (r *reader) poll(t *testing.T) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	data, _, err := storage.ReadAll(t.Context(), r.store, folder+layout.Manifest)
	if errors.Is(err, storage.ErrNotFound) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if old := r.last; len(old) > 0 && string(old) != string(data) {
		r.verify(t, old, true)
	}
	r.last = data
	r.verify(t, data, false)
}

func (r *reader) verify(t *testing.T, data []byte, isOld bool) {
	t.Helper()
	m, err := manifest.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	for f := range m.Files() {
		body, _, err := storage.ReadAll(t.Context(), r.store, layout.Public.Meeting("board", f.Fixed()))
		if isOld && errors.Is(err, storage.ErrNotFound) {
			continue
		}
		if err != nil {
			t.Errorf("revision %d names %s: %v", m.Revision, f.Fixed(), err)
			continue
		}
		if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != f.SHA256 || int64(len(body)) != f.Size {
			t.Errorf("revision %d: %s has %d bytes with the hash %x, and the manifest says %d and %.8s", m.Revision, f.Fixed(), len(body), sum[:4], f.Size, f.SHA256)
		}
		if _, err = r.store.Stat(t.Context(), layout.Public.Meeting("board", f.URL)); err != nil && !isOld {
			t.Errorf("revision %d names %s: %v", m.Revision, f.URL, err)
		}
		r.verified++
	}
}

// TestReaderNeverSeesAMixture polls before each write of ten publications. Before some of
// them, a publication is killed after its first writes.
func TestReaderNeverSeesAMixture(t *testing.T) {
	t.Parallel()
	errKilled := errors.New("killed")
	below := new(mem.Store)
	r := &reader{store: below}
	writes, most := 0, 0
	store := &recorder{Store: below, before: func(string, string) error {
		r.poll(t)
		r.mu.Lock()
		defer r.mu.Unlock()
		if writes++; most > 0 && writes > most {
			return errKilled
		}
		return nil
	}}
	for n := 1; n <= 10; n++ {
		m, set := tenth(t, below, n)
		for _, most = range []int{n, 2 * n, 0} {
			writes = 0
			_, err := publish.Publish(t.Context(), store, layout.Public, m, set, look(t, store))
			if err != nil && !errors.Is(err, errKilled) {
				t.Fatal(err)
			}
			r.poll(t)
		}
		if t.Failed() {
			t.Fatalf("publication %d", n)
		}
	}
	if readRevision(t, below) != 10 || r.verified < 1000 {
		t.Errorf("revision %d, %d files verified", readRevision(t, below), r.verified)
	}
	for info, err := range below.List(t.Context(), folder) { // of the last version only
		if name := strings.TrimPrefix(info.Key, folder); err != nil || layout.IsVersioned(name) && !strings.Contains(string(r.last), `"`+name+`"`) {
			t.Errorf("left: %s, %v", info.Key, err)
		}
	}
}

// tenth is the n-th version of a meeting: pages that change every time, every other time
// and never, and a slide whose image changes.
func tenth(t *testing.T, store storage.Store, n int) (manifest.Manifest, map[string]publish.Page) {
	t.Helper()
	m := board(n, fmt.Sprint("Title ", n))
	set := pages(m.Title)
	for name, change := range map[string]int{"embed.html": n, "slides-a.json": n / 2, "slides/a/1.json": n / 3, "master.m3u8": 0} {
		set[name] = publish.Page{Data: fmt.Appendf(nil, "%s %d", name, change), Type: layout.MediaType(name)}
	}
	image := publish.FileOf(layout.ToDerived(0, "deck-1", fmt.Sprint(n), "1.jpg"), publish.Page{Data: fmt.Append(nil, "image ", n), Type: "image/jpeg", Asset: true})
	if _, err := store.Put(t.Context(), layout.Public.Meeting("board", image.URL), strings.NewReader(fmt.Sprint("image ", n)), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
	set["slides/a/1.jpg"] = publish.Page{Same: image}
	picture := image
	picture.URL, picture.Versioned = "slides/a/1.jpg", image.URL
	m.Decks = []manifest.Deck{{ID: "a", Data: publish.FileOf("slides-a.json", set["slides-a.json"]), Slides: []manifest.Slide{{Number: 1, Picture: manifest.Image{File: picture, Width: 1, Height: 1}}}}}
	return m, set
}
