package metrics_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"proceedings/internal/jobs"
	"proceedings/internal/metrics"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/storage/mem"
)

// complete returns metrics of a worker and a server, with every source and some events.
func complete(t *testing.T) *metrics.Metrics {
	t.Helper()
	m := metrics.New("v1.2.3", "abc")
	m.Watch(metrics.Sources{
		Queues: func(context.Context) ([]jobs.QueueStats, error) {
			return []jobs.QueueStats{{Queue: "light", Tasks: map[string]int64{"pending": 2}, Oldest: 90 * time.Second}}, nil
		},
		Status:          func() jobs.Status { return jobs.Status{InService: true, Swept: true, Unfinished: 7, Attention: 3} },
		Sandboxed:       true,
		ScratchFree:     func() (int64, error) { return 5000, nil },
		ScratchReserved: func() int64 { return 400 },
		LastVerify:      func() (time.Time, bool) { return time.Unix(1000, 0), true },
		VerifyFaults:    func() map[string]int { return map[string]int{"missing": 1} },
	})
	m.AttemptEnded(pipeline.Attempt{
		Kind: plan.Chunk, Outcome: pipeline.Done, Took: 40 * time.Second,
		Made: pipeline.Made{Bytes: 1234, Recording: 120, Took: 30 * time.Second},
	})
	m.AttemptEnded(pipeline.Attempt{Kind: plan.Deck, Outcome: pipeline.Refused, Took: time.Second})
	m.Published()
	if _, err := m.Store(new(mem.Store)).Stat(t.Context(), "a"); err == nil {
		t.Fatal("an object is in an empty store")
	}
	m.HTTP(http.NotFoundHandler()).ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), "BREW", "/", http.NoBody))
	return m
}

// names returns the names of the metrics in a text, without those of the Go runtime and
// the process.
func names(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if name, ok := strings.CutPrefix(line, "# TYPE proceedings_"); ok {
			list = append(list, strings.TrimSpace(name))
		}
	}
	slices.Sort(list)
	return list
}

// TestNames: dashboards and alerts depend on these names.
func TestNames(t *testing.T) {
	t.Parallel()
	text := scrape(t, complete(t))
	want := []string{
		"build_info gauge", "encode_speed histogram", "http_request_seconds histogram", "http_requests_total counter",
		"last_verify_timestamp_seconds gauge", "meetings_need_attention gauge", "meetings_unfinished gauge", "published_total counter",
		"queue_oldest_pending_seconds gauge", "queue_tasks gauge", "redis_up gauge", "sandbox_available gauge",
		"scratch_free_bytes gauge", "scratch_reserved_bytes gauge", "step_output_bytes_total counter", "step_seconds histogram",
		"steps_total counter", "storage_request_seconds histogram", "storage_requests_total counter", "verify_faults gauge",
		"worker_in_service gauge",
	}
	if diff := cmp.Diff(want, names(text)); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
	problems, err := promlint.New(strings.NewReader(text)).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("promlint: %v, %v", problems, err)
	}
	if !strings.Contains(text, "\ngo_goroutines ") || !strings.Contains(text, "\nprocess_open_fds ") {
		t.Error("the metrics of the runtime or of the process are missing")
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	text := "\n" + scrape(t, complete(t))
	for _, want := range []string{
		`build_info{commit="abc",version="v1.2.3"} 1`, `queue_tasks{queue="light",state="pending"} 2`, `queue_oldest_pending_seconds{queue="light"} 90`,
		`steps_total{kind="chunk",outcome="done"} 1`, `steps_total{kind="deck",outcome="refused"} 1`, `steps_total{kind="ocr",outcome="failed"} 0`,
		`step_seconds_sum{kind="chunk"} 40`, `step_output_bytes_total{kind="chunk"} 1234`, `encode_speed_sum{kind="chunk"} 4`,
		`meetings_unfinished 7`, `meetings_need_attention 3`, `worker_in_service 1`, `sandbox_available 1`, `redis_up 1`, `published_total 1`,
		`scratch_free_bytes 5000`, `scratch_reserved_bytes 400`, `last_verify_timestamp_seconds 1000`, `verify_faults{fault="missing"} 1`,
		`http_requests_total{code="404",method="unknown"} 1`, `storage_requests_total{operation="stat",outcome="absent"} 1`,
	} {
		if !strings.Contains(text, "\nproceedings_"+want+"\n") {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	if strings.Contains(text, `step_seconds_count{kind="deck"}`) {
		t.Error("the duration of a refused step counts")
	}
}

// TestWhatIsUnknownIsMissing: a scrape never fails for Redis.
func TestWhatIsUnknownIsMissing(t *testing.T) {
	t.Parallel()
	hangs := make(chan struct{})
	t.Cleanup(func() { close(hangs) })
	for name, queues := range map[string]func(context.Context) ([]jobs.QueueStats, error){
		"Redis refuses": func(context.Context) ([]jobs.QueueStats, error) { return nil, errors.New("connection refused") },
		"Redis hangs":   func(context.Context) ([]jobs.QueueStats, error) { <-hangs; return nil, nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := metrics.New("v1", "c")
			m.Watch(metrics.Sources{
				Queues: queues, Status: func() jobs.Status { return jobs.Status{} },
				ScratchFree: func() (int64, error) { return 0, errors.New("no such folder") },
			})
			text := "\n" + scrape(t, m)
			if !strings.Contains(text, "\nproceedings_redis_up 0\n") || !strings.Contains(text, "\nproceedings_worker_in_service 0\n") {
				t.Errorf("redis_up or worker_in_service is not 0:\n%s", text)
			}
			for _, missing := range []string{"queue_", "meetings_", "scratch_", "verify_", "last_verify"} {
				if strings.Contains(text, "\nproceedings_"+missing) {
					t.Errorf("%s is exported although its value is unknown", missing)
				}
			}
		})
	}
}
