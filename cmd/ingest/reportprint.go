package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/manifest"
	"proceedings/internal/words"
)

// reportStates returns the states of rows in the order of a report: the best first.
func reportStates() []string {
	return []string{
		string(manifest.Published), rowIncomplete, string(manifest.Processing), archive.RowWaiting, archive.RowDuplicate, string(archive.Withdrawn),
		string(archive.NeedsAttention), rowUnusable, string(damaged), rowNotSubmitted,
	}
}

// reportSummary is the last line of a report, for scripts.
type reportSummary struct {
	Event    string         `json:"event"` // summary
	Batch    string         `json:"batch"`
	Rows     int            `json:"rows"`
	States   map[string]int `json:"states"` // number of rows; they add up to rows
	Meetings int            `json:"meetings"`
	Duration float64        `json:"duration"` // seconds
	Bytes    int64          `json:"bytes"`    // of originals
}

func (r batchReport) summary() reportSummary {
	sum := reportSummary{Event: "summary", Batch: r.ID, Rows: len(r.Lines), States: map[string]int{}}
	seen := map[string]bool{}
	for _, l := range r.Lines {
		sum.States[l.State]++
		if l.Meeting != "" && !seen[l.Meeting] {
			seen[l.Meeting] = true
			sum.Duration += l.Duration
			sum.Bytes += l.Bytes
		}
	}
	sum.Meetings = len(seen)
	return sum
}

// counts describes the states: "470 published, 25 not submitted".
func (s reportSummary) counts() string {
	var list []string
	for _, state := range reportStates() {
		if n := s.States[state]; n > 0 {
			list = append(list, strconv.Itoa(n)+" "+state)
		}
	}
	return strings.Join(list, ", ")
}

// outcome returns ErrRefused or ErrAttention if a row is not as it should be.
func (r batchReport) outcome() error {
	states := r.summary().States
	switch {
	case states[string(archive.NeedsAttention)]+states[string(damaged)] > 0:
		return fmt.Errorf("%w: of the batch %s", wire.ErrAttention, r.ID)
	case states[rowNotSubmitted]+states[rowUnusable]+states[rowIncomplete] > 0:
		return fmt.Errorf("%w: of the batch %s", wire.ErrRefused, r.ID)
	}
	return nil
}

func (r batchReport) printJSON(w io.Writer) error {
	for _, l := range r.Lines {
		if err := printJSON(w, l); err != nil {
			return err
		}
	}
	return printJSON(w, r.summary())
}

func (r batchReport) print(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	printf(table, "ROW\tSTATE\tMEETING\tVISIBILITY\tDURATION\tSIZE\tTITLE\n")
	for _, l := range r.Lines {
		printf(table, "%d\t%s\t%s\t%s\t%s\t%s\t%s\n", l.Row, l.State, l.Meeting, l.Visibility, l.clock(), l.size(), l.Title)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the report: %w", err)
	}
	for _, l := range r.Lines {
		if l.Reason != "" {
			printf(w, "row %d %s: %s\n", l.Row, l.State, strings.TrimPrefix(l.Reason, fmt.Sprintf("row %d: ", l.Row)))
		}
		for _, text := range l.Warnings {
			printf(w, "warning: row %d: %s\n", l.Row, text)
		}
	}
	sum := r.summary()
	printf(w, "Batch %s: %s: %s\n", r.ID, words.Count(sum.Rows, "row"), sum.counts())
	printf(w, "%s, %s of recordings, %s of originals\n", words.Count(sum.Meetings, "meeting"), words.Clock(sum.Duration), words.Size(sum.Bytes))
	if !r.Complete {
		printf(w, "The batch was interrupted. Run \"ingest batch\" again; it goes on where it stopped.\n")
	}
	return nil
}

func (l reportLine) clock() string {
	if l.Duration == 0 {
		return ""
	}
	return words.Clock(l.Duration)
}

func (l reportLine) size() string {
	if l.Bytes == 0 {
		return ""
	}
	return words.Size(l.Bytes)
}

func (r batchReport) printCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"row", "state", "meeting", "visibility", "date", "title", "reason", "warnings", "link", "seconds", "bytes", "files"}) // Flush has the error
	for _, l := range r.Lines {
		_ = out.Write([]string{ // likewise
			strconv.Itoa(l.Row), l.State, l.Meeting, l.Visibility, l.Date, inert(l.Title), inert(l.Reason), inert(strings.Join(l.Warnings, "; ")), l.Link,
			strconv.FormatFloat(l.Duration, 'f', 0, 64), strconv.FormatInt(l.Bytes, 10), strconv.Itoa(l.Files),
		})
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("print the report: %w", err)
	}
	return nil
}

// inert returns a text that a spreadsheet program does not take for a formula.
func inert(text string) string {
	text = words.Line(text)
	if text != "" && strings.ContainsRune("=+-@", rune(text[0])) {
		return "'" + text
	}
	return text
}
