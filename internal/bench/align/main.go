package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"proceedings/internal/bench/align/deckgen"
	"proceedings/internal/bench/align/recorder"
)

type options struct {
	one, truth string
	folders    list

	seeds, profiles string
	decks, pages    int
	rate            int
	seconds         float64
	keep, generator string
	search          bool
}

// list is a flag that may be given several times.
type list []string

// String implements [flag.Value].
func (l *list) String() string { return strings.Join(*l, ",") }

// Set implements [flag.Value].
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

func main() {
	var o options
	flag.StringVar(&o.one, "one", "", "align this recording only, and print the result")
	flag.StringVar(&o.truth, "truth", "", "with -one: CSV `file` of what it shows (start,end,page,kind)")
	flag.Var(&o.folders, "deck", "with -one: `folder` of page images; the first deck is that of the CSV file (may be repeated)")
	flag.StringVar(&o.seeds, "seeds", "1,2", "seeds of the recordings; the first one chooses the decks")
	flag.StringVar(&o.profiles, "profiles", "screen,pip,letterbox,side,room", "kinds of recordings; also zoom and switch")
	flag.IntVar(&o.decks, "decks", 10, "number of decks")
	flag.IntVar(&o.pages, "pages", 0, "number of pages of each deck; 0 for a number from 12 to 62 by its seed")
	flag.Float64Var(&o.seconds, "seconds", 200, "length of the recordings")
	flag.IntVar(&o.rate, "rate", 25, "frames a second of the recordings")
	flag.StringVar(&o.keep, "keep", "", "`folder` that keeps decks and recordings for the next run")
	flag.StringVar(&o.generator, "generator", os.Getenv("BENCH_ALIGN_GENERATOR"),
		"`program` that makes the recordings: DECK.pdf --seed N --profile P --out PATH --duration SECONDS --distractor OTHER.pdf writes PATH.mp4 and PATH.csv")
	flag.BoolVar(&o.search, "search", true, "measure the geometry search of 20 decks")
	flag.Parse()
	if o.one != "" && len(o.folders) == 0 {
		fmt.Fprintln(os.Stderr, "align: -one needs at least one -deck")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	run := set
	if o.one != "" {
		run = one
	}
	err := run(ctx, o, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "align:", err)
		os.Exit(1)
	}
}

// set measures a set of recordings and prints the tables.
func set(ctx context.Context, o options, out, notes io.Writer) error {
	var seeds []uint64
	for s := range strings.SplitSeq(o.seeds, ",") {
		n, err := strconv.ParseUint(s, 10, 32)
		if err != nil {
			return fmt.Errorf("-seeds %q: want numbers with commas between", o.seeds)
		}
		seeds = append(seeds, n)
	}
	profiles := strings.Split(o.profiles, ",")
	for _, p := range profiles {
		if !slices.Contains(recorder.Profiles(), p) {
			return fmt.Errorf("-profiles %q: want some of %s", o.profiles, strings.Join(recorder.Profiles(), ","))
		}
	}
	if o.decks < 1 || o.seconds < 10 || o.rate < 1 || o.pages != 0 && o.pages < deckgen.MinPages {
		return fmt.Errorf("-decks and -rate must be at least 1, -seconds at least 10, and -pages 0 or at least %d", deckgen.MinPages)
	}
	dir := o.keep
	if dir == "" {
		scratch, err := os.MkdirTemp("", "proceedings-bench-")
		if err != nil {
			return fmt.Errorf("make a scratch folder: %w", err)
		}
		defer func() { _ = os.RemoveAll(scratch) }() // can be made again
		dir = scratch
	}
	b, err := newBench(dir, o, notes)
	if err != nil {
		return err
	}
	var r report
	if r.outcomes, err = b.all(ctx, profiles, seeds, o.decks); err != nil {
		return err
	}
	if o.search {
		if r.search, err = b.search(ctx, seeds, r.outcomes[len(r.outcomes)-1].recording); err != nil {
			return err
		}
	}
	r.write(out)
	return nil
}
