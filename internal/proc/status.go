package proc

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// statusFile is the descriptor to which bubblewrap writes its report. It closes it before
// it starts the tool.
const statusFile = "3"

// status receives the report of one sandbox; nil is that of none.
type status struct{ in, out *os.File }

// report makes cmd, which runs in the sandbox, report to the status.
func (s Sandbox) report(cmd *exec.Cmd) (*status, error) {
	if !s.Active() {
		return nil, nil //nolint:nilnil // see status
	}
	in, out, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("make a pipe: %w", err)
	}
	cmd.ExtraFiles = []*os.File{out}
	return &status{in, out}, nil
}

// text is the report of a sandbox that has ended.
func (s *status) text() string {
	if s == nil {
		return ""
	}
	_ = s.out.Close() // the end of the report is that of bubblewrap
	// A copy of bubblewrap that was killed in its first moments may still hold it.
	_ = s.in.SetReadDeadline(time.Now().Add(time.Second))
	text, _ := io.ReadAll(io.LimitReader(s.in, tailSize)) // without an end it says less
	return string(text)
}

func (s *status) close() {
	if s != nil {
		_, _ = s.in.Close(), s.out.Close() // text may have closed it
	}
}
