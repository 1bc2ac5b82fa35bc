// Package archtest tests the architecture: which packages may import which, which may
// start processes or connect to servers, and that every package has a comment. It
// contains only tests. The linter checks most of the same rules (see .golangci.yml).
// These tests also work without the linter, and cover packages that its lists lack.
package archtest
