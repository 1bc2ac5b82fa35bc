package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// bench makes and measures recordings.
type bench struct {
	tools     tools
	dir       string // of the cache
	generator string // program that makes recordings; empty for package recorder
	seconds   float64
	rate      int
	pages     int       // of each deck; 0 for as many as its seed gives
	notes     io.Writer // progress
}

// newBench prepares a benchmark whose cache is a folder.
func newBench(dir string, o options, notes io.Writer) (bench, error) {
	// Tools run in folders of their own.
	dir, err := filepath.Abs(dir)
	if err == nil && o.generator != "" {
		o.generator, err = filepath.Abs(o.generator)
	}
	if err == nil {
		err = os.MkdirAll(dir, 0o750)
	}
	if err != nil {
		return bench{}, fmt.Errorf("prepare the folder %s: %w", dir, err)
	}
	return bench{tools: newTools(), dir: dir, generator: o.generator, seconds: o.seconds, rate: o.rate, pages: o.pages, notes: notes}, nil
}

// The ways in which a recording is measured.
const (
	sameRenderer  = "same renderer"
	otherRenderer = "other renderer"
	wrongDeck     = "wrong deck"
)

// outcome is the result of one recording in one way.
type outcome struct {
	recording recording
	way       string
	result
}

// cases plans recordings of all profiles and seeds, each of another deck.
func cases(profiles []string, seeds []uint64, decks []made) (list []recording) {
	for _, profile := range profiles {
		for _, seed := range seeds {
			k := len(list)
			list = append(list, recording{profile: profile, seed: seed, deck: decks[k%len(decks)], another: decks[(k+1)%len(decks)]})
		}
	}
	return list
}

// sameDesign is added to the seed of a deck to get another one of the same design.
const sameDesign = 500

// deckSeeds returns the seeds of decks for recordings of those seeds.
func deckSeeds(seeds []uint64, count int) (list []uint64) {
	for k := range count {
		list = append(list, 1000*seeds[0]+uint64(k))
	}
	return list
}

// all measures all recordings in all ways.
func (b bench) all(ctx context.Context, profiles []string, seeds []uint64, deckCount int) (list []outcome, err error) {
	from := deckSeeds(seeds, deckCount)
	decks, err := b.decks(ctx, from, b.pages)
	if err != nil {
		return nil, err
	}
	wrong := map[uint64]made{} // deck that is wrong for a seed: of the same design for each second one
	var more []uint64
	for k, seed := range from {
		if k%2 == 0 || deckCount == 1 {
			more = append(more, seed+sameDesign)
		} else {
			wrong[seed] = decks[(k+1)%deckCount]
		}
	}
	alike, err := b.decks(ctx, more, b.pages)
	if err != nil {
		return nil, err
	}
	for _, m := range alike {
		wrong[m.seed-sameDesign] = m
	}
	for _, r := range cases(profiles, seeds, decks) {
		path, events, err := b.record(ctx, r)
		if err != nil {
			return nil, err
		}
		for _, way := range []struct{ name, pages string }{
			{sameRenderer, r.deck.images("recording")},
			{otherRenderer, r.deck.images(r.deck.other())},
			{wrongDeck, wrong[r.deck.seed].images("recording")},
		} {
			o, err := b.measure(ctx, r, way.name, path, way.pages, events)
			if err != nil {
				return nil, err
			}
			list = append(list, o)
		}
	}
	return list, nil
}

// measure aligns a recording with the deck whose page images are in a folder.
func (b bench) measure(ctx context.Context, r recording, way, path, pages string, events []event) (outcome, error) {
	d, err := readDeck(pages)
	if err != nil {
		return outcome{}, err
	}
	truth := events
	if way == wrongDeck {
		truth = nil
	}
	got, err := measure(ctx, path, truth, []deck{d})
	if err != nil {
		return outcome{}, err
	}
	if way == wrongDeck {
		fmt.Fprintf(b.notes, "%s, %s: %d intervals claimed\n", r.name(), way, len(got.intervals))
	} else {
		fmt.Fprintf(b.notes, "%s, deck %d, %s: %v%s, cpu %.2f s, ffmpeg %.2f s\n", r.name(), r.deck.seed, way, got.score, flagged(got), got.own.Seconds(), got.tools.Seconds())
	}
	return outcome{recording: r, way: way, result: got}, nil
}

func flagged(r result) string {
	if r.reason == "" {
		return ""
	}
	return ", not aligned: " + r.reason
}

// search measures the processor time of the search for the slides of 20 decks in a
// recording: its own deck and 19 of 25 pages.
func (b bench) search(ctx context.Context, seeds []uint64, r recording) (time.Duration, error) {
	var from []uint64
	for k := range uint64(19) {
		from = append(from, 1000*seeds[0]+100+k)
	}
	others, err := b.decks(ctx, from, 25)
	if err != nil {
		return 0, err
	}
	path, _, err := b.record(ctx, r)
	if err != nil {
		return 0, err
	}
	var decks []deck
	for _, m := range append(others, r.deck) {
		d, err := readDeck(m.images("recording"))
		if err != nil {
			return 0, err
		}
		decks = append(decks, d)
	}
	return searchTime(ctx, path, decks)
}
