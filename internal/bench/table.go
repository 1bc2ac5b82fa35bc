package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// report is what was measured on one source, ours first.
type report struct {
	kind     string
	seconds  int
	rate     float64 // bit/s of the source, sound and all
	outcomes []outcome
}

const none = "–"

// write writes the report's two tables: what the work cost, and what came of it.
func (r report) write(w io.Writer, markdown bool) error {
	grid := gridOf(markdown)
	if _, err := fmt.Fprintf(w, "%s, %d s, 1080p25, %.1f Mbit/s\n\n", r.kind, r.seconds, r.rate/1e6); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	if err := grid(w, r.cost()); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "\n%s\n\n", r.outcomes[0].shares()); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return grid(w, r.quality())
}

// cost is the table of what the work cost. The ratios are ours to the other's.
func (r report) cost() [][]string {
	rows := [][]string{{"system", "rungs", "CPU s", "ours/it", "CPU s, our rungs only", "ours/it", "wall s", "peak MB", "output MB", "ours/it"}}
	ours := r.outcomes[0]
	for _, o := range r.outcomes {
		rows = append(rows, []string{
			o.name, fmt.Sprint(len(o.rungs)),
			seconds(o.cpu), ratio(ours.cpu.Seconds(), o.cpu.Seconds()),
			seconds(o.same), ratio(ours.cpu.Seconds(), o.same.Seconds()),
			seconds(o.wall), fmt.Sprintf("%.0f", float64(o.rss)/1e6),
			fmt.Sprintf("%.2f", float64(o.size)/1e6), ratio(float64(ours.size), float64(o.size)),
		})
	}
	return rows
}

// quality is the table of the rungs that ours has.
func (r report) quality() [][]string {
	head := []string{"system"}
	for _, s := range r.outcomes[0].rungs {
		head = append(head, fmt.Sprintf("%dp kbit/s", s.height), fmt.Sprintf("%dp SSIM", s.height))
	}
	rows := [][]string{head}
	for _, o := range r.outcomes {
		row := []string{o.name}
		for _, mine := range r.outcomes[0].rungs {
			rate, ssim := none, none
			for _, s := range o.rungs {
				if s.height == mine.height && s.ssim > 0 {
					rate, ssim = fmt.Sprintf("%.0f", s.rate/1000), fmt.Sprintf("%.4f", s.ssim)
				}
			}
			row = append(row, rate, ssim)
		}
		rows = append(rows, row)
	}
	return rows
}

// shares says where the processor time of ours went, when there was something
// to play, and whether the picture was passed through.
func (o outcome) shares() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Of ours, %.1f CPU s are those of our own process", o.own.Seconds())
	for _, tool := range slices.Sorted(maps.Keys(o.tools)) {
		fmt.Fprintf(&b, ", %.1f of %s", o.tools[tool].Seconds(), tool)
	}
	if rest := o.cpu - o.tools["ffmpeg"]; len(o.tools) > 0 && o.cpu > 0 {
		fmt.Fprintf(&b, "; %.0f %% are not ffmpeg's", 100*rest.Seconds()/o.cpu.Seconds())
	}
	b.WriteString(".")
	if o.copy {
		b.WriteString(" The highest rung is the source's own picture.")
	}
	if o.first > 0 {
		fmt.Fprintf(&b, " It could be played after %.1f of %.1f s (%.0f %%).", o.first.Seconds(), o.wall.Seconds(), 100*o.first.Seconds()/o.wall.Seconds())
	}
	return b.String()
}

func inSeconds(d time.Duration) string { return fmt.Sprintf("%.1f", d.Seconds()) }

func megabytes(n int64) string { return fmt.Sprintf("%.0f", float64(n)/1e6) }

func seconds(d time.Duration) string {
	if d == 0 {
		return none
	}
	return fmt.Sprintf("%.1f", d.Seconds())
}

func ratio(a, b float64) string {
	if b == 0 {
		return none
	}
	return fmt.Sprintf("%.2f", a/b)
}

func gridOf(markdown bool) func(io.Writer, [][]string) error {
	if markdown {
		return gridMarkdown
	}
	return gridText
}

func gridText(w io.Writer, rows [][]string) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		if _, err := fmt.Fprintln(tw, strings.Join(row, "\t")); err != nil {
			return fmt.Errorf("print: %w", err)
		}
	}
	if err := tw.Flush(); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}

func gridMarkdown(w io.Writer, rows [][]string) error {
	for i, row := range rows {
		line := "| " + strings.Join(row, " | ") + " |\n"
		if i == 0 {
			line += "|---|" + strings.Repeat("--:|", len(row)-1) + "\n"
		}
		if _, err := io.WriteString(w, line); err != nil {
			return fmt.Errorf("print: %w", err)
		}
	}
	return nil
}
