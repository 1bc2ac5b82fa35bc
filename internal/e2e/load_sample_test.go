package e2e_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

// loadSample is what the system had used up when so many meetings were finished.
type loadSample struct {
	finished int
	time     time.Duration // since the start of the workers
	memory   []int64       // resident bytes of each worker
	cpu      time.Duration // of all workers with their tools
	requests int64         // to the S3 server
	keys     int           // in Redis
	redis    int64         // bytes that Redis uses
}

// loadRates are what a meeting takes on average.
type loadRates struct {
	perMinute     float64 // meetings
	cpu, requests float64 // seconds and S3 requests a meeting
}

// since returns the rates between two samples; the zero value if no meeting was finished.
func (s loadSample) since(before loadSample) loadRates {
	n := float64(s.finished - before.finished)
	if n == 0 {
		return loadRates{}
	}
	return loadRates{n / (s.time - before.time).Minutes(), (s.cpu - before.cpu).Seconds() / n, float64(s.requests-before.requests) / n}
}

func (l *load) sample(finished int, begun time.Time) {
	l.t.Helper()
	s := loadSample{finished: finished, time: time.Since(begun), requests: l.requests.Load()}
	for _, w := range l.workers {
		s.memory = append(s.memory, resident(l.t, w.Process.Pid))
		s.cpu += cpuOf(l.t, w.Process.Pid)
	}
	_, used, _ := strings.Cut(l.redis.Do(l.t, "INFO", "memory"), "used_memory:")
	used, _, _ = strings.Cut(used, "\n")
	s.redis = int64(number(l.t, used))
	s.keys = number(l.t, l.redis.Do(l.t, "DBSIZE"))
	l.samples = append(l.samples, s)
}

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// resident returns the resident memory of a process, in bytes.
func resident(t *testing.T, pid int) int64 {
	t.Helper()
	_, value, _ := strings.Cut(string(readFile(t, fmt.Sprintf("/proc/%d/status", pid))), "VmRSS:")
	value, _, _ = strings.Cut(value, "kB")
	return int64(number(t, value)) << 10
}

// cpuOf returns the CPU time of a process and of its children that have ended.
func cpuOf(t *testing.T, pid int) (sum time.Duration) {
	t.Helper()
	_, stat, _ := strings.Cut(string(readFile(t, fmt.Sprintf("/proc/%d/stat", pid))), ") ")
	const user = 14 - 3 // proc(5): utime, stime, cutime and cstime are fields 14 to 17, in 1/100 s
	for _, ticks := range strings.Fields(stat)[user : user+4] {
		sum += time.Duration(number(t, ticks)) * 10 * time.Millisecond
	}
	return sum
}

// table returns the samples as a table. Rates are those since the row before, and in the last
// row those of the whole run.
func (l *load) table() string {
	var b strings.Builder
	b.WriteString("| finished | s | meetings a minute | MB of each worker | CPU s a meeting | S3 requests a meeting | keys in Redis | MB of Redis |\n|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	row := func(name string, s, before loadSample) {
		var sizes []string
		for _, m := range s.memory {
			sizes = append(sizes, strconv.FormatInt(m>>20, 10))
		}
		rates := s.since(before)
		fmt.Fprintf(&b, "| %s | %.0f | %.0f | %s | %.2f | %.0f | %d | %.1f |\n",
			name, s.time.Seconds(), rates.perMinute, strings.Join(sizes, ", "), rates.cpu, rates.requests, s.keys, float64(s.redis)/1e6)
	}
	first, last := l.samples[0], l.samples[len(l.samples)-1]
	for i, s := range l.samples {
		row(strconv.Itoa(s.finished), s, l.samples[max(0, i-1)])
	}
	row("all", last, first)
	return fmt.Sprintf("%s\nthe first meeting is finished after %.1f s", b.String(), l.first.Seconds())
}
