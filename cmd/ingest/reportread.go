package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

// batchReport is a batch with what became of its rows.
type batchReport struct {
	archive.Batch

	Lines []reportLine
}

// reportLine is a row of a report.
type reportLine struct {
	Row        int      `json:"row"`
	State      string   `json:"state"`
	Title      string   `json:"title"`
	Date       string   `json:"date,omitempty"`
	Meeting    string   `json:"meeting,omitempty"`
	Visibility string   `json:"visibility,omitempty"` // of its meeting
	Reason     string   `json:"reason,omitempty"`
	Warnings   []string `json:"warnings,omitempty"`
	Link       string   `json:"link,omitempty"`
	Duration   float64  `json:"duration,omitempty"` // of its recordings, seconds
	Bytes      int64    `json:"bytes,omitempty"`    // of its originals
	Files      int      `json:"files,omitempty"`
}

// The states of a row that are not those of a meeting.
const (
	rowIncomplete   = "incomplete"
	rowUnusable     = "nothing usable"
	rowNotSubmitted = "not submitted"
)

// readReport reads the state of all meetings of a batch, each once.
func readReport(ctx context.Context, sys *wire.System, head archive.Batch, rows []archive.BatchRow) (batchReport, error) {
	r := batchReport{Batch: head, Lines: make([]reportLine, len(rows))}
	first := map[string]int{}
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(archive.MaxReaders)
	for i, row := range rows {
		line := &r.Lines[i]
		*line = reportLine{Row: row.Row, State: row.Status, Title: row.Title, Reason: row.Reason, Warnings: row.Notes, Bytes: row.Bytes}
		switch row.Status {
		case archive.RowFailed:
			line.State = rowNotSubmitted
		case archive.RowSubmitted:
			if _, again := first[row.Meeting]; again {
				continue
			}
			first[row.Meeting] = i
			group.Go(func() error { return line.read(groupCtx, sys, row.Meeting) })
		}
	}
	if err := group.Wait(); err != nil {
		return r, err //nolint:wrapcheck // of the storage
	}
	for i, row := range rows { // further rows of a meeting
		if at, is := first[row.Meeting]; is && row.Status == archive.RowSubmitted && at != i {
			line := r.Lines[at]
			line.Row, line.Warnings = row.Row, nil
			r.Lines[i] = line
		}
	}
	return r, nil
}

// read adds the state of the row's meeting.
func (l *reportLine) read(ctx context.Context, sys *wire.System, id string) error {
	l.Meeting = id
	r, err := reporter{store: sys.Store}.reportOrDamaged(ctx, id)
	switch {
	case errors.Is(err, archive.ErrNoMeeting):
		l.State, l.Reason = rowNotSubmitted, "the meeting was deleted: run \"ingest batch\" again"
		return nil
	case err != nil:
		return err
	case r.State == damaged:
		l.State, l.Reason = string(damaged), "the record or the state of the meeting is damaged or missing; \"ingest verify "+id+"\" names it"
		return nil
	}
	l.Title, l.Date, l.Files, l.Visibility = r.Title, r.Date, len(r.Sources), string(r.Visibility)
	l.State = r.rowState()
	switch {
	case r.State == archive.NeedsAttention:
		l.Reason = strings.Join(sentences(r.Attention), "; ")
	case len(r.Refused) > 0:
		l.Reason = strings.Join(sentences(r.Refused), "; ")
	}
	l.Warnings = append(l.Warnings, slices.Concat(r.Warnings, noteWarnings(r.Sources), withheldNotes(r.Sources))...)
	if r.State != manifest.Published {
		return nil
	}
	return l.published(ctx, sys, r)
}

// rowState returns the state of a row with the meeting.
func (r meetingReport) rowState() string {
	switch {
	case r.State == manifest.Failed:
		return rowUnusable
	case r.State == manifest.Published && len(r.Refused) > 0:
		return rowIncomplete
	}
	return string(r.State)
}

// published adds what the manifest says.
func (l *reportLine) published(ctx context.Context, sys *wire.System, m meetingReport) error {
	var doc manifest.Manifest
	_, err := storage.ReadJSON(ctx, sys.Store, plan.Space(m.Visibility).Meeting(m.Meeting, layout.Manifest), &doc)
	switch {
	case errors.Is(err, storage.ErrNotFound), errors.Is(err, storage.ErrDamaged):
		l.Warnings = append(l.Warnings, "its manifest is lost or damaged; \"ingest verify "+m.Meeting+"\" names it")
		return nil
	case err != nil:
		return fmt.Errorf("read the published manifest: %w", err)
	}
	if m.Visibility != meeting.Private && sys.Base != "" {
		l.Link = manifest.Address(sys.Base, m.Meeting, "")
	}
	for _, r := range doc.Recordings {
		l.Duration += r.Duration
	}
	l.Warnings = append(l.Warnings, lacks(doc)...)
	return nil
}

// lacks names what readers of a meeting miss.
func lacks(m manifest.Manifest) (list []string) {
	for _, r := range m.Recordings {
		if !slices.ContainsFunc(r.Renditions, func(one manifest.Rendition) bool { return one.Channels > 0 }) {
			list = append(list, r.ID+" has no audio")
		}
	}
	if len(m.Recordings) > 0 && m.Accessibility.Captions == manifest.NoCaptions {
		list = append(list, "no captions")
	}
	for _, d := range m.Decks {
		switch {
		case d.Reconstructed != "":
			list = append(list, "slides were found in the recording "+d.Reconstructed)
		case len(d.Slides) > 0 && !slices.ContainsFunc(d.Slides, func(s manifest.Slide) bool { return !s.OCR }):
			list = append(list, "the text of "+d.ID+" is from OCR only")
		}
	}
	return list
}

// retryBatch tries the failed steps and refused files of all meetings again.
func retryBatch(ctx context.Context, sys *wire.System, c *console, rows []archive.BatchRow) error {
	tried := 0
	for id := range meetingsOf(rows) {
		state, err := archive.ReadState(ctx, sys.Store, id)
		if errors.Is(err, storage.ErrDamaged) {
			continue // the report names it
		}
		if err != nil {
			return err
		}
		if state.State != archive.NeedsAttention && !hasRefusedStep(state) {
			continue
		}
		if _, err = pipeline.ReopenRefused(ctx, sys.Store, id); err != nil {
			return err
		}
		c.record(ctx, sys, archive.Event{Kind: archive.EventRetried, Meeting: id, Revision: state.Revision})
		if err = sys.Client.Reconcile(ctx, id); err != nil {
			return err
		}
		tried++
	}
	printf(c.err, "%s tried again.\n", words.Count(tried, "meeting"))
	return nil
}
