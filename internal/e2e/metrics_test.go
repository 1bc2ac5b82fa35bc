package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// monitored is a worker's private address.
type monitored struct {
	t    *testing.T
	base string
}

func (m monitored) get(path string) (code int, body string) {
	m.t.Helper()
	code, data, err := fetch(m.base + path)
	if err != nil {
		return 0, err.Error()
	}
	return code, string(data)
}

// scrape returns the values of the metrics of this program, by name and labels.
func (m monitored) scrape() map[string]float64 {
	m.t.Helper()
	code, text := m.get("/metrics")
	if code != http.StatusOK {
		m.t.Fatalf("/metrics: %d %s", code, text)
	}
	values := map[string]float64{}
	for line := range strings.Lines(text) {
		name, value, found := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "proceedings_"), "} ")
		if name += "}"; !found {
			name, value, _ = strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "proceedings_"), " ")
		}
		if strings.HasPrefix(line, "proceedings_") {
			n, err := strconv.ParseFloat(value, 64)
			if err != nil {
				m.t.Fatalf("%s: %v", line, err)
			}
			values[name] = n
		}
	}
	return values
}

// redisAt runs Redis at an address.
func redisAt(t *testing.T, address string) *proc.Service {
	t.Helper()
	_, port, _ := strings.Cut(address, ":")
	server, err := (&proc.Runner{Grace: 5 * time.Second}).StartService(proc.Command{
		Path: "redis-server", Dir: t.TempDir(), Args: []string{"--bind", "127.0.0.1", "--port", port, "--save", "", "--appendonly", "no"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

// TestMetrics scrapes a worker while it publishes a meeting and refuses another, stops its
// Redis, and starts it again. It reads the worker's log.
func TestMetrics(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "pdftocairo", "pdftotext", "pdfinfo", "cwebp", "redis-server")
	s := newSystem(t)
	queue := freeAddress(t, "127.0.0.1")
	redis := redisAt(t, queue)
	s.args[1] = "redis://" + queue + "/0"
	m := monitored{t, "http://" + freeAddress(t, "127.0.0.1")}
	worker := s.worker(t, t.TempDir(), "--log-format", "json", "--metrics-listen", strings.TrimPrefix(m.base, "http://"))
	waitFor(t, "/readyz", func() bool { code, _ := m.get("/readyz"); return code == http.StatusOK })
	if _, body := m.get("/readyz"); body != "redis: ok\nstorage: ok\nworker: ok\n" {
		t.Errorf("/readyz: %q", body)
	}
	waitFor(t, "the sweep", func() bool { _, swept := m.scrape()["meetings_unfinished"]; return swept })
	before := m.scrape()

	agenda, err := os.ReadFile(filepath.Join(example(t), "agenda.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"agenda.pdf": agenda, "silent.mp4": mp4WithoutTracks()} {
		file := filepath.Join(t.TempDir(), name)
		if err = os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		id, _, _ := strings.Cut(name, ".")
		code := 0
		if name == "silent.mp4" {
			code = 3 // refused
		}
		ingest(t, s.env, code, s.with("add", "--wait", "--json", "--id", id, "--title", id, file)...)
	}
	after := m.scrape()
	for name, more := range map[string]float64{
		`steps_total{kind="probe",outcome="done"}`: 1, `steps_total{kind="probe",outcome="refused"}`: 1,
		`step_seconds_count{kind="probe"}`: 1, `published_total`: 1, `storage_requests_total{operation="put",outcome="ok"}`: 10,
	} {
		if after[name] < before[name]+more {
			t.Errorf("%s was %g and is %g, want %g more", name, before[name], after[name], more)
		}
	}
	for _, name := range []string{"redis_up", "worker_in_service"} {
		if after[name] != 1 {
			t.Errorf("%s is %g, want 1", name, after[name])
		}
	}
	queues := 0
	for name := range after {
		if strings.HasPrefix(name, "queue_tasks{") && strings.HasSuffix(name, `,state="pending"}`) {
			queues++
		}
	}
	if _, there := after["scratch_free_bytes"]; queues < 5 || !there {
		t.Errorf("%d queues, scratch_free_bytes %t, of %v", queues, there, after)
	}
	checkLog(t, worker.out.String())

	redis.Stop()
	waitFor(t, "/readyz without Redis", func() bool {
		code, body := m.get("/readyz")
		return code == http.StatusServiceUnavailable && strings.Contains(body, "redis: Redis at redis://"+queue) && strings.Contains(body, "storage: ok")
	})
	if code, body := m.get("/healthz"); code != http.StatusOK {
		t.Errorf("/healthz without Redis: %d %s", code, body)
	}
	if without := m.scrape(); without["redis_up"] != 0 || without["published_total"] != after["published_total"] {
		t.Errorf("metrics without Redis: %v", without)
	}
	redisAt(t, queue)
	waitFor(t, "/readyz with Redis", func() bool { code, _ := m.get("/readyz"); return code == http.StatusOK })

	served := s.serve(t)
	for _, path := range []string{"healthz", "readyz"} {
		if code, body, err := fetch(served + path); code != http.StatusOK {
			t.Errorf("%s of ingest serve: %d %s, %v", path, code, body, err)
		}
	}
	if code, _, _ := fetch(served + "metrics"); code != http.StatusNotFound {
		t.Errorf("/metrics on the public port: %d, want 404", code)
	}
}

// checkLog expects lines in JSON about the meetings of TestMetrics.
func checkLog(t *testing.T, text string) {
	t.Helper()
	var lines []map[string]any
	for line := range strings.Lines(text) {
		var fields map[string]any
		decoder := json.NewDecoder(bytes.NewReader([]byte(line)))
		if err := decoder.Decode(&fields); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if name, _ := fields["worker"].(string); !strings.Contains(name, ":") {
			t.Errorf("no worker in %s", line)
		}
		lines = append(lines, fields)
	}
	for _, want := range []map[string]any{
		{"msg": "step done", "meeting": "agenda", "source": "agenda", "kind": "probe", "attempt": 1., "outcome": "done"},
		{"msg": "step failed permanently", "meeting": "silent", "source": "silent", "kind": "probe", "attempt": 1., "outcome": "refused"},
		{"msg": "published", "meeting": "agenda"},
	} {
		found := slices.ContainsFunc(lines, func(line map[string]any) bool {
			for name, value := range want {
				if line[name] != value {
					return false
				}
			}
			return want["kind"] == nil || string(plan.KindOf(fmt.Sprint(line["step"]))) == want["kind"]
		})
		if !found {
			t.Errorf("no line with %v in\n%s", want, text)
		}
	}
}
