package mem_test

import (
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, func(*testing.T) storage.Store { return new(mem.Store) })
}

// TestRefusesFolders: what some servers cannot hold must fail in unit tests,
// not in production.
func TestRefusesFolders(t *testing.T) {
	t.Parallel()

	tests := []struct{ name, first, second string }{
		{"below an object", "a/b", "a/b/c"},
		{"deep below an object", "a/b", "a/b/c/d/e"},
		{"on a folder", "a/b/c", "a/b"},
		{"on a folder at the top", "a/b/c", "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := new(mem.Store)
			put := func(key string) error {
				_, err := s.Put(t.Context(), key, strings.NewReader("x"), storage.Attrs{}, storage.Always)
				return err
			}
			if err := put(tt.first); err != nil {
				t.Fatal(err)
			}
			if err := put(tt.second); !fault.IsPermanent(err) {
				t.Errorf("put %s beside %s: %v, want a permanent error", tt.second, tt.first, err)
			}
			if err := s.Delete(t.Context(), tt.first); err != nil {
				t.Fatal(err)
			}
			if err := put(tt.second); err != nil {
				t.Errorf("put %s after the other was deleted: %v", tt.second, err)
			}
		})
	}
}
