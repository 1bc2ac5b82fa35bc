package main

import (
	"fmt"
	"io"
	"slices"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/words"
)

// left returns ", about 3m left" once enough is done to tell.
func left(done, all int, took time.Duration) string {
	if done == 0 || took < counterInterval {
		return ""
	}
	return ", about " + clock(time.Duration(float64(took)/float64(done)*float64(all-done))) + " left"
}

// batchSummary is the last line of a batch, for scripts. The numbers of rows add up.
type batchSummary struct {
	Event     string `json:"event"` // summary
	Batch     string `json:"batch"`
	Rows      int    `json:"rows"`
	Submitted int    `json:"submitted"` // rows whose meeting is stored
	Duplicate int    `json:"duplicate"`
	Failed    int    `json:"failed"`
	Waiting   int    `json:"waiting"`  // not reached
	Meetings  int    `json:"meetings"` // that were submitted
	Changed   int    `json:"changed"`  // of them, that were new or changed
}

func (r *batchRun) summary() batchSummary {
	sum := batchSummary{Event: "summary", Batch: r.in.id, Rows: len(r.rows), Meetings: len(r.ids), Changed: r.changed}
	for _, row := range r.rows {
		switch row.Status {
		case archive.RowSubmitted:
			sum.Submitted++
		case archive.RowDuplicate:
			sum.Duplicate++
		case archive.RowFailed:
			sum.Failed++
		default:
			sum.Waiting++
		}
	}
	return sum
}

// print prints the rows that were not submitted, and a summary. It returns ErrRefused if there
// are any with a problem.
func (r *batchRun) print(w io.Writer, asJSON bool) error {
	sum := r.summary()
	var err error
	if sum.Failed > 0 {
		err = fmt.Errorf("%w: %d rows", wire.ErrRefused, sum.Failed)
	}
	if asJSON {
		for _, note := range r.notes {
			if printErr := printJSON(w, event{Event: "note", Text: note}); printErr != nil {
				return printErr
			}
		}
		for _, row := range r.rows {
			if printErr := printJSON(w, row); printErr != nil {
				return printErr
			}
		}
		if printErr := printJSON(w, sum); printErr != nil {
			return printErr
		}
		return err
	}
	for _, note := range slices.Concat(r.in.plan.Notes, r.notes) {
		printf(w, "note: %s\n", note)
	}
	for _, row := range r.rows {
		if row.Status == archive.RowDuplicate || row.Status == archive.RowFailed {
			printf(w, "%s: %s\n", row.Status, row.Reason)
		}
	}
	printf(w, "Batch %s: %s: %d submitted, %d duplicate, %d failed\n", sum.Batch, words.Count(sum.Rows, "row"), sum.Submitted, sum.Duplicate, sum.Failed)
	printf(w, "They are %s, of which %d are new or changed.\n", words.Count(sum.Meetings, "meeting"), sum.Changed)
	if sum.Failed > 0 {
		printf(w, "Correct the failed rows, and run the same command again: it submits only what changed.\n")
	}
	printf(w, "\"ingest report %s\" shows how far the meetings are.\n", sum.Batch)
	return err
}
