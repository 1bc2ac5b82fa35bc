package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/batch"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/storage"
)

// batchRun submits the meetings of a batch one after the other, and stores what became of
// each row.
type batchRun struct {
	store  storage.Store
	in     batchInput
	who    string
	submit func(context.Context, intake.Input) (meeting.Meeting, error)
	show   counter

	rows    []archive.BatchRow
	at      map[int]int      // index of a row by its number
	before  batchBefore      // rows of the last run
	earlier int              // number of rows of the last run
	known   map[string]bool  // IDs of all stored meetings
	ids     map[string]int   // first row of each meeting of this run, by ID
	sizes   map[string][]int // first rows of meetings, by the sizes of their files
	saved   time.Time
	began   time.Time
	changed int      // meetings that were new or changed
	notes   []string // what the user must know of rows that were submitted
	row     int      // number of the row that is submitted
}

// saveEvery is how often the rows are stored during a run: what is lost if it is killed.
const saveEvery = 2 * time.Second

func newBatchRun(store storage.Store, in batchInput, who string, errs io.Writer) *batchRun {
	return &batchRun{
		store: store, in: in, who: who, show: counter{out: errs, now: time.Now},
		at: map[int]int{}, known: map[string]bool{}, ids: map[string]int{}, sizes: map[string][]int{}, began: time.Now(),
	}
}

// all submits all meetings. A row that cannot be submitted stops nothing.
func (r *batchRun) all(ctx context.Context) error {
	head, err := r.load(ctx)
	if err != nil {
		return err
	}
	if err = archive.WriteBatch(ctx, r.store, head, r.rows, r.earlier); err != nil {
		return err
	}
	r.saved = time.Now()
	for i, m := range r.in.plan.Meetings {
		if err = r.meeting(ctx, m); err != nil {
			break
		}
		if time.Since(r.saved) > saveEvery || r.leavesPart(i) {
			if err = r.save(ctx, m.Rows); err != nil {
				return err
			}
		}
		r.show.print("%d of %d meetings%s", i+1, len(r.in.plan.Meetings), left(i+1, len(r.in.plan.Meetings), time.Since(r.began)))
	}
	if err == nil {
		r.noteRemoved()
	}
	// An interrupted run stores how far it came.
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), eventTimeout)
	defer cancel()
	head.Changed, head.Complete = time.Now().UTC().Truncate(time.Second), err == nil
	return errors.Join(err, archive.WriteBatch(after, r.store, head, r.rows, 0))
}

// load reads the last run of the batch, and the IDs of all meetings.
func (r *batchRun) load(ctx context.Context) (archive.Batch, error) {
	now := time.Now().UTC().Truncate(time.Second)
	head, err := archive.ReadBatch(ctx, r.store, r.in.id)
	switch {
	case errors.Is(err, archive.ErrNoBatch):
		head = archive.Batch{ID: r.in.id, Created: now}
	case err != nil:
		return head, err
	case head.Source != r.in.source:
		return head, fmt.Errorf("%w: there is a batch %s of %s; give this one another name with --name", wire.ErrUsage, r.in.id, head.Source)
	}
	r.earlier = head.Rows
	rows, err := archive.ReadBatchRows(ctx, r.store, head)
	if err != nil {
		return head, err
	}
	r.before = newBatchBefore(rows)
	for id, err := range archive.Meetings(ctx, r.store) {
		if err != nil {
			return head, err
		}
		r.known[id] = true
	}
	for i, row := range r.in.plan.Rows {
		r.at[row.Number] = i
		one := archive.BatchRow{Row: row.Number, Title: row.Title, Status: archive.RowWaiting, Notes: row.Notes}
		if old, is := r.before.byNumber[row.Number]; is { // until this run reaches it
			one = old
		}
		r.rows = append(r.rows, one)
	}
	head.Source, head.Sheet, head.Root, head.Who, head.Changed, head.Complete = r.in.source, r.in.sheet, r.in.root, r.who, now, false
	head.Rows = len(r.rows)
	return head, nil
}

// leavesPart reports whether the next meeting is in another part of the stored rows.
func (r *batchRun) leavesPart(i int) bool {
	if i+1 == len(r.in.plan.Meetings) {
		return false // everything is stored at the end
	}
	part := func(i int) int { return r.at[r.in.plan.Meetings[i].Rows[0]] / archive.BatchPart }
	return part(i) != part(i+1)
}

// save stores the parts with these rows.
func (r *batchRun) save(ctx context.Context, numbers []int) error {
	r.saved = time.Now()
	last := -1
	for _, number := range numbers {
		if part := r.at[number] / archive.BatchPart; part != last {
			last = part
			if err := archive.WriteBatchPart(ctx, r.store, r.in.id, r.rows, r.at[number]); err != nil {
				return err
			}
		}
	}
	return nil
}

