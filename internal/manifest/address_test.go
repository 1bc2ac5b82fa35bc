package manifest_test

import (
	"testing"

	"proceedings/internal/manifest"
)

func TestAddress(t *testing.T) {
	t.Parallel()
	tests := map[string]string{ // what the manifest says to what a stranger needs
		"":                        "https://media.example.org/x/meetings/m1/index.html",
		"master.m3u8":             "https://media.example.org/x/meetings/m1/master.m3u8",
		"slides/d/3.jpg":          "https://media.example.org/x/meetings/m1/slides/d/3.jpg",
		"../../derived/a/b/1.jpg": "https://media.example.org/x/derived/a/b/1.jpg",
	}
	for url, want := range tests {
		if got := manifest.Address("https://media.example.org/x/", "m1", url); got != want {
			t.Errorf("Address(%q) = %q, want %q", url, got, want)
		}
	}
}
