package main

import (
	"io"
	"math"
	"runtime"
	"text/tabwriter"

	"proceedings/internal/words"
)

// planCount is the last line of a dry run, for scripts.
type planCount struct {
	Event      string  `json:"event"` // summary
	Batch      string  `json:"batch"`
	Rows       int     `json:"rows"`
	Understood int     `json:"understood"`
	Problems   int     `json:"problems"`
	Duplicates int     `json:"duplicates"`
	Meetings   int     `json:"meetings"`
	CPUHours   float64 `json:"cpuHours"`
	Originals  int64   `json:"originals"` // bytes
	Output     int64   `json:"output"`    // bytes
	Workers    int     `json:"workers"`
	Seconds    float64 `json:"seconds"` // estimated time on the workers
}

func (p *batchPlan) count() planCount {
	n := planCount{Event: "summary", Batch: p.in.id, Rows: len(p.rows)}
	meetings := map[string]bool{}
	for _, r := range p.rows {
		switch {
		case r.Problem != "":
			n.Problems++
		case r.Duplicate != "":
			n.Duplicates++
		default:
			n.Understood++
			meetings[r.Meeting] = true
		}
	}
	n.Meetings = len(meetings)
	n.CPUHours, n.Originals = math.Round(p.effort.CPU/36)/100, p.effort.Originals
	n.Output = p.effort.Output + int64(n.Meetings)*meetingOutput
	return n
}

func (p *batchPlan) printJSON(w io.Writer, workers int) error {
	for _, r := range p.rows {
		if err := printJSON(w, r); err != nil {
			return err
		}
	}
	n := p.count()
	n.Workers, n.Seconds = workers, p.effort.wall(workers).Seconds()
	return printJSON(w, n)
}

func (p *batchPlan) print(w io.Writer, workers int) {
	if len(p.in.plan.Columns) > 0 {
		printf(w, "Columns:\n")
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, c := range p.in.plan.Columns {
			meaning := string(c.Kind)
			switch {
			case c.Kind == "":
				meaning = "kept as metadata"
			case c.Role != "":
				meaning += " (" + c.Role + ")"
			}
			printf(table, "  %s\t%s\t%s\n", c.Letter, c.Name, meaning)
		}
		_ = table.Flush() // nothing can be reported to a closed terminal
	}
	for _, note := range p.in.plan.Notes {
		printf(w, "note: %s\n", note)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	printf(table, "ROW\tMEETING\tVISIBILITY\tDATE\tFILES\tSIZE\tTITLE\n")
	for _, r := range p.rows {
		if r.Problem == "" && r.Duplicate == "" {
			printf(table, "%d\t%s\t%s\t%s\t%d\t%s\t%s\n", r.Row, r.Meeting, r.Visibility, r.Date, r.Files, words.Size(r.Bytes), r.Title)
		}
	}
	_ = table.Flush() // likewise
	for _, r := range p.rows {
		for _, note := range r.Notes {
			printf(w, "note: row %d: %s\n", r.Row, note)
		}
	}
	for _, r := range p.rows {
		switch {
		case r.Problem != "":
			printf(w, "problem: %s\n", r.Problem)
		case r.Duplicate != "":
			printf(w, "duplicate: %s\n", r.Duplicate)
		}
	}
	n := p.count()
	printf(w, "%s: %d understood, %d with a problem, %d duplicate; %s\n", words.Count(n.Rows, "row"), n.Understood, n.Problems, n.Duplicates, words.Count(n.Meetings, "meeting"))
	printf(w, "Estimate: %.1f CPU hours for %s of recordings; %s of originals and about %s of published files\n",
		p.effort.CPU/3600, words.Clock(p.effort.Recorded), words.Size(n.Originals), words.Size(n.Output))
	printf(w, "About %s on %s with %s each, as on this machine. --workers N shows it for others.\n", clock(p.effort.wall(workers)), words.Count(max(1, workers), "worker"), words.Count(runtime.NumCPU(), "CPU"))
	printf(w, "Nothing was stored. Run the command without --dry-run to submit the rows that are understood.\n")
}
