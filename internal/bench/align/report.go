package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// report is what the benchmark found.
type report struct {
	outcomes []outcome
	search   time.Duration // of the geometry of 20 decks; 0 if it is not measured
}

// ladderSeconds is the processor time that encoding the renditions of an hour takes.
const ladderSeconds = 1930

// isRoom reports whether a profile is of a camera in a room.
func isRoom(profile string) bool { return profile == "room" || profile == "zoom" }

// of returns the outcomes that are measured in one of the ways, and are of a kind.
func (r report) of(kind func(profile string) bool, ways ...string) (list []outcome) {
	for _, o := range r.outcomes {
		if slices.Contains(ways, o.way) && kind(o.recording.profile) {
			list = append(list, o)
		}
	}
	return list
}

// summary is the figures of some outcomes.
type summary struct {
	count, flagged int
	share          float64 // mean share of time labelled right
	worst          float64 // of those not flagged
	worstName      string
	total          score
	cpu            float64 // seconds of processor time for an hour
}

func summarize(list []outcome) summary {
	s := summary{count: len(list), share: math.NaN(), worst: math.NaN(), worstName: "none"}
	sum, seconds, cpu := 0.0, 0.0, 0.0
	for _, o := range list {
		share := o.score.share()
		sum += share
		seconds += o.score.seconds
		cpu += (o.own + o.tools).Seconds()
		s.total = s.total.plus(o.score)
		switch {
		case o.reason != "":
			s.flagged++
		case math.IsNaN(s.worst) || share < s.worst:
			s.worst, s.worstName = share, o.recording.name()+", "+o.way
		}
	}
	if s.count > 0 {
		s.share, s.cpu = sum/float64(s.count), cpu/seconds*3600
	}
	return s
}

// write prints the tables.
func (r report) write(out io.Writer) {
	all := func(string) bool { return true }
	screens := func(p string) bool { return !isRoom(p) }
	right := r.of(all, sameRenderer, otherRenderer)
	s, claimed, wrong := summarize(right), 0, r.of(all, wrongDeck)
	for _, o := range wrong {
		claimed += len(o.intervals)
	}
	screen, room := summarize(r.of(screens, sameRenderer)), summarize(r.of(isRoom, sameRenderer))
	rows := [][]string{
		{"measure", "must", "better", "measured"},
		{"mean share of time labelled right, screen kinds", "0.985", "0.995", number(screen.share)},
		{"the same, room camera", "0.97", "0.985", number(room.share)},
		{"the same, deck by another renderer than the recording", "0.95", "0.98", number(summarize(r.of(all, otherRenderer)).share)},
		{"worst recording that is not flagged", "0.93", "0.96", fmt.Sprintf("%s (%s)", number(s.worst), s.worstName)},
		{"flagged as not aligned though the deck was shown", "5 %", "0", fmt.Sprintf("%d of %d", s.flagged, s.count)},
		{"wrong deck: intervals claimed", "0", "0", fmt.Sprintf("%d in %d recordings", claimed, len(wrong))},
		{"boundary F1 within 1 s · median boundary error", "0.96 · 0.15 s", "0.98 · 0.08 s", fmt.Sprintf("%s · %.2f s", number(s.total.boundaryF1()), s.total.median())},
		{"no-slide F1", "0.97", "0.99", number(s.total.noneF1())},
		{"CPU, share of the renditions', screen · room", "2 % · 3 %", "1 % · 2 %", fmt.Sprintf("%.1f %% · %.1f %%", 100*screen.cpu/ladderSeconds, 100*room.cpu/ladderSeconds)},
		{"of time claimed with confidence ≥ 0.9, share right", "0.99", "", fmt.Sprintf("%s of %.0f s", number(s.total.sure()), s.total.bins[9].seconds)},
	}
	if r.search > 0 {
		rows = append(rows, []string{"20 decks of 25 pages: geometry search", "15 CPU s", "8 CPU s", fmt.Sprintf("%.1f CPU s", r.search.Seconds())})
	}
	grid(out, rows)
	grid(out, r.profiles())
	grid(out, calibration(s.total))
}

// profiles is a table of the profiles.
func (r report) profiles() [][]string {
	rows := [][]string{{"profile", "recordings", "same renderer", "other renderer", "worst, not flagged", "flagged", "boundary P · R · F1", "median", "no-slide F1", "CPU s/h"}}
	var names []string
	for _, o := range r.outcomes {
		if !slices.Contains(names, o.recording.profile) {
			names = append(names, o.recording.profile)
		}
	}
	for _, name := range names {
		is := func(p string) bool { return p == name }
		same, other, both := summarize(r.of(is, sameRenderer)), summarize(r.of(is, otherRenderer)), summarize(r.of(is, sameRenderer, otherRenderer))
		rows = append(rows, []string{
			name, fmt.Sprint(same.count), number(same.share), number(other.share), fmt.Sprintf("%s (%s)", number(both.worst), both.worstName), fmt.Sprint(both.flagged),
			fmt.Sprintf("%.3f · %.3f · %.3f", both.total.precision(), both.total.recall(), both.total.boundaryF1()),
			fmt.Sprintf("%.2f s", both.total.median()), number(both.total.noneF1()), fmt.Sprintf("%.0f", both.cpu),
		})
	}
	return rows
}

// calibration is a table of what is right by confidence.
func calibration(s score) [][]string {
	rows := [][]string{{"confidence", "seconds", "share right"}}
	for i, b := range s.bins {
		rows = append(rows, []string{fmt.Sprintf("%.1f–%.1f", float64(i)/10, float64(i+1)/10), fmt.Sprintf("%.0f", b.seconds), number(b.right / b.seconds)})
	}
	return rows
}

// number is a share with three digits.
func number(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.3f", v)
}

// grid prints a table as Markdown. The first row is its header.
func grid(out io.Writer, rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for n, row := range rows {
		for i, cell := range row {
			fmt.Fprint(out, "| ", cell, strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+1))
		}
		fmt.Fprintln(out, "|")
		if n == 0 {
			for _, w := range widths {
				fmt.Fprint(out, "|", strings.Repeat("-", w+2))
			}
			fmt.Fprintln(out, "|")
		}
	}
	fmt.Fprintln(out)
}
