package e2e_test

import (
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// losses are the scenarios in which a process that runs a step ends or stands still, and is not
// started again.
func losses() []scenario {
	return []scenario{
		{name: "worker gone", disturb: (*chaos).loseWorker},
		{name: "machine gone", needs: machines, disturb: (*chaos).loseWorker},
		{name: "ffmpeg stands still", disturb: func(c *chaos) {
			c.pause(3 * time.Second)
			waitFor(c.t, "a process of ffmpeg", func() bool {
				for _, w := range c.workers {
					for _, pid := range processIDs(c.t, "ffmpeg", w.scratch) {
						if syscall.Kill(pid, syscall.SIGSTOP) == nil {
							return true
						}
					}
				}
				return false
			})
		}},
	}
}

// loseWorker kills a worker that runs steps for good, and waits until these are in the queue
// again, and then until the other one runs them or has finished them. Both times are measured, not
// checked: the machine, or the other worker, may be busy.
func (c *chaos) loseWorker() {
	c.t.Helper()
	c.pause(4 * time.Second)
	var held []string
	waitFor(c.t, "a worker that runs steps", func() bool {
		for _, w := range c.workers {
			names := c.names(w)
			for field, name := range c.running() {
				if slices.Contains(names, name) {
					held = append(held, field)
				}
			}
			if len(held) > 0 {
				c.end(w)
				c.lost = names
				return true
			}
		}
		return false
	})
	died := time.Now()
	waitFor(c.t, "its steps in the queue", func() bool {
		return !slices.ContainsFunc(held, func(field string) bool { return !c.requeued(field) })
	})
	c.requeue = append(c.requeue, time.Since(died))
	for _, field := range held {
		waitFor(c.t, field+" to run elsewhere", func() bool { return c.resumed(field) })
	}
	c.takeover = append(c.takeover, time.Since(died))
}

// end kills a worker and all that runs in its process namespace.
func (c *chaos) end(w *chaosWorker) {
	c.t.Helper()
	for _, pid := range processIDs(c.t, "--scratch\x00"+w.scratch) {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	w.code(c.t)
}

// names returns how a worker and its launcher may name themselves in Redis: boot, process
// namespace, PID there, and start.
func (c *chaos) names(w *chaosWorker) (names []string) {
	c.t.Helper()
	boot := strings.TrimSpace(string(readFile(c.t, "/proc/sys/kernel/random/boot_id")))
	for _, pid := range processIDs(c.t, "--scratch\x00"+w.scratch) {
		folder := fmt.Sprintf("/proc/%d/", pid)
		space, _ := os.Readlink(folder + "ns/pid")
		status, _ := os.ReadFile(folder + "status")
		stat, _ := os.ReadFile(folder + "stat")
		_, ids, _ := strings.Cut(string(status), "\nNSpid:")
		ids, _, _ = strings.Cut(ids, "\n")
		inside := strings.Fields(ids)
		_, rest, _ := strings.Cut(string(stat), ") ")
		if fields := strings.Fields(rest); len(inside) > 0 && len(fields) > 19 {
			names = append(names, fmt.Sprintf("%s,%s %s %s", boot, space, inside[len(inside)-1], fields[19]))
		}
	}
	return names
}

// running returns which process runs a task, by queue and task.
func (c *chaos) running() map[string]string {
	c.t.Helper()
	lines := c.redisCLI("HGETALL", "proceedings:running")
	notes := map[string]string{}
	for i := 0; i+1 < len(lines); i += 2 {
		notes[lines[i]] = lines[i+1]
	}
	return notes
}

// requeued reports whether a task of the lost worker is in the queue again, or already left it.
func (c *chaos) requeued(field string) bool {
	c.t.Helper()
	return c.taskState(field) != "active" || c.resumed(field)
}

// taskState is asynq's state of a task, or empty without one.
func (c *chaos) taskState(field string) string {
	c.t.Helper()
	queue, id, _ := strings.Cut(field, "/")
	return strings.Join(c.redisCLI("HGET", "asynq:{"+queue+"}:t:"+id, "state"), "")
}

// resumed reports whether a worker that lives runs a task, or has finished it.
func (c *chaos) resumed(field string) bool {
	c.t.Helper()
	switch c.taskState(field) {
	case "", "completed":
		return true
	case "active":
	default:
		return false
	}
	now, noted := c.running()[field]
	return noted && !slices.Contains(c.lost, now)
}

func (c *chaos) redisCLI(args ...string) []string {
	c.t.Helper()
	host, port, err := net.SplitHostPort(c.redis)
	if err != nil {
		c.t.Fatal(err)
	}
	text := output(c.t, "redis-cli", append([]string{"-h", host, "-p", port}, args...)...)
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// inMachine makes a network as for inNetwork, and returns the command that runs a worker there
// which sees no process of another one: workers then take each other for other machines.
func inMachine(t *testing.T, n int) []string {
	t.Helper()
	command := inNetwork(t, n)
	last := len(command) - 1
	return append(command[:last:last], "unshare", "--pid", "--fork", "--kill-child", "--mount-proc", command[last])
}
