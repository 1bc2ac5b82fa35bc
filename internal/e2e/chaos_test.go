package e2e_test

import (
	"flag"
	"fmt"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"
)

//nolint:gochecknoglobals // flags
var (
	chaosRuns = flag.Int("chaos.runs", 1, "runs of each chaos scenario")
	chaosSeed = flag.Uint64("chaos.seed", 1, "seed of the first run")
)

// scenario disturbs a system while it processes two meetings.
type scenario struct {
	name    string
	disturb func(c *chaos)
	needs   need
}

// need is what a scenario needs besides two workers.
type need int

const (
	nothing    need = iota
	smallDisks      // for the workers
	smallS3         // a small disk for the S3 server
	networks        // one for each worker
	machines        // a network and processes of its own for each worker
	jumpyClock      // of the first worker
	oldRelease      // of both programs
)

// mounts reports whether a scenario can only be run by root.
func (n need) mounts() bool { return n == smallDisks || n == smallS3 || n == networks || n == machines }

// long reports whether a scenario is only run on request, since it builds programs.
func (s scenario) long() bool { return s.needs == jumpyClock || s.needs == oldRelease }

// alone is locked by a scenario whose networks or builds no other may use meanwhile.
//
//nolint:gochecknoglobals // the machine has them once
var alone sync.Mutex

// single reports whether no other scenario of its kind may run at the same time.
func (s scenario) single() bool { return s.long() || s.needs == networks || s.needs == machines }

// pause waits up to a time, chosen by the seed.
func (c *chaos) pause(most time.Duration) { time.Sleep(time.Duration(c.rand.Int64N(int64(most)))) }

func scenarios() []scenario {
	return slices.Concat(faults(), losses(), cuts(), changes())
}

