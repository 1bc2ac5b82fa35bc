package proc

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// activity is what a child and its helpers have done so far.
type activity struct {
	cpu    time.Duration
	bytes  uint64 // read and written, to files, pipes and sockets
	faults uint64 // pages that were read from the disk
	waits  bool   // it may do nothing: it waits for a processor, or rightly for work
}

// tick is the unit of processor time in /proc/PID/stat: USER_HZ, which is the same on
// all machines.
const tick = 10 * time.Millisecond

// idleShare is the part of a processor that counts as nothing: a tool that asks ten
// times a second whether a lock is free takes less.
const idleShare = 1. / 200

// differs reports whether the child did something between then and now, over a time.
func (now activity) differs(then activity, over time.Duration) bool {
	used := now.cpu - then.cpu // less than zero when a helper has ended
	return used < 0 || used > time.Duration(float64(over)*idleShare) || now.bytes != then.bytes || now.faults != then.faults
}

// activityOf looks at the child pid, which leads its group. Where /proc says nothing, the
// child counts as one that may do nothing.
func activityOf(pid int) activity {
	var sum activity
	all, err := processes()
	if err != nil {
		return activity{waits: true}
	}
	readable := false
	for _, p := range descendants(all, pid) {
		sum.cpu += time.Duration(p.ticks) * tick
		sum.faults += p.faults
		sum.waits = sum.waits || isRunnable(p.pid)
		if n, err := bytesMoved(p.pid); err == nil {
			sum.bytes += n
			readable = true
		}
	}
	sum.waits = sum.waits || !readable
	return sum
}

// process is a line of /proc/PID/stat.
type process struct {
	pid, parent, group int
	state              byte
	ticks, faults      uint64 // its own and those of helpers that have ended
}

// processes are all that run on this machine.
func processes() ([]process, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	var all []process
	for _, e := range entries {
		if _, err := strconv.Atoi(e.Name()); err != nil {
			continue
		}
		line, err := os.ReadFile("/proc/" + e.Name() + "/stat")
		if err != nil {
			continue // it has just ended
		}
		if p, ok := parseStat(string(line)); ok {
			all = append(all, p)
		}
	}
	return all, nil
}

// parseStat reads /proc/PID/stat (proc_pid_stat(5)). The name, in parentheses, may hold
// anything.
func parseStat(line string) (p process, ok bool) {
	first, _, ok := strings.Cut(line, " (")
	fields := strings.Fields(line[strings.LastIndexByte(line, ')')+1:])
	const state, ppid, pgrp, majflt, cmajflt, utime, cstime = 0, 1, 2, 9, 10, 11, 14 // from field 3
	if !ok || len(fields) <= cstime {
		return p, false
	}
	number := func(s string) uint64 {
		n, err := strconv.ParseUint(s, 10, 64)
		ok = ok && err == nil
		return n
	}
	p = process{
		pid: int(number(first)), parent: int(number(fields[ppid])), group: int(number(fields[pgrp])), //nolint:gosec // small
		state: fields[state][0], faults: number(fields[majflt]) + number(fields[cmajflt]),
	}
	for _, f := range fields[utime : cstime+1] {
		p.ticks += number(f)
	}
	return p, ok
}

// descendants are the process pid, those of its group, and all that they have started.
func descendants(all []process, pid int) []process {
	children := map[int][]process{}
	var next []process
	for _, p := range all {
		if p.pid == pid || p.group == pid {
			next = append(next, p)
		} else {
			children[p.parent] = append(children[p.parent], p)
		}
	}
	for i := 0; i < len(next); i++ {
		next = append(next, children[next[i].pid]...)
	}
	return next
}

// isRunnable reports whether a thread of a process runs or waits for a processor.
func isRunnable(pid int) bool {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", pid))
	if err != nil {
		return false
	}
	return slices.ContainsFunc(threads, func(path string) bool {
		line, err := os.ReadFile(path)
		p, ok := parseStat(string(line))
		return err == nil && ok && p.state == 'R'
	})
}

// bytesMoved is what a process has read and written, with its helpers that have ended.
func bytesMoved(pid int) (sum uint64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/io", pid))
	if err != nil {
		return 0, fmt.Errorf("read what a process did: %w", err)
	}
	for line := range bytes.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSpace(string(line)), ": ")
		if name == "rchar" || name == "wchar" {
			n, err := strconv.ParseUint(value, 10, 64)
			if err != nil {
				return 0, fmt.Errorf("read what a process did: %w", err)
			}
			sum += n
		}
	}
	return sum, nil
}
