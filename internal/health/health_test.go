package health_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"proceedings/internal/health"
)

// probe returns the answer to a request.
func probe(t *testing.T, mux http.Handler, path string) (code int, body string) {
	t.Helper()
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody))
	return w.Code, w.Body.String()
}

func alive() error { return nil }

func TestReadinessHasALineForEachCheck(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	health.Register(mux, alive,
		health.Check{Name: "redis", Test: func(context.Context) error { return errors.New("is unreachable:\nconnection refused") }},
		health.Check{Name: "storage", Test: func(context.Context) error { return nil }})
	code, body := probe(t, mux, health.Ready)
	if want := "redis: is unreachable:; connection refused\nstorage: ok\n"; code != http.StatusServiceUnavailable || body != want {
		t.Errorf("%d %q, want 503 %q", code, body, want)
	}
	if code, body = probe(t, mux, health.Live); code != http.StatusOK || body != "ok\n" {
		t.Errorf("%d %q: the process itself is alive", code, body)
	}
}

func TestManyProbesCostOne(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	mux := http.NewServeMux()
	health.Register(mux, alive, health.Check{Name: "storage", Test: func(context.Context) error {
		asked.Add(1)
		return nil
	}})
	for range 100 {
		if code, body := probe(t, mux, health.Ready); code != http.StatusOK || body != "storage: ok\n" {
			t.Fatalf("%d %q", code, body)
		}
	}
	// A slow machine may take longer than an answer counts.
	if n := asked.Load(); n > 20 {
		t.Errorf("100 probes asked the storage %d times", n)
	}
}

func TestDeadProcess(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	health.Register(mux, func() error { return errors.New("a loop hangs") })
	if code, body := probe(t, mux, health.Live); code != http.StatusServiceUnavailable || body != "a loop hangs\n" {
		t.Errorf("%d %q", code, body)
	}
}

// TestHangingCheck has a check that ignores the end of its context.
func TestHangingCheck(t *testing.T) {
	t.Parallel()
	end := make(chan struct{})
	t.Cleanup(func() { close(end) })
	mux := http.NewServeMux()
	health.Register(mux, alive, health.Check{Name: "redis", Test: func(context.Context) error {
		<-end
		return nil
	}})
	if code, body := probe(t, mux, health.Ready); code != http.StatusServiceUnavailable || body != "redis: no answer within 3s\n" {
		t.Errorf("%d %q", code, body)
	}
}
