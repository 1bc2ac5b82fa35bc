package proctest

import (
	"os"
	"testing"
)

// Heavy skips a test that keeps a processor busy for tens of seconds, unless
// nothing may be missing: a plain run of all tests is done within two minutes.
func Heavy(t testing.TB) {
	t.Helper()
	if os.Getenv(Require) != "1" {
		t.Skipf("takes long: set %s=1 to run it", Require)
	}
}

// LongRun is the environment variable that makes exhaustive tests run all cases:
// every seed, every crash point, the full size.
const LongRun = "PROCEEDINGS_TEST_LONG"

// Long reports whether exhaustive tests run all cases instead of a sample.
func Long() bool { return os.Getenv(LongRun) == "1" }
