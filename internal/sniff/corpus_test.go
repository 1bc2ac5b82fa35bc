package sniff_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/sniff"
)

// TestCorpus asks about real files of other projects. Their extensions are
// right but for those listed.
func TestCorpus(t *testing.T) {
	t.Parallel()
	root := proctest.Corpus(t)

	byExtension := map[string]string{
		".mp4": "mp4", ".mov": "mp4", ".mts": "mpegts", ".mp3": "mp3", ".wav": "wav", ".mkv": "matroska",
		".txt": "text", ".srt": "srt", ".vtt": "vtt",
		".pptx": "pptx", ".ppt": "ppt", ".odp": "odp", ".pdf": "pdf",
	}
	exceptions := map[string]string{
		"SamplePassword.pptx": "encrypted",
		"clusterfuzz-testcase-minimized-POIXSLFFuzzer-5463285576892416.pptx": "zip", // its table of contents is broken
	}
	seen := 0
	for _, folder := range []string{"media", "decks", "talking-heads"} {
		files, err := os.ReadDir(filepath.Join(root, folder))
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range files {
			want, listed := exceptions[entry.Name()]
			if !listed {
				want = byExtension[strings.ToLower(filepath.Ext(entry.Name()))]
			}
			got := open(t, filepath.Join(root, folder, entry.Name()))
			if got.Name != want {
				t.Errorf("%s is %q (%s), want %q", entry.Name(), got.Name, got.Refusal(), want)
			}
			seen++
		}
	}
	if seen < 40 {
		t.Errorf("looked at %d files; the corpus has more", seen)
	}
}

func open(t *testing.T, path string) sniff.Format {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }() // only read from
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	got, err := sniff.File(file, info.Size())
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return got
}
