package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"proceedings/internal/align"
)

// result is what alignment says about one recording, and what that took.
type result struct {
	intervals []align.Interval
	reason    string // why it is not aligned; empty if it is
	score     score
	own       time.Duration // processor time of alignment
	tools     time.Duration // of ffmpeg
}

// measure aligns a recording with decks. The events tell what it shows of the first one.
func measure(ctx context.Context, path string, events []event, decks []deck) (r result, err error) {
	t := newTools()
	p, err := openPicture(ctx, t, path)
	if err != nil {
		return r, err
	}
	*t.cpu = 0 // the product stores fragments
	var pages []align.Deck
	for _, d := range decks {
		pages = append(pages, d.pages)
	}
	read, done, err := newReader(ctx, t, decks)
	if err != nil {
		return r, err
	}
	defer done()
	before := ownCPU()
	r.intervals, r.reason, err = alignPicture(ctx, p, pages, read)
	if err != nil {
		return r, fmt.Errorf("align %s: %w", path, err)
	}
	r.own, r.tools = ownCPU()-before, *t.cpu
	if len(events) > 0 {
		truth := truthOf(events, decks[0].class)
		claims := claimsOf(r.intervals, func(d, slide int) int { return decks[d].class(slide) }, events[len(events)-1].end)
		r.score = scoreOf(truth, claims)
	}
	return r, nil
}

// searchTime is the processor time of the search for where the slides of decks are.
func searchTime(ctx context.Context, path string, decks []deck) (time.Duration, error) {
	p, err := openPicture(ctx, newTools(), path)
	if err != nil {
		return 0, err
	}
	var pages []align.Deck
	for _, d := range decks {
		pages = append(pages, d.pages)
	}
	before := ownCPU()
	err = locateOnly(ctx, p, pages)
	return ownCPU() - before, err
}

// one aligns one recording and prints its intervals, the truth where they differ, and
// the scores.
func one(ctx context.Context, o options, out, _ io.Writer) error {
	var events []event
	if o.truth != "" {
		read, err := readTruth(o.truth)
		if err != nil {
			return err
		}
		events = read
	}
	var decks []deck
	for _, dir := range o.folders {
		d, err := readDeck(dir)
		if err != nil {
			return err
		}
		decks = append(decks, d)
	}
	r, err := measure(ctx, o.one, events, decks)
	if err != nil {
		return err
	}
	for _, v := range r.intervals {
		fmt.Fprintf(out, "%8.2f %8.2f  deck %d slide %3d  %.3f%s\n", v.Start, v.End, v.Deck, v.Slide, v.Confidence, difference(v, events, decks))
	}
	if r.reason != "" {
		fmt.Fprintf(out, "not aligned: %s\n", r.reason)
	}
	if len(events) > 0 {
		for _, e := range events {
			fmt.Fprintf(out, "truth %8.2f %8.2f  %3d %s\n", e.start, e.end, e.page, e.kind)
		}
		fmt.Fprintln(out, r.score)
	}
	fmt.Fprintf(out, "cpu %.2f s, ffmpeg %.2f s\n", r.own.Seconds(), r.tools.Seconds())
	return nil
}

// difference describes what the truth has for the time of an interval, if not its slide
// alone.
func difference(v align.Interval, events []event, decks []deck) (text string) {
	for _, e := range events {
		if both := min(e.end, v.End) - max(e.start, v.Start); both > 0.05 && (v.Deck != 0 || decks[0].class(e.page) != decks[0].class(v.Slide)) {
			text += fmt.Sprintf("  [%.2f s are %d %s]", both, e.page, e.kind)
		}
	}
	return text
}

// String is the score in one line.
func (s score) String() string {
	return fmt.Sprintf("right %.4f  boundaries P %.3f R %.3f F1 %.3f median %.2f s (%d true, %d claimed)  no-slide F1 %.3f  sure %.4f of %.0f s",
		s.share(), s.precision(), s.recall(), s.boundaryF1(), s.median(), s.truth, s.claimed, s.noneF1(), s.sure(), s.bins[9].seconds)
}
