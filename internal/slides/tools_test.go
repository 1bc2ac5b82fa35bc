package slides_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"proceedings/internal/proc"
)

// needTools skips the test where a tool is not installed; in an environment
// that says it has them all, that fails it.
func needTools(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if installed(name) {
			continue
		}
		if os.Getenv("PROCEEDINGS_TEST_REQUIRE") == "1" {
			t.Fatalf("%s is not installed", name)
		}
		t.Skipf("%s is not installed", name)
	}
}

// newRunner runs tools in the sandbox, where there is one.
func newRunner(t *testing.T) *proc.Runner {
	t.Helper()
	sandbox, err := proc.DetectSandbox(t.Context())
	if err != nil {
		t.Logf("tools run without a sandbox: %v", err)
	}
	return &proc.Runner{Grace: 5 * time.Second, Sandbox: sandbox}
}

func installed(name string) bool {
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && info.Mode()&0o111 != 0 {
			return true
		}
	}
	return false
}
