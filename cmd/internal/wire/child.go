package wire

import (
	"os"

	"proceedings/internal/pdfium/child"
	"proceedings/internal/proc"
	"proceedings/internal/standalone"
)

// Child must be called first in main. If this process was started to read a
// hostile file, to run the servers of a data folder or to kill what a worker leaves,
// Child does that and exits.
// Else it returns the path of the program, which starts itself so.
func Child() (self string) {
	args := os.Args[1:]
	if child.Asked(args) {
		os.Exit(child.Main(args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	if standalone.IsSupervisor(args) {
		os.Exit(standalone.Supervise(args, os.Getenv))
	}
	if proc.IsKeeper(args) {
		os.Exit(proc.Keep(args, os.Stdin))
	}
	self, err := os.Executable()
	if err != nil {
		return "" // then these features are off
	}
	return self
}
