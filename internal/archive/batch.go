package archive

import (
	"context"
	"errors"
	"fmt"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// BatchSchema is the version of a stored [Batch].
const BatchSchema = 1

// BatchPart is the number of rows in a stored part.
const BatchPart = 1000

// Batch is what an archivist submitted with one spreadsheet, or from one folder. Its rows are
// stored in parts, so that a run writes only the part that it works on.
type Batch struct {
	Schema   int       `json:"schema"`
	ID       string    `json:"id"`
	Source   string    `json:"source"`          // path of the sheet or the folder
	Sheet    string    `json:"sheet,omitempty"` // name of the sheet in the file
	Root     string    `json:"root"`            // folder that the paths of the rows are relative to
	Rows     int       `json:"rows"`
	Who      string    `json:"who"` // user@host of the last run
	Created  time.Time `json:"created"`
	Changed  time.Time `json:"changed"`
	Complete bool      `json:"complete"` // the last run reached the last row
}

// BatchRow is a row of a batch.
type BatchRow struct {
	Row     int      `json:"row"`   // number in the sheet, or of the folder
	Title   string   `json:"title"` // to show
	Status  string   `json:"status"`
	Meeting string   `json:"meeting,omitempty"` // its ID
	Reason  string   `json:"reason,omitempty"`  // why it is not submitted, a sentence
	Notes   []string `json:"notes,omitempty"`

	// Fingerprint changes if the row or one of its files does, by name, size and time. A row with
	// the same one is not read again.
	Fingerprint string `json:"fingerprint,omitempty"`
	// Content is a hash of the files of the meeting, and Bytes is their size.
	Content string `json:"content,omitempty"`
	Bytes   int64  `json:"bytes,omitempty"`
}

// The statuses of a row.
const (
	RowWaiting   = "waiting"   // the run did not reach it
	RowSubmitted = "submitted" // its meeting is recorded; the meeting's own state says more
	RowFailed    = "failed"
	RowDuplicate = "duplicate" // another row has the same files
)

// batchRows is a stored part.
type batchRows struct {
	Schema int        `json:"schema"`
	Batch  string     `json:"batch"`
	Rows   []BatchRow `json:"rows"`
}

// ErrNoBatch means that there is no batch with an ID.
var ErrNoBatch = errors.New("there is no such batch")

// ReadBatch reads a batch without its rows.
func ReadBatch(ctx context.Context, store storage.Store, id string) (Batch, error) {
	var b Batch
	_, err := storage.ReadJSON(ctx, store, layout.Batch(id), &b)
	switch {
	case errors.Is(err, storage.ErrNotFound):
		return b, fmt.Errorf("%w: %s", ErrNoBatch, id)
	case err == nil && b.ID != id: // such as {}
		return b, fmt.Errorf("read %s: %w: it is not of the batch %s", layout.Batch(id), storage.ErrDamaged, id)
	case err == nil && b.Schema > BatchSchema:
		return b, fmt.Errorf("the batch %s has schema %d; this program knows %d", id, b.Schema, BatchSchema)
	}
	return b, err
}

// ReadBatchRows reads all rows of a batch.
func ReadBatchRows(ctx context.Context, store storage.Store, b Batch) (rows []BatchRow, err error) {
	for part := range parts(b.Rows) {
		var one batchRows
		if _, err = storage.ReadJSON(ctx, store, layout.BatchRows(b.ID, part+1), &one); err != nil {
			return nil, err
		}
		rows = append(rows, one.Rows...)
	}
	return rows, nil
}

func parts(rows int) int { return (rows + BatchPart - 1) / BatchPart }

// WriteBatch stores a batch with all its rows. It deletes parts of an earlier, longer one.
func WriteBatch(ctx context.Context, store storage.Store, b Batch, rows []BatchRow, earlier int) error {
	b.Rows = len(rows)
	for part := range parts(len(rows)) {
		if err := WriteBatchPart(ctx, store, b.ID, rows, part*BatchPart); err != nil {
			return err
		}
	}
	if err := WriteBatchHead(ctx, store, b); err != nil {
		return err
	}
	for part := parts(len(rows)); part < parts(earlier); part++ {
		if err := store.Delete(ctx, layout.BatchRows(b.ID, part+1)); err != nil {
			return err
		}
	}
	return nil
}

// WriteBatchHead stores a batch without its rows.
func WriteBatchHead(ctx context.Context, store storage.Store, b Batch) error {
	b.Schema = BatchSchema
	return storage.WriteJSON(ctx, store, layout.Batch(b.ID), b, storage.Always)
}

// WriteBatchPart stores the part of the rows that the row at an index is in.
func WriteBatchPart(ctx context.Context, store storage.Store, id string, rows []BatchRow, index int) error {
	first := index / BatchPart * BatchPart
	part := batchRows{BatchSchema, id, rows[first:min(len(rows), first+BatchPart)]}
	return storage.WriteJSON(ctx, store, layout.BatchRows(id, index/BatchPart+1), part, storage.Always)
}