// meeting submits a meeting, and sets the state of its rows. Its error stops the batch.
func (r *batchRun) meeting(ctx context.Context, m batch.Meeting) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	r.row = m.Rows[0]
	if m.Waiting {
		for _, number := range m.Rows {
			row := r.waiting(r.in.plan.Rows[r.at[number]])
			if r.rows[r.at[number]] = row; row.Status == archive.RowSubmitted {
				r.ids[row.Meeting] = number
			}
		}
		return nil
	}
	var out archive.BatchRow
	if m.Problem != "" {
		out.Status = archive.RowFailed
	} else {
		var err error
		if out, err = r.try(ctx, m); err != nil {
			return err
		}
	}
	for _, number := range m.Rows {
		i := r.at[number]
		planned := r.in.plan.Rows[i]
		row := out
		row.Row, row.Title = number, cmp.Or(planned.Title, out.Title)
		row.Reason = cmp.Or(planned.Problem, out.Reason)
		row.Notes = slices.Concat(planned.Notes, out.Notes)
		if row.Status == archive.RowFailed && row.Meeting == "" { // what an earlier run submitted stays
			old := r.before.byNumber[number]
			row.Meeting, row.Content, row.Bytes = old.Meeting, old.Content, old.Bytes
		}
		r.rows[i] = row
	}
	return nil
}

// try submits a meeting. A reason for not submitting it is in the row.
func (r *batchRun) try(ctx context.Context, m batch.Meeting) (row archive.BatchRow, err error) {
	in, err := r.in.open(m)
	if err != nil {
		return r.unreadable(err), nil
	}
	defer in.Close()
	row = archive.BatchRow{Title: in.Meeting.Title, Fingerprint: fingerprintOf(in), Bytes: bytesOf(in), Notes: notesOf(in)}
	old := r.before.of(r.row, row.Fingerprint)
	if m.ID == "" && in.Meeting.ID != old.Meeting && !r.known[in.Meeting.ID] {
		if err = r.keepID(ctx, &in, &row); err != nil {
			return r.failed(err)
		}
	}
	id, sizes := in.Meeting.ID, sizesOf(in)
	row.Meeting = id
	if first, again := r.ids[id]; again {
		return failedRow("%s", sameID(r.row, first, id)), nil
	}
	defer func() {
		if err == nil && row.Status == archive.RowSubmitted {
			r.ids[id] = r.row
			r.sizes[sizes] = append(r.sizes[sizes], r.row)
		}
	}()
	if old.Fingerprint == row.Fingerprint {
		row.Content = old.Content
		if old.Status == archive.RowSubmitted && r.known[old.Meeting] && old.Meeting == id {
			row.Status = old.Status
			return row, nil
		}
	}
	if row.Content == "" && len(r.sizes[sizes]) > 0 {
		if row.Content, err = contentOf(ctx, in); err != nil {
			return r.failed(err)
		}
	}
	if first := r.sameContent(row.Content, sizes); first > 0 {
		row.Status, row.Meeting = archive.RowDuplicate, ""
		row.Reason = fmt.Sprintf("row %d has the same files as row %d (%s), and was not submitted", r.row, first, r.rows[r.at[first]].Title)
		return row, nil
	}
	if r.known[id] {
		if settled, checkErr := r.checkStored(ctx, &in, &row, old.Meeting == id); checkErr != nil || settled {
			return row, checkErr
		}
	}
	in.Explicit = r.known[id] // it is of this batch: a row may replace the files of its own meeting
	stored, err := r.submit(ctx, in)
	if err != nil {
		return r.failed(err)
	}
	if stored.Visibility != in.Meeting.Visibility {
		r.note("row %d: the meeting %s stays %s, as it was submitted before; %s in the row, or --visibility %s, changes that",
			r.row, id, stored.Visibility, in.Meeting.Visibility, in.Meeting.Visibility)
	}
	row.Status, row.Content = archive.RowSubmitted, contentHash(stored.Sources)
	r.changed++
	return row, nil
}

// failed makes a row of an error, or returns the error if it would meet all further rows.
func (r *batchRun) failed(err error) (archive.BatchRow, error) {
	switch {
	case errors.Is(err, context.Canceled), wire.Unreachable(err), errors.Is(err, storage.ErrDenied):
		return archive.BatchRow{}, err
	case errors.Is(err, pipeline.ErrOtherMeeting): // it was submitted meanwhile
		return failedRow("row %d: the archive has a meeting with the same ID and other files: give this row an ID of its own", r.row), nil
	}
	return failedRow("row %d: %v", r.row, err), nil
}

func failedRow(format string, args ...any) archive.BatchRow {
	return archive.BatchRow{Status: archive.RowFailed, Reason: fmt.Sprintf(format, args...)}
}

// sameContent returns the row of an earlier meeting with the same files; 0 without one.
func (r *batchRun) sameContent(content, sizes string) int {
	for _, number := range r.sizes[sizes] {
		if content != "" && r.rows[r.at[number]].Content == content {
			return number
		}
	}
	return 0
}

// File implements [originals.Watcher]: it prints how far a large file is.
func (r *batchRun) File(name string, size int64) func(int64) {
	const large = 100 << 20
	if size < large {
		return func(int64) {}
	}
	return func(done int64) {
		r.show.print("row %d: %s %d %%", r.row, name, 50*done/max(1, size))
	}
}
