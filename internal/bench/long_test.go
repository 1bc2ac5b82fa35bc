package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestPad(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name string
		size int64
		want []byte // what follows the old content
	}{
		{"a box of free space fills the file", 4 + 20, []byte("\x00\x00\x00\x01free\x00\x00\x00\x00\x00\x00\x00\x14\x00\x00\x00\x00")},
		{"a file that is large enough stays as it is", 3, nil},
		{"a box without content fits", 4 + 16, []byte("\x00\x00\x00\x01free\x00\x00\x00\x00\x00\x00\x00\x10")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "film.mp4")
			if err := os.WriteFile(path, []byte("film"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := pad(path, tt.size); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if want := append([]byte("film"), tt.want...); !bytes.Equal(got, want) {
				t.Errorf("padded to %d: got %q, want %q", tt.size, got, want)
			}
		})
	}
}
