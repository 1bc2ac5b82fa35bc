package wire

import (
	"os"

	"proceedings/internal/pdfium/child"
	"proceedings/internal/standalone"
)

// Child is what a command begins with: it may have been started by another to
// read a hostile file, or to run the servers of a data folder. Then Child does
// that and ends the program. Else it returns the program's path, by which it can
// start itself so.
func Child() (self string) {
	args := os.Args[1:]
	if child.Asked(args) {
		os.Exit(child.Main(args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	if standalone.Asked(args) {
		os.Exit(standalone.Supervise(args, os.Getenv))
	}
	self, err := os.Executable()
	if err != nil {
		return "" // then it does without
	}
	return self
}
