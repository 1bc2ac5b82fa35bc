package main

import (
	"syscall"
	"time"

	"proceedings/internal/proc"
)

// tools runs ffmpeg and others without a sandbox, so that the kernel counts their
// processor time.
type tools struct {
	runner *proc.Runner
	cpu    *time.Duration // of all children so far
}

func newTools() tools {
	t := tools{cpu: new(time.Duration)}
	t.runner = &proc.Runner{Grace: time.Second, Used: func(u proc.Usage) { *t.cpu += u.CPU }}
	return t
}

// ownCPU is the processor time that this process has used, without its children.
func ownCPU() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0 // the kernel knows this process
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
