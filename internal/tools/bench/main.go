// Command bench measures what it costs to encode a recording: ours, and the
// settings of other systems, one after another on the same made-up source. It
// prints processor time, memory, sizes and how near the picture is to the
// source. docs/performance.md has what it found.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

type options struct {
	seconds, runs int
	kind          string
	markdown      bool
}

func main() {
	var o options
	flag.IntVar(&o.seconds, "seconds", 30, "length of the sources")
	flag.IntVar(&o.runs, "runs", 1, "how often each system is run; the run of least processor time counts")
	flag.StringVar(&o.kind, "source", "", "slides or camera; both if not given")
	flag.BoolVar(&o.markdown, "markdown", false, "print tables as Markdown")
	flag.Parse()
	if o.seconds < 1 || o.runs < 1 || o.kind != "" && o.kind != slides && o.kind != camera {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx, o, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options, out, notes io.Writer) error {
	dir, err := os.MkdirTemp("", "proceedings-bench-")
	if err != nil {
		return fmt.Errorf("make a scratch folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // of films that can be drawn again
	b := bench{dir: dir}
	m := maker{runner: b.runner(new(meter)), dir: dir, heads: heads()}
	for _, kind := range []string{slides, camera} {
		if o.kind != "" && o.kind != kind {
			continue
		}
		src, err := m.make(ctx, kind, o.seconds)
		if o.kind == "" && errors.Is(err, errNoHeads) {
			fmt.Fprintf(notes, "%s left out: %v\n", kind, err)
			continue
		}
		if err != nil {
			return err
		}
		r, err := b.compare(ctx, kind, src, o, notes)
		if err != nil {
			return err
		}
		if err := r.write(out, o.markdown); err != nil {
			return err
		}
		fmt.Fprintln(out)
	}
	return nil
}

// compare runs ours and each peer in turn, as many rounds as asked for.
func (b bench) compare(ctx context.Context, kind, src string, o options, notes io.Writer) (report, error) {
	info, err := os.Stat(src)
	if err != nil {
		return report{}, fmt.Errorf("look at the source: %w", err)
	}
	r := report{kind: kind, seconds: o.seconds, rate: float64(8*info.Size()) / float64(o.seconds)}
	for round := range o.runs {
		got, files, err := b.ours(ctx, src)
		if err != nil {
			return r, err
		}
		var mine []int
		for _, s := range got.rungs {
			mine = append(mine, s.height)
		}
		if err = b.enter(ctx, &r, round, 0, got, files, src, notes); err != nil {
			return r, err
		}
		for i, p := range peers() {
			if got, files, err = b.peer(ctx, p, src, mine); err != nil {
				return r, err
			}
			if err = b.enter(ctx, &r, round, i+1, got, files, src, notes); err != nil {
				return r, err
			}
		}
	}
	return r, nil
}

// enter puts an outcome in its place. The picture is judged in the first round
// only: the settings are the same in the next.
func (b bench) enter(ctx context.Context, r *report, round, place int, got outcome, files map[int]string, src string, notes io.Writer) error {
	fmt.Fprintf(notes, "%s, round %d, %s: %.1f CPU s in %.1f s\n", r.kind, round+1, got.name, got.cpu.Seconds(), got.wall.Seconds())
	if round == 0 {
		if err := b.judge(ctx, &got, files, src, r.seconds); err != nil {
			return err
		}
		r.outcomes = append(r.outcomes, got)
		return nil
	}
	if got.cpu < r.outcomes[place].cpu {
		got.rungs = r.outcomes[place].rungs
		r.outcomes[place] = got
	}
	return nil
}
