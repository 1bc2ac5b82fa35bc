package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/cmd/internal/wire"
)

func TestUnknownPriorityIsRefused(t *testing.T) {
	t.Parallel()
	for _, command := range [][]string{{"add", "--redis", "redis://127.0.0.1:1"}, {"run", "--data", t.TempDir()}} {
		_, _, err := ingest(t.Context(), append(command, "--priority", "soon", t.TempDir())...)
		if wire.ExitCode(err) != wire.ExitUsage || !strings.Contains(err.Error(), `--priority is "soon", must be urgent, default or bulk`) {
			t.Errorf("%s: %v", command[0], err)
		}
	}
}

func TestDefaultBatch(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	folder := filepath.Join(parent, "spring")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "talk.mp4")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, folder + "/", file, filepath.Join(parent, "missing")} {
		if got := defaultBatch("a@b", []string{path}); got != "a@b:"+parent {
			t.Errorf("the batch of %s is %q", path, got)
		}
	}
}
