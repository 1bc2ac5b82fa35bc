package e2e_test

import (
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestLoadRun publishes meetings one after the other with ingest run, beside ingest serve.
//
// make load runs it with 200 meetings and prints the first and the last tenth.
func TestLoadRun(t *testing.T) {
	t.Parallel()
	needTools(t)
	data, folder := filepath.Join(t.TempDir(), "data"), t.TempDir()
	type used struct {
		wall, cpu time.Duration
		peak      int64 // KiB
	}
	var runs []used
	for n := range 1 + *loadRuns {
		dir, id := loadMeeting(t, folder, n)
		begun := time.Now()
		p := start(t, nil, "ingest", "run", "--data", data, "--id", id, dir)
		if p.code(t) != 0 {
			t.Fatalf("%s: %s", id, p.out.String())
		}
		if n == 0 { // it made the data folder; from now on, the servers stay
			serve(t, nil, "--data", data)
			continue
		}
		u := used{wall: time.Since(begun), cpu: p.ProcessState.UserTime() + p.ProcessState.SystemTime()}
		if usage, is := p.ProcessState.SysUsage().(*syscall.Rusage); is {
			u.peak = usage.Maxrss
		}
		runs = append(runs, u)
	}
	tenth := max(1, len(runs)/10)
	mean := func(runs []used) (m used) {
		for _, u := range runs {
			m.wall, m.cpu, m.peak = m.wall+u.wall/time.Duration(len(runs)), m.cpu+u.cpu/time.Duration(len(runs)), max(m.peak, u.peak)
		}
		return m
	}
	early, late := mean(runs[:tenth]), mean(runs[len(runs)-tenth:])
	t.Logf("%d meetings with ingest run: the first %d took %.2f s and %.2f s of CPU each, and %d MB at most; the last ones %.2f s, %.2f s and %d MB",
		len(runs), tenth, early.wall.Seconds(), early.cpu.Seconds(), early.peak>>10, late.wall.Seconds(), late.cpu.Seconds(), late.peak>>10)
	if tenth > 1 && late.cpu > early.cpu*3/2 {
		t.Error("a meeting takes more CPU than at the beginning")
	}
	ingest(t, nil, 0, "verify", "--data", data, "--all")
}
