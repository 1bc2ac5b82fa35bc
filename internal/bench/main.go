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
	"slices"
	"strings"
	"syscall"
)

type options struct {
	seconds, runs, chunks, gigabytes int

	kind, against, measure, profile string

	markdown bool

	worker, submit string
}

func (o options) bad() bool {
	return o.seconds < 1 || o.runs < 1 || o.chunks < 1 || o.gigabytes < 1 ||
		o.kind != "" && !slices.Contains(kinds(), o.kind) || len(peers(o.against)) == 0 || !slices.Contains([]string{"encoding", "scaling", "memory", "all"}, o.measure)
}

// wants reports whether that is to be measured.
func (o options) wants(measure string) bool { return o.measure == measure || o.measure == "all" }

func main() {
	var o options
	flag.StringVar(&o.measure, "measure", "encoding", "encoding, scaling, memory or all")
	flag.IntVar(&o.seconds, "seconds", 30, "encoding: length of the sources")
	flag.IntVar(&o.runs, "runs", 1, "encoding: how often each system is run; the run of least processor time counts")
	flag.StringVar(&o.kind, "source", "", "encoding: "+strings.Join(kinds(), ", ")+"; all if not given")
	flag.StringVar(&o.against, "against", "", "encoding: only the systems whose name has this in it, as Opencast; all if not given")
	flag.StringVar(&o.profile, "profile", "", "encoding: profile that ours encodes by")
	flag.IntVar(&o.chunks, "chunks", 8, "scaling: how many chunks the recording has")
	flag.IntVar(&o.gigabytes, "gigabytes", 10, "memory: size of the source; twice as much must be free on disk")
	flag.BoolVar(&o.markdown, "markdown", false, "print tables as Markdown")
	flag.StringVar(&o.worker, "worker", "", "for this program's own use: run steps in this folder")
	flag.StringVar(&o.submit, "submit", "", "for internal use: file that the worker submits")
	flag.Parse()
	if o.bad() {
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
	if o.worker != "" {
		return work(ctx, o.worker, o.submit, out)
	}
	dir, err := os.MkdirTemp("", "proceedings-bench-")
	if err != nil {
		return fmt.Errorf("make a scratch folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // of films that can be drawn again
	b := bench{dir: dir, profile: o.profile}
	m := maker{runner: b.runner(new(meter)), dir: dir, heads: heads()}
	if o.wants("encoding") {
		if err = b.encoding(ctx, m, o, out, notes); err != nil {
			return err
		}
	}
	show := func(rows [][]string, err error) error {
		if err != nil {
			return err
		}
		err = gridOf(o.markdown)(out, rows)
		fmt.Fprintln(out)
		return err
	}
	if o.wants("scaling") {
		if err = show(b.scaling(ctx, m, o.chunks)); err != nil {
			return fmt.Errorf("scaling: %w", err)
		}
	}
	if o.wants("memory") {
		if err = show(b.memory(ctx, m, o.gigabytes)); err != nil {
			return fmt.Errorf("memory: %w", err)
		}
	}
	return nil
}

// encoding holds ours against the peers on each kind of source asked for.
func (b bench) encoding(ctx context.Context, m maker, o options, out, notes io.Writer) error {
	for _, kind := range kinds() {
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
		for i, p := range peers(o.against) {
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
