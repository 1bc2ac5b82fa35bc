package proctest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"proceedings/internal/proc"
)

// Cheap are output options of ffmpeg for the input of a test: one thread, which
// takes less processor time than several, and the fast search in its AAC encoder.
func Cheap() []string { return []string{"-threads", "1", "-aac_coder", "fast"} }

// encoded are the files of [Encode], by name and options.
//
//nolint:gochecknoglobals // a cache
var encoded sync.Map

// Encode makes a file of that name with ffmpeg, in a folder of the test's own.
// The options must name no other file. The same options are run once for all
// tests of a package.
func Encode(t testing.TB, name string, options ...string) (path string) {
	t.Helper()
	key := strings.Join(append([]string{name}, options...), "\x00")
	once, _ := encoded.LoadOrStore(key, sync.OnceValues(func() ([]byte, error) {
		return encode(context.WithoutCancel(t.Context()), name, options)
	}))
	data, err := once.(func() ([]byte, error))() //nolint:forcetypeassert // nothing else is stored
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), name)
	if err = os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func encode(ctx context.Context, name string, options []string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "encode-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for %s: %w", name, err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, name)
	args := slices.Concat([]string{"-v", "error", "-nostdin"}, options, Cheap(), []string{path})
	if _, err = Plain().Run(ctx, proc.Command{Path: "ffmpeg", Args: args, Dir: dir}); err != nil {
		return nil, fmt.Errorf("encode %s: %w", name, err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return data, nil
}
