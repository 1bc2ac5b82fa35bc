package proctest

import (
	"flag"
	"os"
	"strconv"
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

// AtOnce lets up to n parallel tests of a package run at the same time. TestMain of
// a package whose tests mostly wait calls it: go test runs only as many as there are
// processors. The option -parallel of go test overrides it.
func AtOnce(n int) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == parallel })
	if given {
		return
	}
	if err := flag.Set(parallel, strconv.Itoa(n)); err != nil {
		panic(err)
	}
}

// parallel is the flag that go test sets from its -parallel.
const parallel = "test.parallel"
