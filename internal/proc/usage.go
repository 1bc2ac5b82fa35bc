package proc

import (
	"os"
	"syscall"
	"time"
)

// Usage is the processor time and memory of a child, as the kernel counted it: its
// own and that of all children which it waited for.
type Usage struct {
	CPU    time.Duration // user and system
	MaxRSS int64         // bytes; of the largest process among them, and no less than this process had when it forked
}

// usageOf is the usage of a child that has ended.
func usageOf(state *os.ProcessState) Usage {
	u := Usage{CPU: state.UserTime() + state.SystemTime()}
	if r, ok := state.SysUsage().(*syscall.Rusage); ok {
		u.MaxRSS = int64(r.Maxrss) << 10 //nolint:unconvert // 32 bits wide on some machines
	}
	return u
}
