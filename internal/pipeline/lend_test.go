package pipeline_test

import (
	"context"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/sharing"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// lender is a store in memory whose addresses tell all that was asked for.
type lender struct{ *mem.Store }

func (lender) Presign(_ context.Context, key string, lifetime time.Duration, name string) (string, error) {
	return "https://s3.example.org/" + key + "?for=" + lifetime.String() + "&name=" + url.QueryEscape(name), nil
}

func TestLend(t *testing.T) {
	t.Parallel()
	store := lender{new(mem.Store)}
	w := newWorker(t, store)
	w.publish(t, whole(t, "board", meeting.Private))
	now := time.Date(2026, 3, 12, 8, 0, 0, 0, time.UTC)

	lent, err := sharing.Share(t.Context(), store, "board", nil, time.Hour, now)
	if err != nil {
		t.Fatal(err)
	}
	if len(lent.Files) < 3 || !lent.Ends.Equal(now.Add(time.Hour)) {
		t.Errorf("lent %+v", lent)
	}
	for _, f := range lent.Files {
		key := strings.TrimPrefix(strings.Split(f.URL, "?")[0], "https://s3.example.org/")
		if !isThere(t, store, key) || !strings.HasPrefix(key, "archive/published/derived/") {
			t.Errorf("%s leads to %s, which is not there", f.Name, key)
		}
	}
	pages := keys(t, store, layout.Links)
	if len(pages) != 1 || !strings.Contains(lent.Page, pages[0]) {
		t.Fatalf("the pages are %q, and the address is %s", pages, lent.Page)
	}
	body, info, err := store.Get(t.Context(), pages[0], 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(body)
	if err != nil || !strings.HasPrefix(info.ContentType, "text/html") || info.CacheControl != "private, no-store" || strings.Contains(string(page), "<script") {
		t.Errorf("%v, %+v:\n%s", err, info, page)
	}

	one, err := sharing.Share(t.Context(), store, "board", []string{"agenda.txt"}, time.Hour, now.Add(30*time.Minute))
	if err != nil || len(one.Files) != 1 || one.Files[0].Source != "agenda" {
		t.Errorf("of the agenda alone: %+v, %v", one, err)
	}
	if got := keys(t, store, layout.Links); len(got) != 2 {
		t.Errorf("both pages are in time, and there is %q", got)
	}
	if _, err = sharing.Share(t.Context(), store, "board", nil, time.Hour, now.Add(61*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := keys(t, store, layout.Links); len(got) != 2 || got[0] == pages[0] {
		t.Errorf("the first one's time is over, and there is %q", got)
	}

	if _, err = sharing.Share(t.Context(), store, "board", []string{"other.txt"}, time.Hour, now); !errors.Is(err, sharing.ErrNoFile) || !strings.Contains(err.Error(), "agenda.txt") {
		t.Errorf("of another file: %v, want an error that says what there is", err)
	}
	if _, err = sharing.Share(t.Context(), store, "council", nil, time.Hour, now); !errors.Is(err, archive.ErrNoMeeting) {
		t.Errorf("of another meeting: %v", err)
	}
	withdrawn(t, w, "board", true)
	if got := keys(t, store, layout.Links); len(got) != 0 {
		t.Errorf("it is taken down, and there is still %q", got)
	}
	if _, err = sharing.Share(t.Context(), store, "board", nil, time.Hour, now); err == nil || errors.Is(err, storage.ErrNotFound) {
		t.Errorf("of one that is taken down: %v", err)
	}
}
