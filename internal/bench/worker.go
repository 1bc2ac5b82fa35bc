package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
)

// A worker is this program as a process of its own, on the cores that it was
// given. Several share a [folder], and a step goes to whoever first makes a
// folder of its name: the queue, reduced to what it takes to measure.

// shift is what a worker did and used up.
type shift struct {
	Kinds map[plan.Kind]int `json:"kinds"` // steps run
	CPU   time.Duration     `json:"cpu"`   // with its tools
	Peak  int64             `json:"peak"`  // bytes that its own process held at most
	Child int64             `json:"child"` // bytes that its largest tool held at most
}

// work runs steps until none is missing, and writes its shift to out. It submits src
// first, unless it is empty.
func work(ctx context.Context, dir, src string, out io.Writer) error {
	store := folder{dir}
	if src != "" {
		if err := submit(ctx, store, src, ""); err != nil {
			return fmt.Errorf("submit %s: %w", src, err)
		}
	}
	own, err := os.MkdirTemp(dir, "worker-")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(own) }() // goes with the rest of the scratch folder
	var m meter
	p, err := newPipeline(store, bench{}.runner(&m), own)
	if err != nil {
		return err
	}
	kinds, err := runAll(ctx, p, dir)
	if err != nil {
		return err
	}
	s := shift{Kinds: kinds, CPU: m.cpu + ownCPU(), Child: m.rss}
	if s.Peak, err = peak("/proc/self/status"); err != nil {
		return err
	}
	if err = json.NewEncoder(out).Encode(s); err != nil {
		return fmt.Errorf("tell what was used: %w", err)
	}
	return nil
}

// runAll runs steps until none is missing, and says how many of each kind.
func runAll(ctx context.Context, p *pipeline.Pipeline, dir string) (map[plan.Kind]int, error) {
	ran := map[plan.Kind]int{}
	for {
		steps, err := p.Reconcile(ctx, meetingID)
		if err != nil || len(steps) == 0 {
			return ran, err
		}
		kind, err := runOne(ctx, p, dir, steps)
		if err != nil {
			return ran, err
		}
		if kind != "" {
			ran[kind]++
			continue
		}
		if err = pause(ctx); err != nil { // all are in others' hands
			return ran, err
		}
	}
}

// runOne runs the first step that nobody has taken, and returns its kind; none
// if all are taken.
func runOne(ctx context.Context, p *pipeline.Pipeline, dir string, steps []plan.Step) (plan.Kind, error) {
	for _, s := range inTurn(steps) {
		mine, err := claim(filepath.Join(dir, "claims", s.Key()))
		if err != nil {
			return "", err
		}
		if mine {
			return s.Kind, p.RunStep(ctx, s.Key(), func(float64) {})
		}
	}
	return "", nil
}

func claim(path string) (bool, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return false, fmt.Errorf("claim a step: %w", err)
	}
	err := os.Mkdir(path, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("claim a step: %w", err)
	}
	return true, nil
}

func pause(ctx context.Context) error {
	select {
	case <-time.After(200 * time.Millisecond):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// peak reads from a status file of the kernel's how many bytes of memory the
// process held at most.
func peak(path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("read the peak of memory: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		value, found := strings.CutPrefix(lines.Text(), "VmHWM:")
		if !found {
			continue
		}
		kib, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		if err != nil {
			return 0, fmt.Errorf("read the peak of memory: %w", err)
		}
		return kib << 10, nil
	}
	return 0, fmt.Errorf("read the peak of memory: %s has no VmHWM", path)
}

// prepare makes the folder of a store that workers share.
func prepare(dir string) (folder, error) {
	if err := os.MkdirAll(filepath.Join(dir, "objects", string(layout.Public)), 0o700); err != nil {
		return folder{}, fmt.Errorf("make a folder: %w", err)
	}
	return folder{dir}, nil
}
