package standalone_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"proceedings/internal/standalone"
)

func TestSecretKeyOfADataFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	sealed := make([]string, 8)
	var all sync.WaitGroup
	for i := range sealed { // commands that start at the same time agree on one key
		all.Go(func() {
			key, err := standalone.SecretKey(dir)
			if err != nil {
				t.Error(err)
				return
			}
			if sealed[i], err = key.Seal("sesame", "file"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, s := range sealed {
		if s != sealed[0] {
			t.Errorf("two keys: %q", sealed)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, %v, want the key alone", files, err)
	}
	if info, infoErr := files[0].Info(); infoErr != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v, want that only the owner can read it", info.Mode(), infoErr)
	}
	path := filepath.Join(dir, files[0].Name())
	if err = os.WriteFile(path, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err = standalone.SecretKey(dir); err == nil || !strings.Contains(err.Error(), path+" is damaged") {
		t.Errorf("error %v of a damaged key", err)
	}
}
