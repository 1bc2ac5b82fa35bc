package pipeline_test

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
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

// TestReaderVerifiesEveryVersion publishes a meeting ten times with changes. At each write
// a reader verifies all files of the manifest that it finds then.
func TestReaderVerifiesEveryVersion(t *testing.T) {
	t.Parallel()
	below := new(mem.Store)
	var mu sync.Mutex // a publication writes several pages at once
	revisions, files := map[int]bool{}, 0
	read := func() {
		mu.Lock()
		defer mu.Unlock()
		var m manifest.Manifest
		_, err := storage.ReadJSON(t.Context(), below, layout.Public.Meeting("board", layout.Manifest), &m)
		if errors.Is(err, storage.ErrNotFound) {
			return
		}
		if err != nil {
			t.Error(err)
		}
		revisions[m.Revision] = true
		for f := range m.Files() {
			files++
			data, _, err := storage.ReadAll(t.Context(), below, layout.Public.Meeting("board", f.Fixed()))
			if sum := sha256.Sum256(data); err != nil || int64(len(data)) != f.Size || hex.EncodeToString(sum[:]) != f.SHA256 {
				t.Errorf("revision %d: %s has %d bytes with the hash %x, %v; the manifest says %d and %.8s", m.Revision, f.Fixed(), len(data), sum[:4], err, f.Size, f.SHA256)
			}
		}
	}
	w := newWorker(t, &storagetest.Hooked{Store: below, Before: func(c storagetest.Call) error {
		if c.Writes() && strings.HasPrefix(c.Key, layout.Public.MeetingPrefix("board")) {
			read()
		}
		return nil
	}})
	for n := range 10 {
		in := whole(t, "board", meeting.Public)
		in.Meeting.Title = fmt.Sprintf("Board %d", n)
		if n%3 == 1 {
			in = input(t, "board", meeting.Public, file{"talk.pptx", fmt.Sprintf("deck number %d", n)}, file{"agenda.txt", "paper with points"})
		}
		if w.publish(t, in); t.Failed() {
			t.Fatalf("publication %d", n)
		}
		read()
	}
	if len(revisions) != 10 || files < 1000 {
		t.Errorf("the reader saw the revisions %v, and %d files", revisions, files)
	}
}
