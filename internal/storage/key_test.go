package storage_test

import (
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
)

func TestCheckKey(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, key string
		ok        bool
	}{
		{"a plain path is fine", "archive/meetings/2026-board/record.json", true},
		{"every safe character is fine", "aZ09/!-_.*'()", true},
		{"a name may begin with dots", "public/...x", true},
		{"the longest key is fine", strings.Repeat("k", 1024), true},
		{"one byte more is too long", strings.Repeat("k", 1025), false},
		{"nothing is no key", "", false},
		{"a slash at the start is refused", "/a", false},
		{"a slash at the end is refused", "a/", false},
		{"two slashes in a row are refused", "a//b", false},
		{"a way out of the folder is refused", "a/../b", false},
		{"a dot alone is refused", "a/./b", false},
		{"a space is refused", "a b", false},
		{"a space in the middle of safe ones is refused", "archive/a b/c", false},
		{"a percent sign is refused", "a%2e", false},
		{"a line end is refused", "a\n", false},
		{"a letter beyond ASCII is refused", "réunion", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := storage.CheckKey(tt.key)
			if (err == nil) != tt.ok {
				t.Errorf("CheckKey(%q) = %v, want ok = %v", tt.key, err, tt.ok)
			}
			if err != nil && !fault.IsPermanent(err) {
				t.Errorf("CheckKey(%q) = %v, which a retry could not cure, but it is not permanent", tt.key, err)
			}
		})
	}
}
