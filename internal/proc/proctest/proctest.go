// Package proctest provides tests with the tools and files that this machine may
// have, and skips tests without them.
package proctest

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"proceedings/internal/proc"
)

// Require is the environment variable that turns a missing tool from a reason
// to skip into a failure. Continuous integration sets it.
const Require = "PROCEEDINGS_TEST_REQUIRE"

// Need skips the test where one of the tools is not installed.
func Need(t testing.TB, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			Missing(t, "%s is not installed", tool)
		}
	}
}

// Missing skips the test for the reason given, or fails it where nothing may be
// missing.
func Missing(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv(Require) == "1" {
		t.Fatalf(Require+"=1, and "+format, args...)
	}
	t.Skipf(format, args...)
}

// Optional skips a test that needs something which no installation has to have,
// whatever [Require] says. The summary of make test counts these tests apart.
func Optional(t testing.TB, format string, args ...any) {
	t.Helper()
	t.Skipf("optional: "+format, args...)
}

// sandbox is found once: looking for it starts two processes.
//
//nolint:gochecknoglobals // the same for all tests of a run
var sandbox = sync.OnceValues(func() (proc.Sandbox, error) {
	return proc.DetectSandbox(context.Background(), "")
})

// Plain runs a test's own tools, without the sandbox: to set one up takes as long
// as a fifth of a start of ffmpeg.
func Plain() *proc.Runner { return &proc.Runner{Grace: 5 * time.Second} }

// Runner runs tools as a worker does, in the sandbox where there is one.
func Runner(t testing.TB) *proc.Runner {
	t.Helper()
	found, err := sandbox()
	if err != nil {
		t.Logf("without a sandbox: %v", err)
	}
	return &proc.Runner{Grace: 5 * time.Second, Sandbox: found}
}
