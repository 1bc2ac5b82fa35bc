package proc

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// keeper is the first argument of a program that is to be the keeper; the owner
// follows. It is also the name of its process.
const keeper = "kill-orphans"

// IsKeeper reports whether a program with these arguments, its name not among them, is
// to be the keeper, and nothing else.
func IsKeeper(args []string) bool { return len(args) == 2 && args[0] == keeper }

// StartKeeper starts a process that outlives this one by a moment, to kill the children
// of Runners with that owner. The kernel alone ends only some: a tool's helpers outside
// of a sandbox run on, and so does a sandbox that bubblewrap is just setting up, because
// it asks for the signal of its parent's death at the end. self is the path of a program
// whose main calls [Keep] when [IsKeeper]; without one there is no keeper. stop ends the
// keeper when all children have ended.
func StartKeeper(self, owner string) (stop func(), err error) {
	if self == "" {
		return func() {}, nil
	}
	in, alive, err := os.Pipe()
	if err != nil {
		return nil, startError("the keeper", err)
	}
	defer func() { _ = in.Close() }()
	if err = Detach(Command{Path: self, Args: []string{keeper, owner}, Dir: "/"}, in, nil); err != nil {
		_ = alive.Close() // nothing was written
		return nil, err
	}
	return func() { _ = alive.Close() }, nil
}

// Keep is the keeper's program. It returns the exit code.
func Keep(args []string, stdin io.Reader) int {
	// Whoever ends workers by their name or from a terminal does not mean the keeper:
	// it would be gone before them.
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	_ = os.WriteFile("/proc/self/comm", []byte(keeper), 0) // only for tools that list processes
	_, _ = io.Copy(io.Discard, stdin)                      // its end counts
	if err := KillOwned(args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
