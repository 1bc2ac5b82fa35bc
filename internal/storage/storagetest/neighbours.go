package storagetest

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"proceedings/internal/storage"
)

// testNeighbours writes and deletes objects that share a prefix and nothing
// else. A server over plain files removes a folder with its last file, at the
// moment at which somebody else may be putting one in.
func testNeighbours(t *testing.T, s storage.Store) {
	var writers sync.WaitGroup
	for w := range 8 {
		writers.Go(func() {
			for i := range 25 {
				key := fmt.Sprintf("some/shared/prefix/%d-%d", w, i)
				if _, err := s.Put(t.Context(), key, strings.NewReader("x"), storage.Attrs{}, storage.IfAbsent); err != nil {
					t.Errorf("writer %d, object %d: %v", w, i, err)
					return
				}
				if err := s.Delete(t.Context(), key); err != nil {
					t.Errorf("writer %d, object %d: %v", w, i, err)
					return
				}
			}
		})
	}
	writers.Wait()
}
