package main

import (
	"fmt"
	"io"
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
	grid := gridText
	if markdown {
		grid = gridMarkdown
	}
	if _, err := fmt.Fprintf(w, "%s, %d s, 1080p25, %.1f Mbit/s\n\n", r.kind, r.seconds, r.rate/1e6); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	if err := grid(w, r.cost()); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "\nOf ours, %.1f CPU s are those of our own process.\n\n", r.outcomes[0].own.Seconds()); err != nil {
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
