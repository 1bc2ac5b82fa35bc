package fixity

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

func TestScheduleReadsWhatChanged(t *testing.T) {
	t.Parallel()
	store := &storagetest.Hooked{Store: new(mem.Store)}
	now := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	save := func(id string, c archive.Check) {
		t.Helper()
		if err := archive.SaveCheck(t.Context(), store, id, c); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"a", "b", "c"} {
		if err := storage.WriteJSON(t.Context(), store, layout.Record(id), meeting.Meeting{ID: id}, storage.Always); err != nil {
			t.Fatal(err)
		}
	}
	s := Schedule{Store: store, Every: 24 * time.Hour, Tick: 24 * time.Hour}
	expect := func(want []string, reads int) {
		t.Helper()
		before := len(store.Calls())
		got, err := s.Due(t.Context(), now)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		gets := 0
		for _, c := range store.Calls()[before:] {
			if c.Op == "get" {
				gets++
			}
		}
		if gets != reads {
			t.Errorf("%d verifications were read, want %d", gets, reads)
		}
	}
	save("a", archive.Check{Time: now.Add(-48 * time.Hour)})
	save("b", archive.Check{Time: now.Add(-time.Hour)})
	expect([]string{"c", "a"}, 2)
	expect([]string{"c", "a"}, 0)
	save("a", archive.Check{Time: now, Sample: &archive.Sample{Percent: 5}}) // a sample does not count
	s.Failed("c", now.Add(-36*time.Hour))
	expect([]string{"a", "c"}, 1)
	save("a", archive.Check{Time: now, Missing: 1, Changed: 2, Unknown: 3})
	s.Failed("c", now)
	expect(nil, 1)
	if got, want := s.Totals(), (Totals{now, 1, 2, 3}); got != want {
		t.Errorf("totals %+v, want %+v", got, want)
	}
}
