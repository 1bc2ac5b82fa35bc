// Command testreport reads the events of go test -json and prints what go test
// prints without -json: a line for each package, and the output of the tests that
// failed. At the end it prints a summary: the result of each group of tests, the
// tests that failed, and the reasons of those that were skipped. It exits with 1
// when anything failed. scripts/test runs it.
package main

import (
	"fmt"
	"io"
	"os"
)

// requireName is the variable that makes a skipped test count as not passed;
// internal/proc/proctest reads it, too.
const requireName = "PROCEEDINGS_TEST_REQUIRE"

func main() {
	passed, err := run(os.Stdin, os.Stdout, os.Getenv(requireName) == "1")
	if err != nil {
		fmt.Fprintln(os.Stderr, "testreport:", err)
		os.Exit(1)
	}
	if !passed {
		os.Exit(1)
	}
}

// run prints what the events of in tell and reports whether all tests passed.
// With require, a test that was skipped and is not optional has not passed.
func run(in io.Reader, out io.Writer, require bool) (passed bool, err error) {
	r := newReport(out, require)
	if err = r.readAll(in); err != nil {
		return false, err
	}
	r.printSummary()
	return r.passed(), nil
}
