package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/storage"
)

// callStore counts all calls.
type callStore struct {
	storage.Store

	calls atomic.Int64
}

func (s *callStore) Put(ctx context.Context, key string, body io.ReadSeeker, attrs storage.Attrs, cond storage.Condition) (storage.Info, error) {
	s.calls.Add(1)
	return s.Store.Put(ctx, key, body, attrs, cond)
}

func (s *callStore) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Info, error) {
	s.calls.Add(1)
	return s.Store.Get(ctx, key, offset, length)
}

func (s *callStore) Stat(ctx context.Context, key string) (storage.Info, error) {
	s.calls.Add(1)
	return s.Store.Stat(ctx, key)
}

func (s *callStore) Delete(ctx context.Context, key string) error {
	s.calls.Add(1)
	return s.Store.Delete(ctx, key)
}

func (s *callStore) List(ctx context.Context, prefix string) iter.Seq2[storage.Info, error] {
	s.calls.Add(1)
	return s.Store.List(ctx, prefix)
}

// TestBatchCalls counts the storage calls of a batch with one file a row, with all that
// submitting does. They grow with the rows, and a second run needs the same few for any number.
func TestBatchCalls(t *testing.T) {
	t.Parallel()
	calls := func(rows int) (first, second int64) {
		var sheet strings.Builder
		files := map[string]string{}
		sheet.WriteString("id,title,folder\n")
		for i := range rows {
			fmt.Fprintf(&sheet, "m%d,Meeting %d,f%d\n", i, i, i)
			files[fmt.Sprintf("f%d/a.pdf", i)] = fmt.Sprint("minutes of ", i)
		}
		rig := newBatchRig(t, sheet.String(), files)
		store := &callStore{Store: rig.store}
		rig.store = store
		rig.after = func(ctx context.Context, m meeting.Meeting) error {
			err := archive.AddEvent(ctx, store, archive.Event{Kind: archive.EventSubmitted, Meeting: m.ID, Revision: 1, Time: time.Now()})
			if err == nil {
				err = pipeline.Reopen(ctx, store, m.ID)
			}
			return err
		}
		if _, err := rig.run(t); err != nil {
			t.Fatal(err)
		}
		first = store.calls.Load()
		if _, err := rig.run(t); err != nil {
			t.Fatal(err)
		}
		return first, store.calls.Load() - first
	}
	few, fewAgain := calls(10)
	many, manyAgain := calls(40)
	perRow := float64(many-few) / 30
	t.Logf("%.1f calls a row; a second run %d", perRow, manyAgain)
	if perRow > 25 {
		t.Errorf("%.1f storage calls a row", perRow)
	}
	if fewAgain != manyAgain || manyAgain > 10 {
		t.Errorf("a second run makes %d calls for 10 rows, and %d for 40", fewAgain, manyAgain)
	}
}
