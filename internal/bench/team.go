package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// crew is what some workers did with one recording.
type crew struct {
	shifts []shift
	wall   time.Duration
}

func (c crew) cpu() (sum time.Duration) {
	for _, s := range c.shifts {
		sum += s.CPU
	}
	return sum
}

func (c crew) steps(k plan.Kind) (n int) {
	for _, s := range c.shifts {
		n += s.Kinds[k]
	}
	return n
}

// team runs n workers until all steps of a submitted recording are done. Each worker and
// its tools have one core, since ffmpeg starts one thread per visible core.
func (b bench) team(ctx context.Context, dir string, n int) (crew, error) {
	began := time.Now()
	c := crew{shifts: make([]shift, n)}
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { c.shifts[i], errs[i] = b.worker(ctx, dir, "", strconv.Itoa(i)) })
	}
	all.Wait()
	c.wall = time.Since(began)
	return c, errors.Join(errs...)
}

// worker runs this program as a worker in dir, on the given cores, or on all if cores is
// empty. The worker submits src first, unless it is empty.
func (b bench) worker(ctx context.Context, dir, src, cores string) (shift, error) {
	self, err := os.Executable()
	if err != nil {
		return shift{}, fmt.Errorf("find this program: %w", err)
	}
	var out strings.Builder
	c := proc.Command{Path: self, Args: []string{"-worker", dir, "-submit", src}, Dir: dir, Stdout: &out}
	if cores != "" {
		c.Path, c.Args = "taskset", append([]string{"-c", cores, self}, c.Args...)
	}
	if _, err = b.runner(new(meter)).Run(ctx, c); err != nil {
		return shift{}, fmt.Errorf("worker: %w", err)
	}
	var s shift
	if err = json.Unmarshal([]byte(out.String()), &s); err != nil {
		return shift{}, fmt.Errorf("worker: read what it used: %w", err)
	}
	return s, nil
}

// scaling says how much faster two workers of one core are than one, on a
// recording of so many chunks.
func (b bench) scaling(ctx context.Context, m maker, chunks int) ([][]string, error) {
	profile, err := plan.ProfileNamed("")
	if err != nil {
		return nil, err
	}
	seconds := chunks * int(profile.Chunk)
	src, err := m.long(ctx, seconds)
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"workers of one core", "chunks", "wall s", "one/it", "CPU s"}}
	var one time.Duration
	for _, n := range []int{1, 2} {
		dir := filepath.Join(b.dir, fmt.Sprintf("team-%d", n))
		store, err := prepare(dir)
		if err != nil {
			return nil, err
		}
		if err = submit(ctx, store, src, ""); err != nil {
			return nil, err
		}
		c, err := b.team(ctx, dir, n)
		if err != nil {
			return nil, err
		}
		if _, err = published(ctx, store); err != nil {
			return nil, err
		}
		if n == 1 {
			one = c.wall
		}
		rows = append(rows, []string{
			strconv.Itoa(n), strconv.Itoa(c.steps(plan.Chunk)), inSeconds(c.wall), ratio(one.Seconds(), c.wall.Seconds()), inSeconds(c.cpu()),
		})
	}
	return rows, nil
}

// memory measures the memory of one worker that submits and processes a source of the
// given size.
func (b bench) memory(ctx context.Context, m maker, gigabytes int) ([][]string, error) {
	src, err := m.heavy(ctx, int64(gigabytes)*1e9)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(b.dir, "heavy")
	store, err := prepare(dir)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	s, err := b.worker(ctx, dir, src, "")
	if err != nil {
		return nil, err
	}
	wall := time.Since(began)
	if _, err = published(ctx, store); err != nil {
		return nil, err
	}
	return [][]string{
		{"source GB", "own process, peak MB", "largest tool, peak MB", "wall s", "CPU s"},
		{strconv.Itoa(gigabytes), megabytes(s.Peak), megabytes(s.Child), inSeconds(wall), inSeconds(s.CPU)},
	}, nil
}
