package archive_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

func TestBatchInParts(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	rows := make([]archive.BatchRow, 2*archive.BatchPart+1)
	for i := range rows {
		rows[i] = archive.BatchRow{Row: i + 2, Status: archive.RowWaiting}
	}
	if err := archive.WriteBatch(t.Context(), store, archive.Batch{ID: "tapes"}, rows, 0); err != nil {
		t.Fatal(err)
	}
	rows[archive.BatchPart].Status, rows[archive.BatchPart].Meeting = archive.RowSubmitted, "a"
	if err := archive.WriteBatchPart(t.Context(), store, "tapes", rows, archive.BatchPart); err != nil {
		t.Fatal(err)
	}
	b, err := archive.ReadBatch(t.Context(), store, "tapes")
	if err != nil {
		t.Fatal(err)
	}
	got, err := archive.ReadBatchRows(t.Context(), store, b)
	if diff := cmp.Diff(rows, got); diff != "" || err != nil || b.Rows != len(rows) || b.Schema != archive.BatchSchema {
		t.Errorf("%+v, %v %s", b, err, diff)
	}
	if err = archive.WriteBatch(t.Context(), store, b, rows[:3], len(rows)); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for info, err := range store.List(t.Context(), layout.Batches) {
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, info.Key)
	}
	if got := strings.Join(keys, " "); got != layout.Batch("tapes")+" "+layout.BatchRows("tapes", 1) {
		t.Errorf("a shorter batch left %s", got)
	}
}

func TestReadBatch(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	if _, err := archive.ReadBatch(t.Context(), store, "none"); !errors.Is(err, archive.ErrNoBatch) {
		t.Errorf("a missing batch: %v", err)
	}
	for id, b := range map[string]any{"later": archive.Batch{ID: "later", Schema: archive.BatchSchema + 1}, "empty": struct{}{}} {
		if err := storage.WriteJSON(t.Context(), store, layout.Batch(id), b, storage.Always); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.ReadBatch(t.Context(), store, id); err == nil || errors.Is(err, storage.ErrDamaged) != (id == "empty") {
			t.Errorf("%s: %v", id, err)
		}
	}
}
