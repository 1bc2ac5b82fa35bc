package proc

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"strings"
	"syscall"
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
	Stall    time.Duration // how long the tool with its helpers may do nothing; 0 for [DefaultStall], or longer with a high limit of CPU

	Waits func() bool // reports that the tool does nothing because it has no work now; nil for never
}

// stall is how long c may do nothing. A tool that may compute for hours may also wait
// for a slow disk.
func (c Command) stall() time.Duration {
	return cmp.Or(c.Stall, max(DefaultStall, min(c.CPU/60, 10*time.Minute)))
}

// DefaultMemory is the memory limit of a Command without one: several times what any
// tool needs for honest files, and less than machines have.
const DefaultMemory = 4 << 30

// Missing reports whether err says that there is no such program.
func Missing(err error) bool {
	e, ok := errors.AsType[*exec.Error](err)
	return ok && (errors.Is(e, exec.ErrNotFound) || errors.Is(e, fs.ErrNotExist))
}

// ExitError is the error for a child that exited with an error or was killed by a
// signal while its context lasted.
type ExitError struct {
	Path   string
	Code   int    // -1 when a signal ended it
	Signal string // its name, when one did
	Stderr string // the last 4 KiB
}

// OverCPU reports whether the child reached its limit of processor time.
func (e *ExitError) OverCPU() bool { return strings.EqualFold(e.Signal, syscall.SIGXCPU.String()) }

// Error says how the child ended, with the end of its stderr.
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
