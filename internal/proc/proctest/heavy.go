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

// LongRun is the environment variable that turns samples into the whole: all
// seeds, all sizes, all places to crash.
const LongRun = "PROCEEDINGS_TEST_LONG"

// Long reports whether to test the whole of what a plain run takes a sample of.
func Long() bool { return os.Getenv(LongRun) == "1" }