// faults are the scenarios with faults of processes, services and tools.
func faults() []scenario {
	s3Fault := func(mode fault, lasts time.Duration) func(*chaos) {
		return func(c *chaos) {
			c.pause(4 * time.Second)
			c.proxy.set(mode)
			time.Sleep(lasts)
			c.proxy.set(faultNone)
		}
	}
	tool := func(name, script string) func(*chaos) {
		return func(c *chaos) {
			var mend []func()
			for _, w := range c.workers { // no healthy worker is left
				mend = append(mend, c.breakTool(w, name, script))
			}
			time.Sleep(12 * time.Second)
			for _, m := range mend {
				m()
			}
		}
	}
	return []scenario{
		{name: "nothing", disturb: func(*chaos) {}},
		{name: "scratch full", needs: smallDisks, disturb: func(c *chaos) {
			c.pause(3 * time.Second)
			for _, w := range c.workers {
				c.fill(w.scratch)
			}
			time.Sleep(12 * time.Second)
			for _, w := range c.workers {
				c.free(w.scratch)
			}
		}},
		{name: "worker killed", disturb: func(c *chaos) {
			for range 4 {
				c.pause(3 * time.Second)
				c.kill(c.anyWorker())
			}
		}},
		{name: "worker frozen", disturb: func(c *chaos) {
			c.pause(3 * time.Second)
			w := c.anyWorker()
			_ = w.Process.Signal(syscall.SIGSTOP)
			time.Sleep(45 * time.Second) // longer than its leases
			_ = w.Process.Signal(syscall.SIGCONT)
		}},
		{name: "Redis killed", disturb: func(c *chaos) {
			c.pause(4 * time.Second)
			c.queue.Stop()
			c.pause(4 * time.Second)
			c.startRedis()
		}},
		{name: "Redis flushed", disturb: func(c *chaos) {
			for range 3 {
				c.pause(3 * time.Second)
				c.command("FLUSHALL")
			}
		}},
		{name: "leases lost", disturb: func(c *chaos) {
			for range 4 {
				c.pause(2 * time.Second)
				leases := "DEL asynq:{control}:lease"
				for _, priority := range []string{"", "-urgent", "-bulk", "-backlog"} {
					for _, kind := range []string{"light", "heavy", "chunks", "ocr"} {
						leases += " asynq:{" + kind + priority + "}:lease"
					}
				}
				c.command(leases)
			}
			c.kill(c.anyWorker())
		}},
		{name: "forged and garbage tasks", disturb: func(c *chaos) {
			for _, key := range []string{"asynq:{light}:pending", "asynq:{control}:pending"} {
				c.command("HSET asynq:{light}:t:forged msg garbage state pending")
				c.command("LPUSH " + key + " forged")
			}
		}},
		{name: "S3 is away", disturb: s3Fault(faultAway, 8*time.Second)},
		{name: "S3 disk full", needs: smallS3, disturb: func(c *chaos) {
			c.pause(4 * time.Second)
			c.fill(c.s3Disk)
			time.Sleep(8 * time.Second)
			c.free(c.s3Disk)
		}},
		{name: "S3 answers 503", disturb: s3Fault(faultError, 8*time.Second)},
		{name: "S3 hangs", disturb: s3Fault(faultHang, 8*time.Second)},
		{name: "S3 cuts", disturb: s3Fault(faultCut, 8*time.Second)},
		{name: "S3 is slow", disturb: s3Fault(faultSlow, 8*time.Second)},
		{name: "ffmpeg fails", disturb: tool("ffmpeg", "echo 'Segmentation fault' >&2; exit 139")},
		{name: "ffprobe refuses everything", disturb: tool("ffprobe", "echo 'Invalid data found when processing input' >&2; exit 1")},
		{name: "pdftocairo writes nothing", disturb: tool("pdftocairo", "exit 0")},
		{name: "tools are killed", disturb: func(c *chaos) {
			for range 6 {
				c.pause(2 * time.Second)
				for _, pid := range processIDs(c.t, "ffmpeg", c.anyWorker().scratch) {
					_ = syscall.Kill(pid, syscall.SIGKILL)
				}
			}
		}},
		{name: "add killed", disturb: func(c *chaos) {
			for n := range 3 {
				id := fmt.Sprintf("killed-%d", n)
				c.ids, c.folders[id] = append(c.ids, id), c.folders[c.ids[0]]
				p := start(c.t, c.env, "ingest", c.adding(id)...)
				c.pause(200 * time.Millisecond)
				_ = p.Process.Signal(syscall.SIGKILL)
				p.code(c.t)
				c.add(id)
			}
		}},
		{name: "three adds at once", disturb: func(c *chaos) {
			var adding sync.WaitGroup
			for range 3 {
				adding.Go(func() { start(c.t, c.env, "ingest", c.adding(c.ids[0])...).code(c.t) })
			}
			adding.Wait()
			c.add(c.ids[0])
		}},
	}
}

// TestChaos disturbs a system in many ways. All meetings are published whole, no
// original is lost, a reader never sees anything half, and no process is left.
//
// make chaos runs all scenarios many times; the suite runs some of them, by the day.
func TestChaos(t *testing.T) {
	t.Parallel()
	needTools(t)
	list := scenarios()
	if !canMount(t) {
		t.Log("without full disks and separate networks: this user cannot make them")
		list = slices.DeleteFunc(list, func(s scenario) bool { return s.needs.mounts() })
	}
	if *chaosRuns <= 1 && !explicit("chaos.seed") {
		const daily = 5
		list = slices.DeleteFunc(list, scenario.long)
		first := int(time.Now().Unix()/(24*3600)) * daily % len(list)
		list = slices.Concat(list, list)[first : first+daily]
	}
	for _, s := range list {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			if s.single() {
				alone.Lock()
				defer alone.Unlock()
			}
			var all tally
			for n := range *chaosRuns {
				seed := *chaosSeed + uint64(n) //nolint:gosec // not negative
				t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { run(t, s, seed, &all) })
			}
			t.Log(all.row(s.name))
		})
	}
}

func explicit(name string) (set bool) {
	flag.Visit(func(f *flag.Flag) { set = set || f.Name == name })
	return set
}
