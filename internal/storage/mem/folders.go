package mem

import (
	"errors"
	"fmt"
	"iter"

	"proceedings/internal/fault"
)

// enter counts a new key in all the folders that it lies in, and refuses one
// that is a folder itself or lies in an object.
func (s *Store) enter(key string) error {
	if s.objects == nil {
		s.objects, s.folders = map[string]object{}, map[string]int{}
	}
	if s.folders[key] > 0 {
		return fault.Permanent(errors.New("the key is a folder of another's"))
	}
	for folder := range folders(key) {
		if _, there := s.objects[folder]; there {
			return fault.Permanent(fmt.Errorf("%s is an object and cannot be a folder too", folder))
		}
	}
	for folder := range folders(key) {
		s.folders[folder]++
	}
	return nil
}

// folders yields the folders that key lies in: of a/b/c, a and a/b.
func folders(key string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range len(key) {
			if key[i] == '/' && !yield(key[:i]) {
				return
			}
		}
	}
}
