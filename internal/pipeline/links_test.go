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

// presigner is a store in memory whose presigned URLs contain all arguments.
type presigner struct{ *mem.Store }

func (presigner) Presign(_ context.Context, key string, lifetime time.Duration, name string) (string, error) {
	return "https://s3.example.org/" + key + "?for=" + lifetime.String() + "&name=" + url.QueryEscape(name), nil
}

func TestShare(t *testing.T) {
	t.Parallel()
	store := presigner{new(mem.Store)}
	w := newWorker(t, store)
	w.publish(t, whole(t, "board", meeting.Private))
	now := time.Date(2026, 3, 12, 8, 0, 0, 0, time.UTC)

	links, err := sharing.Share(t.Context(), store, "board", nil, time.Hour, now)
	if err != nil {
		t.Fatal(err)
	}
	if len(links.Files) < 3 || !links.Ends.Equal(now.Add(time.Hour)) {
		t.Errorf("links = %+v", links)
	}
	for _, f := range links.Files {
		key := strings.TrimPrefix(strings.Split(f.URL, "?")[0], "https://s3.example.org/")
		if !isThere(t, store, key) || !strings.HasPrefix(key, "archive/published/derived/") {
			t.Errorf("%s links to %s, which does not exist", f.Name, key)
		}
	}
	pages := keys(t, store, layout.Links)
	if len(pages) != 1 || !strings.Contains(links.Page, pages[0]) {
		t.Fatalf("link pages %q, want one at %s", pages, links.Page)
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
		t.Errorf("before the first page expires: %q, want two", got)
	}
	if _, err = sharing.Share(t.Context(), store, "board", nil, time.Hour, now.Add(61*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := keys(t, store, layout.Links); len(got) != 2 || got[0] == pages[0] {
		t.Errorf("after the first page expired: %q, want the other two", got)
	}

	if _, err = sharing.Share(t.Context(), store, "board", []string{"other.txt"}, time.Hour, now); !errors.Is(err, sharing.ErrNoFile) || !strings.Contains(err.Error(), "agenda.txt") {
		t.Errorf("an unknown file: %v, want an error that lists the files", err)
	}
	if _, err = sharing.Share(t.Context(), store, "council", nil, time.Hour, now); !errors.Is(err, archive.ErrNoMeeting) {
		t.Errorf("an unknown meeting: %v", err)
	}
	withdrawn(t, w, "board", true)
	if got := keys(t, store, layout.Links); len(got) != 0 {
		t.Errorf("after the withdrawal: %q, want no link pages", got)
	}
	if _, err = sharing.Share(t.Context(), store, "board", nil, time.Hour, now); err == nil || errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a withdrawn meeting: %v", err)
	}
}
