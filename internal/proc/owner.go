package proc

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// ownerEnv is the environment variable of children that names the owner of their
// [Runner]. Processes that they start inherit it.
const ownerEnv = "PROCEEDINGS_OWNER"

// KillOwned kills all processes that a [Runner] with that owner has started, and their
// helpers. The owner must have ended: a new child could escape otherwise.
func KillOwned(owner string) error {
	// A process that another one is just starting has no environment for a moment.
	const rounds, pause, longest = 3, 50 * time.Millisecond, 10 * time.Second
	began := time.Now()
	for empty := 0; empty < rounds; time.Sleep(pause) {
		found, err := killOwned(owner)
		if err != nil {
			return err
		}
		if empty++; found {
			empty = 0
		}
		if time.Since(began) > longest {
			return fmt.Errorf("kill the tools of %s: some do not end", owner)
		}
	}
	return nil
}

// killOwned kills the processes that run now, and reports whether there were any.
func killOwned(owner string) (found bool, err error) {
	all, err := os.ReadDir("/proc")
	if err != nil {
		return false, fmt.Errorf("list processes: %w", err)
	}
	for _, entry := range all {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || !isOwned(pid, owner) {
			continue
		}
		// The handle keeps its process when the number is reused, so look again.
		if process, err := os.FindProcess(pid); err == nil && isOwned(pid, owner) {
			found = true
			_ = process.Kill() // one that has ended meanwhile is no error
		}
	}
	return found, nil
}

// isOwned reports whether a Runner with that owner has started a process. Processes of
// other users cannot be read, and those that have ended have no environment.
func isOwned(pid int, owner string) bool {
	env, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil {
		return false
	}
	for v := range bytes.SplitSeq(env, []byte{0}) {
		if string(v) == ownerEnv+"="+owner {
			return true
		}
	}
	return false
}
