package e2e_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/proc"
	"proceedings/internal/storage/s3/s3test"
)

// chaos is a system of two workers whose Redis, S3 server and tools can be disturbed.
type chaos struct {
	system

	t        *testing.T
	rand     *rand.Rand
	proxy    *faultProxy
	s3Disk   string
	redis    string // address
	queue    *proc.Service
	ingest   string // the command that adds meetings
	workers  []*chaosWorker
	ids      []string
	lost     []string          // names of a worker that was killed for good
	requeue  []time.Duration   // until its steps were queued again
	takeover []time.Duration   // until others ran its steps
	folders  map[string]string // of the meetings, by ID
}

// chaosWorker is a worker that is started again when it ends, as by systemd.
type chaosWorker struct {
	*program

	scratch string
	tools   string   // folder at the front of its PATH
	command []string // that starts it; empty for the program under test
	env     []string
}

func newChaos(t *testing.T, seed uint64, needs need) *chaos {
	t.Helper()
	s3Disk := t.TempDir()
	if needs == smallS3 {
		mount(t, s3Disk)
	}
	cfg := s3test.StartIn(t, s3Disk)
	c := &chaos{s3Disk: s3Disk, t: t, rand: rand.New(rand.NewPCG(seed, 1)), folders: map[string]string{}, ingest: filepath.Join(programs, "ingest")} //nolint:gosec // seeded on purpose
	redisHost, s3Host := "127.0.0.1", "127.0.0.1"
	if needs == networks || needs == machines {
		redisHost, s3Host = hostAddresses(t)
	}
	c.proxy = newFaultProxy(t, s3Host, cfg.Endpoint, seed)
	c.redis = freeAddress(t, redisHost)
	c.startRedis()
	t.Cleanup(func() { c.queue.Stop() })
	c.system = system{
		env:   []string{"AWS_ACCESS_KEY_ID=" + cfg.AccessKey, "AWS_SECRET_ACCESS_KEY=" + cfg.SecretKey, "AWS_REGION=us-east-1"},
		store: s3test.Open(t, cfg), // beside the proxy
		args:  []string{"--redis", "redis://" + c.redis + "/0", "--s3-endpoint", c.proxy.URL, "--bucket", cfg.Bucket},
	}
	for n := range 2 {
		w := &chaosWorker{scratch: t.TempDir(), tools: t.TempDir()}
		switch needs {
		case smallDisks:
			mount(t, w.scratch)
		case networks:
			w.command = inNetwork(t, n+1)
		case machines:
			w.command = inMachine(t, n+1)
		case jumpyClock:
			w.command, w.env = jumpingWorker(t, n)
		case oldRelease:
			old := oldPrograms(t)
			c.ingest, w.command = filepath.Join(old, "ingest"), []string{filepath.Join(old, "worker")}
		}
		c.workers = append(c.workers, w)
		c.startWorker(w)
	}
	return c
}

// mount mounts a disk of 600 MB.
func mount(t *testing.T, dir string) {
	t.Helper()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=600m"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
}

func canMount(t *testing.T) bool {
	t.Helper()
	dir := t.TempDir()
	return unix.Mount("tmpfs", dir, "tmpfs", 0, "size=1m") == nil && unix.Unmount(dir, 0) == nil
}

// fill fills the disk of a folder.
func (c *chaos) fill(folder string) {
	c.t.Helper()
	f, err := os.Create(filepath.Join(folder, "ballast"))
	if err != nil {
		c.t.Fatal(err)
	}
	for block := make([]byte, 1<<20); err == nil; {
		_, err = f.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		c.t.Fatal(err)
	}
	_ = f.Close()
}

func (c *chaos) free(folder string) {
	c.t.Helper()
	if err := os.Remove(filepath.Join(folder, "ballast")); err != nil {
		c.t.Fatal(err)
	}
}

