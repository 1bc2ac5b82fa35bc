package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestPeak(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, status string
		want         int64
		fails        bool
	}{
		{"as the kernel writes it", "Name:\tbench\nVmPeak:\t  900000 kB\nVmHWM:\t   12345 kB\nVmRSS:\t 1 kB\n", 12345 << 10, false},
		{"without the line", "Name:\tbench\nVmRSS:\t 1 kB\n", 0, true},
		{"with what is no number", "VmHWM:\tmuch kB\n", 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "status")
			if err := os.WriteFile(path, []byte(tt.status), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := peak(path)
			if got != tt.want || (err != nil) != tt.fails {
				t.Errorf("peak of %q = %d, %v, want %d", tt.status, got, err, tt.want)
			}
		})
	}
}

// TestAStepIsClaimedOnce: two workers that run the same step would be measured
// as slower than they are.
func TestAStepIsClaimedOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "claims", "chunk-1")
	for i, want := range []bool{true, false, false} {
		got, err := claim(path)
		if err != nil || got != want {
			t.Errorf("claim %d = %v, %v, want %v", i+1, got, err, want)
		}
	}
}
