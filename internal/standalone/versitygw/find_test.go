package versitygw_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/standalone/versitygw"
)

// TestFind is not parallel: it changes the working folder, and for a moment
// puts a file beside the program of this test.
func TestFind(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	t.Chdir(mkdir(t, root, "a", "b"))
	unset := func(string) string { return "" }
	expect := func(what string, getenv func(string) string, want string) {
		t.Helper()
		if got, findErr := versitygw.Find(getenv); findErr != nil || got != want {
			t.Errorf("%s: Find = %s, %v; want %s", what, got, findErr, want)
		}
	}

	path, err := versitygw.Find(unset)
	if err == nil {
		t.Skipf("there is one above the temporary folder or beside this test: %s", path)
	}
	if !strings.Contains(err.Error(), "scripts/setup") || !strings.Contains(err.Error(), "PROCEEDINGS_VERSITYGW") {
		t.Errorf("nowhere: Find = %v, want an error that says what to do", err)
	}

	above := touch(t, mkdir(t, root, "bin"))
	expect("in a folder above", unset, above)
	mkdir(t, root, "a", "b", "bin", "versitygw")
	expect("in a folder above, past a folder of that name", unset, above)
	nearer := touch(t, mkdir(t, root, "a", "bin"))
	expect("in a nearer folder above", unset, nearer)
	beside := touch(t, filepath.Dir(self))
	expect("beside this program", unset, beside)
	named := touch(t, mkdir(t, root, "elsewhere"))
	expect("where the environment says", func(name string) string {
		return map[string]string{"PROCEEDINGS_VERSITYGW": named}[name]
	}, named)

	_, err = versitygw.Find(func(string) string { return filepath.Join(root, "missing") })
	if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "PROCEEDINGS_VERSITYGW") {
		t.Errorf("not where the environment says: Find = %v, want an error that names the variable", err)
	}
}

func mkdir(t *testing.T, elements ...string) string {
	t.Helper()
	dir := filepath.Join(elements...)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// touch makes a file named versitygw in dir, for as long as the test runs.
func touch(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "versitygw")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(path) })
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}