func freeAddress(t *testing.T, host string) string {
	t.Helper()
	l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// startRedis starts Redis without persistence: its end is also a loss of its data.
func (c *chaos) startRedis() {
	c.t.Helper()
	host, port, _ := strings.Cut(c.redis, ":")
	server, err := (&proc.Runner{Grace: 5 * time.Second}).StartService(proc.Command{
		Path: "redis-server", Dir: c.t.TempDir(), Args: []string{"--bind", host, "--port", port, "--protected-mode", "no", "--save", "", "--appendonly", "no"},
	})
	if err != nil {
		c.t.Fatal(err)
	}
	c.queue = server
	waitFor(c.t, "Redis", func() bool {
		conn, err := net.Dial("tcp", c.redis)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	})
}

// command sends a command to Redis.
func (c *chaos) command(line string) {
	c.t.Helper()
	conn, err := net.Dial("tcp", c.redis)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := io.WriteString(conn, line+"\r\n"); err != nil {
		c.t.Fatal(err)
	}
	answer := make([]byte, 64)
	if n, err := conn.Read(answer); err != nil || answer[0] == '-' {
		c.t.Fatalf("redis: %s: %s, %v", line, answer[:n], err)
	}
}

func (c *chaos) startWorker(w *chaosWorker) {
	c.t.Helper()
	env := slices.Concat([]string{"PATH=" + w.tools + ":" + os.Getenv("PATH")}, c.env, w.env)
	command := w.command
	if len(command) == 0 {
		command = []string{filepath.Join(programs, "worker")}
	}
	args := slices.Concat(command[1:], []string{"--scratch", w.scratch, "--grace", "1s"}, c.args)
	w.program = launch(c.t, env, command[0], args...)
}

// replace stops a worker like a release does, and starts the program under test.
func (c *chaos) replace(w *chaosWorker) {
	c.t.Helper()
	_ = w.Process.Signal(syscall.SIGTERM)
	w.code(c.t)
	w.command = nil
	c.startWorker(w)
}

// anyWorker returns one of the workers.
func (c *chaos) anyWorker() *chaosWorker { return c.workers[c.rand.IntN(len(c.workers))] }

// kill kills a worker and starts it again.
func (c *chaos) kill(w *chaosWorker) {
	c.t.Helper()
	_ = w.Process.Signal(syscall.SIGKILL)
	w.code(c.t)
	c.startWorker(w)
}

// breakTool replaces a tool of a worker by one that fails. The returned function mends it.
func (c *chaos) breakTool(w *chaosWorker, tool, script string) (mend func()) {
	c.t.Helper()
	file := filepath.Join(w.tools, tool)
	// Whole or not at all: a worker may run it at any moment.
	if err := os.WriteFile(file+".new", []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil { //nolint:gosec // a program
		c.t.Fatal(err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		c.t.Fatal(err)
	}
	return func() { _ = os.Remove(file) }
}

// submit makes a meeting with a recording, a deck and a document, and adds it.
func (c *chaos) submit(id string) {
	c.t.Helper()
	folder := c.t.TempDir()
	talk, err := os.ReadFile(recording(c.t, id))
	if err != nil {
		c.t.Fatal(err)
	}
	agenda := append(readFile(c.t, filepath.Join(example(c.t), "agenda.pdf")), "\n% "+id+"\n"...)
	for name, data := range map[string][]byte{
		"talk.mp4": talk, "agenda.pdf": agenda, "harbour.pptx": readFile(c.t, filepath.Join(example(c.t), "harbour.pptx")),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			c.t.Fatal(err)
		}
	}
	c.ids, c.folders[id] = append(c.ids, id), folder
	c.add(id)
}

// add adds a meeting until the command succeeds, as an organiser does.
func (c *chaos) add(id string) {
	c.t.Helper()
	waitFor(c.t, id+" to be added", func() bool {
		p := launch(c.t, c.env, c.ingest, c.adding(id)...)
		return p.code(c.t) == 0
	})
}

func (c *chaos) adding(id string) []string {
	return c.with("add", "--id", id, "--title", "Meeting "+id, "--date", "2026-03-12", c.folders[id])
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// complete reports what a published meeting lacks.
func complete(m manifest.Manifest) error {
	if len(m.Refused) > 0 || len(m.Recordings) != 1 || len(m.Decks) != 1 || len(m.Decks[0].Slides) == 0 || len(m.Documents) != 1 {
		return fmt.Errorf("%d recordings, %d decks, %d documents, refused %v", len(m.Recordings), len(m.Decks), len(m.Documents), m.Refused)
	}
	return nil
}

// settled waits until all meetings are published.
func (c *chaos) settled() {
	c.t.Helper()
	for _, id := range c.ids {
		waitFor(c.t, id+" to be published", func() bool {
			state, err := archive.ReadState(c.t.Context(), c.store, id)
			if err == nil && state.Final() && state.State != manifest.Published {
				c.t.Fatalf("%s ends as %q: %v %v", id, state.State, state.Refused, state.Attention)
			}
			return err == nil && state.State == manifest.Published
		})
	}
}

// checkOriginals compares every stored original with the submitted file. It returns the number
// of those that are lost.
func (c *chaos) checkOriginals() (lost int) {
	c.t.Helper()
	for id, folder := range c.folders {
		files, err := os.ReadDir(folder)
		if err != nil {
			c.t.Fatal(err)
		}
		for _, f := range files {
			data := readFile(c.t, filepath.Join(folder, f.Name()))
			sum := sha256.Sum256(data)
			body, _, err := c.store.Get(c.t.Context(), layout.Source(hex.EncodeToString(sum[:])), 0, -1)
			if err != nil {
				c.t.Errorf("the original %s of %s: %v", f.Name(), id, err)
				lost++
				continue
			}
			stored, err := io.ReadAll(body)
			if err = errors.Join(err, body.Close()); err != nil || string(stored) != string(data) {
				c.t.Errorf("the original %s of %s has changed (%v)", f.Name(), id, err)
				lost++
			}
		}
	}
	return lost
}
