package wire

import (
	"os"

	"proceedings/internal/pdfium/child"
)

// Child is what a command begins with: it may have been started by another as a
// tool of its own, to read a hostile file. Then Child does that and ends the
// program. Else it gives the program's path, by which it can start itself so.
func Child() (self string) {
	if args := os.Args[1:]; child.Asked(args) {
		os.Exit(child.Main(args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	self, err := os.Executable()
	if err != nil {
		return "" // then it does without
	}
	return self
}
