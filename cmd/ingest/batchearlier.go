package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"proceedings/internal/archive"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

// batchBefore are the rows of the last run. Rows may have moved since, so they are also found by
// what they say and by the size of their files.
type batchBefore struct {
	byNumber      map[int]archive.BatchRow
	byFingerprint map[string]archive.BatchRow
	bySize        map[int64][]archive.BatchRow // with a meeting
}

func newBatchBefore(rows []archive.BatchRow) batchBefore {
	b := batchBefore{map[int]archive.BatchRow{}, map[string]archive.BatchRow{}, map[int64][]archive.BatchRow{}}
	for _, row := range rows {
		b.byNumber[row.Row] = row
		if row.Fingerprint != "" {
			b.byFingerprint[row.Fingerprint] = row
		}
		if row.Meeting != "" && row.Content != "" {
			b.bySize[row.Bytes] = append(b.bySize[row.Bytes], row)
		}
	}
	return b
}

// of returns the earlier state of a row: the one that said the same, or else that with its number.
func (b batchBefore) of(number int, fingerprint string) archive.BatchRow {
	if row, is := b.byFingerprint[fingerprint]; is {
		return row
	}
	return b.byNumber[number]
}

// unreadable is a row whose files cannot be read. The meeting that an earlier run submitted stays,
// and so does what is known of it: the drive may just be disconnected.
func (r *batchRun) unreadable(reason error) archive.BatchRow {
	old := r.before.byNumber[r.row]
	if _, again := r.ids[old.Meeting]; old.Status != archive.RowSubmitted || !r.known[old.Meeting] || again {
		return failedRow("row %d: %s", r.row, reason)
	}
	r.ids[old.Meeting] = r.row
	old.Notes = nil // those of the row are added again
	r.note("row %d: its files cannot be read now (%s); the meeting %s stays as an earlier run submitted it", r.row, reason, old.Meeting)
	return old
}

func (r *batchRun) note(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

// keepID gives a row without an ID that of the meeting which an earlier run submitted with the
// same files: a corrected title or date must not make a second meeting.
func (r *batchRun) keepID(ctx context.Context, in *intake.Input, row *archive.BatchRow) (err error) {
	for _, old := range r.before.bySize[row.Bytes] {
		if _, used := r.ids[old.Meeting]; used || !r.known[old.Meeting] {
			continue
		}
		if row.Content == "" {
			if row.Content, err = contentOf(ctx, *in); err != nil {
				return err
			}
		}
		if row.Content == old.Content {
			r.note("row %d: its meeting keeps the ID %s, since an earlier run submitted the same files under it", r.row, old.Meeting)
			in.Meeting.ID = old.Meeting
			return nil
		}
	}
	return nil
}

// checkStored compares a row with the stored meeting of its ID. settled means that nothing is
// submitted: the meeting is not of this batch, or is withdrawn. submitted means that an earlier run of
// this batch submitted the row.
func (r *batchRun) checkStored(ctx context.Context, in *intake.Input, row *archive.BatchRow, submitted bool) (settled bool, err error) {
	id := in.Meeting.ID
	stored, _, err := archive.ReadRecord(ctx, r.store, id)
	switch {
	case errors.Is(err, storage.ErrDamaged):
		*row = failedRow("row %d: the record of the meeting %s is damaged: \"ingest verify %s\" says how to repair it", r.row, id, id)
		return true, nil
	case err != nil:
		return true, err
	case !submitted && stored.Batch != in.Meeting.Batch:
		return true, r.notOfBatch(ctx, *in, row, stored)
	case stored.Withdrawn:
		row.Status, row.Content = archive.RowSubmitted, contentHash(stored.Sources)
		r.note("row %d: the meeting %s is withdrawn, and stays as it is; \"ingest publish %s\" publishes it again", r.row, id, id)
		return true, nil
	}
	return false, nil
}

// notOfBatch settles a row with the ID of a meeting that another command submitted.
func (r *batchRun) notOfBatch(ctx context.Context, in intake.Input, row *archive.BatchRow, stored meeting.Meeting) error {
	content, err := contentOf(ctx, in)
	if err != nil {
		*row, err = r.failed(err)
		return err
	}
	if content == contentHash(stored.Sources) {
		row.Status, row.Meeting, row.Content = archive.RowDuplicate, "", content
		row.Reason = fmt.Sprintf("row %d has the same files as the meeting %s, which is already in the archive, and was not submitted", r.row, stored.ID)
		return nil
	}
	*row = failedRow("row %d: the archive has a meeting with the ID %s and other files, which is not of this batch: give this row an ID of its own", r.row, stored.ID)
	return nil
}

// noteRemoved names the meetings of earlier runs that have no row any more.
func (r *batchRun) noteRemoved() {
	left := map[string]bool{}
	for _, row := range r.before.byNumber {
		if row.Meeting != "" && r.known[row.Meeting] {
			left[row.Meeting] = true
		}
	}
	for _, row := range r.rows {
		delete(left, row.Meeting)
	}
	if list := slices.Sorted(maps.Keys(left)); len(list) > 0 {
		const most = 10
		r.note("no row is left for %s of an earlier run, still in the archive: %s; \"ingest unpublish\" withdraws a meeting",
			words.Count(len(list), "meeting"), words.List(list, most))
	}
}
