// Package archtest holds the shape of the tree: which package may import which,
// who may start a process or speak to a server, and that every package says
// what it is. It has tests only. The linter holds most of the same rules while
// code is written (see .golangci.yml); here they hold for who runs no linter,
// and for packages that the linter's list does not know.
package archtest
