package metrics_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"proceedings/internal/metrics"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

func TestStoreIsAStore(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, func(*testing.T) storage.Store { return metrics.New("v1", "c").Store(new(mem.Store)) })
}

// scrape returns the exported text.
func scrape(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler(slog.New(slog.DiscardHandler)).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, metrics.Path, http.NoBody))
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

func TestRequestsAreCountedByOutcome(t *testing.T) {
	t.Parallel()
	failure := error(nil)
	hooked := &storagetest.Hooked{Store: new(mem.Store), Before: func(storagetest.Call) error { return failure }}
	m := metrics.New("v1", "c")
	store := m.Store(hooked)
	put := func(ctx context.Context, cond storage.Condition) {
		_, _ = store.Put(ctx, "a/b", strings.NewReader("x"), storage.Attrs{}, cond)
	}
	put(t.Context(), storage.IfAbsent)
	put(t.Context(), storage.IfAbsent)
	_, _ = store.Stat(t.Context(), "a/c")
	for _, err := range store.List(t.Context(), "a/") {
		if err != nil {
			t.Fatal(err)
		}
	}
	failure = fmt.Errorf("get a/b: %w", storage.ErrUnavailable)
	_, _, _ = store.Get(t.Context(), "a/b", 0, -1)
	failure = errors.New("no permission")
	_ = store.Delete(t.Context(), "a/b")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	put(ended, storage.Always)
	text := scrape(t, m)
	for _, want := range []string{
		`{operation="put",outcome="ok"} 1`, `{operation="put",outcome="conflict"} 1`, `{operation="stat",outcome="absent"} 1`,
		`{operation="list",outcome="ok"} 1`, `{operation="get",outcome="unavailable"} 1`, `{operation="delete",outcome="error"} 1`,
	} {
		if !strings.Contains(text, "\nproceedings_storage_requests_total"+want+"\n") {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	if n := strings.Count(text, "\nproceedings_storage_requests_total{"); n != 6 {
		t.Errorf("%d outcomes, want 6: a call that its caller gave up does not count", n)
	}
}
