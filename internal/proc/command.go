// Package proc is the only place that starts a process.
//
// Every child is taken for hostile: it has a process group of its own, runs in
// a sandbox where one is available (bubblewrap: no network, and of the file
// system only the system's programs and the folders named in its [Command]),
// under limits of processor time and file size, with the end of its stderr
// kept. It ends with the context: SIGTERM to the group, a grace, then SIGKILL.
// And it ends with us: a worker that is killed leaves no child behind.
package proc

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"time"
)

// Command is one run of a tool.
type Command struct {
	Path   string   // a name to look up in PATH, or a path
	Args   []string // without the name of the program
	Dir    string   // working folder; must be in Read or Write if sandboxed
	Env    []string // added to a minimal environment: PATH, HOME=Dir, LANG=C.UTF-8
	Stdin  io.Reader
	Stdout io.Writer

	Read  []string // files and folders that it may read
	Write []string // files and folders that it may write; they must exist

	CPU      time.Duration // limit of processor time for each process; 0 for none
	FileSize int64         // limit in bytes of any one file that it writes; 0 for none
	Memory   int64         // limit in bytes of what each process allocates; 0 for [DefaultMemory]
}

// DefaultMemory is what a tool may allocate that says nothing else: several
// times what any needs on honest files, and less than machines have.
const DefaultMemory = 4 << 30

// Missing reports whether err says that there is no such program.
func Missing(err error) bool {
	return errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist)
}

// ExitError is a child that ended by itself, and not well.
type ExitError struct {
	Path   string
	Code   int    // -1 when a signal ended it
	Signal string // its name, when one did
	Stderr string // the last 4 KiB
}

// Error says how the child ended, with the last that it said.
func (e *ExitError) Error() string {
	how := fmt.Sprintf("exit status %d", e.Code)
	if e.Signal != "" {
		how = "ended by signal: " + e.Signal
	}
	if e.Stderr == "" {
		return fmt.Sprintf("%s: %s", e.Path, how)
	}
	return fmt.Sprintf("%s: %s: %s", e.Path, how, e.Stderr)
}
