package jobs

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync"
)

// process identifies a process on any machine.
type process struct {
	machine string // boot ID and PID namespace: all its processes can be seen from there
	pid     string
	started string // ticks after the boot, since PIDs are used again
}

// thisProcess returns this process.
//
//nolint:gochecknoglobals // it never changes
var thisProcess = sync.OnceValue(func() process {
	boot, _ := os.ReadFile("/proc/sys/kernel/random/boot_id") // without it, no process is found dead
	space, _ := os.Readlink("/proc/self/ns/pid")
	pid := fmt.Sprint(os.Getpid())
	return process{strings.TrimSpace(string(boot)) + "," + space, pid, startOf(pid)}
})

func (p process) String() string { return p.machine + " " + p.pid + " " + p.started }

// parseProcess is the inverse of String. The zero value is of no machine.
func parseProcess(s string) process {
	parts := strings.Split(s, " ")
	if len(parts) != 3 {
		return process{}
	}
	return process{parts[0], parts[1], parts[2]}
}

// dead reports whether p ran on this machine and has ended.
func (p process) dead() bool {
	here := thisProcess()
	if p.machine != here.machine || here.started == "" || strings.Trim(p.pid, "0123456789") != "" {
		return false
	}
	return startOf(p.pid) != p.started
}

// startOf returns the start time of a process (proc(5), field 22 of stat), or "" if it
// has ended.
func startOf(pid string) string {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return ""
	}
	_, rest, found := bytes.Cut(stat[max(0, bytes.LastIndexByte(stat, ')')):], []byte(" "))
	fields := bytes.Fields(rest)
	if !found || len(fields) < 20 || string(fields[0]) == "Z" { // a zombie runs nothing
		return ""
	}
	return string(fields[19])
}
