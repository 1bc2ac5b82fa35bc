package catalogue_test

import (
	"testing"
	"time"

	"proceedings/internal/catalogue"
	"proceedings/internal/catalogue/cataloguetest"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/storage/mem"
)

// archive returns a store with that many published meetings, and the calls and bytes of
// a rebuild.
func archive(t *testing.T, meetings int) (store *counted, ops int, bytes int64) {
	t.Helper()
	store = &counted{Store: &mem.Store{}}
	for n := range meetings {
		m, transcript := cataloguetest.Synthetic(n)
		stored(t, store, m, transcript)
	}
	store.reset()
	begun := time.Now()
	report, err := of(store).Rebuild(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := (catalogue.Report{Meetings: meetings, Months: 120}); report != want {
		t.Errorf("the rebuild found %+v, want %+v", report, want)
	}
	ops, _ = store.ops("get", "put", "stat", "list", "delete")
	t.Logf("%d meetings: rebuilt in %.1f s, %d operations on the store, %d MB read and written",
		meetings, time.Since(begun).Seconds(), ops, store.bytes>>20)
	return store, ops, store.bytes
}

// maxWritten is the maximum number of objects that one publication writes: 64 shards;
// the mark; index, listing, page and sitemap of the month; head, index.html, two feeds
// and the sitemaps' index.
const maxWritten = catalogue.Shards + 10

// TestTenThousandMeetings counts calls and bytes. The cost of a rebuild is linear in the
// number of meetings; that of a publication is constant. The short test uses 2,000.
func TestTenThousandMeetings(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	meetings := 2_000
	if proctest.Long() {
		meetings = 10_000
	}
	_, fewOps, fewBytes := archive(t, meetings/4)
	store, manyOps, manyBytes := archive(t, meetings)
	if ratio := float64(manyOps) / float64(fewOps); ratio > 4.2 {
		t.Errorf("four times the meetings took %.2f times the operations", ratio)
	}
	if ratio := float64(manyBytes) / float64(fewBytes); ratio > 4.2 {
		t.Errorf("four times the meetings took %.2f times the bytes", ratio)
	}

	m, transcript := cataloguetest.Synthetic(meetings + 1)
	stored(t, store, m, transcript)
	store.reset()
	begun := time.Now()
	list(t, store, m.ID)
	took := time.Since(begun)
	_, wrote := store.ops("put", "delete")
	reads, read := store.ops("get")
	t.Logf("one more: %d objects written, %d read (%d times), %.1f MB in %.2f s", len(wrote), len(read), reads, float64(store.bytes)/1e6, took.Seconds())
	if len(wrote) > maxWritten {
		t.Errorf("one publication wrote %d objects: %v", len(wrote), wrote)
	}
	if len(read) > maxWritten+2 { // manifest and transcript
		t.Errorf("one publication read %d objects: %v", len(read), read)
	}
}
