package jobs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"

	"proceedings/internal/logging"
	"proceedings/internal/makers"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage/mem"
	"proceedings/internal/tracing/otlp"
	"proceedings/internal/tracing/otlptest"
)

// lines is a log in JSON.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// with returns the lines with a message.
func (l *lines) with(t *testing.T, message string) (found []map[string]any) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range bytes.Lines(l.text.Bytes()) {
		var fields map[string]any
		if err := json.Unmarshal(line, &fields); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if fields["msg"] == message {
			found = append(found, fields)
		}
	}
	return found
}

// logged returns a worker whose first attempt at a document fails, and its log.
func logged(t *testing.T, r *Redis, store *mem.Store) (*Worker, *lines) {
	t.Helper()
	var fail sync.Once
	w := worker(t, r, store, &tools{meet: func(_ context.Context, task *makers.Task) (err error) {
		if task.Step.Kind == plan.Document {
			fail.Do(func() { err = errors.New("ffmpeg exited with 1") })
		}
		return err
	}})
	log := new(lines)
	w.Log = slog.New(logging.NewHandler(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))).With(logging.Worker, WorkerName())
	w.Pipeline.Log = w.Log
	return w, log
}

func TestLogLinesHaveTheFieldsOfTheirTask(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	store := new(mem.Store)
	submit(t, store, "board", "a paper")
	w, log := logged(t, r, store)
	start(t, w)
	if err := NewClient(r).Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	published(t, store, "board")
	tests := []struct {
		message string
		want    map[string]any // of one line with this message
	}{
		{"step done", map[string]any{"meeting": "board", "source": "a", "kind": "probe", "attempt": 1., "outcome": "done"}},
		{"step done", map[string]any{"meeting": "board", "source": "a", "kind": "document", "attempt": 2., "outcome": "done"}},
		{"task will run again", map[string]any{"meeting": "board", "source": "a", "kind": "document", "attempt": 1., "outcome": "failed"}},
		{"published", map[string]any{"meeting": "board"}},
	}
	for _, tt := range tests {
		matches := func(line map[string]any) bool {
			for name, value := range tt.want {
				if line[name] != value {
					return false
				}
			}
			step, hasStep := line["step"].(string)
			return line["worker"] == WorkerName() && (tt.want["kind"] == nil || hasStep && string(plan.KindOf(step)) == tt.want["kind"])
		}
		if found := log.with(t, tt.message); !slices.ContainsFunc(found, matches) {
			t.Errorf("no line %q with %v in %v", tt.message, tt.want, found)
		}
	}
}

// TestPanicsNameTheirMeeting: a panic is logged with the fields of its task, and the step runs
// again.
func TestPanicsNameTheirMeeting(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	store := new(mem.Store)
	submit(t, store, "board", "a paper")
	w, log := logged(t, r, store)
	var fail sync.Once
	maker := w.Pipeline.Make[plan.Document]
	w.Pipeline.Make[plan.Document] = func(ctx context.Context, task *makers.Task) (steps.Result, error) {
		fail.Do(func() { panic("index out of range") })
		return maker(ctx, task)
	}
	start(t, w)
	if err := NewClient(r).Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	published(t, store, "board")
	found := log.with(t, "a task panicked")
	if len(found) != 1 || found[0]["level"] != "ERROR" || found[0]["meeting"] != "board" || found[0]["source"] != "a" || found[0]["panic"] != "index out of range" {
		t.Errorf("lines %v", found)
	}
}

// TestTraceOfAMeeting exports the tasks of one meeting to a receiver.
func TestTraceOfAMeeting(t *testing.T) {
	receiver := otlptest.Start(t)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.URL)
	env := func(name string) string { return map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": receiver.URL}[name] }
	_, r := small(t)
	store := new(mem.Store)
	w, log := logged(t, r, store)
	tracer, end, err := otlp.Open(t.Context(), env, "worker", "v1", w.Log)
	if err != nil {
		t.Fatal(err)
	}
	w.Tracer = tracer
	stop := start(t, w)
	until(t, "the first sweep", func() bool { return w.Status().Swept }) // it would begin another trace
	submit(t, store, "board", "a paper")
	if err = NewClient(r).Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	published(t, store, "board")
	stop()
	if err = end(t.Context()); err != nil {
		t.Fatal(err)
	}
	spans := receiver.Spans()
	byID := map[string]otlptest.Span{}
	names := map[string]int{}
	for _, s := range spans {
		byID[s.ID] = s
		names[s.Name]++
		if s.Trace != spans[0].Trace {
			t.Errorf("%+v is in another trace than %+v", s, spans[0])
		}
	}
	if names["step probe"] != 1 || names["step document"] != 2 || names["reconcile"] < 3 || names["keep"] != 2 {
		t.Errorf("spans %v", names)
	}
	failed := 0
	for _, s := range spans {
		parent, known := byID[s.Parent]
		switch s.Name {
		case "fetch", "make", "keep":
			if !known || parent.Name != "step "+s.Text["kind"] {
				t.Errorf("%+v is not part of a step", s)
			}
		case "step probe", "step document":
			if parent.Name != "reconcile" || s.Text["meeting"] != "board" || s.Text["step"] == "" || s.Numbers["attempt"] < 1 || s.Text["outcome"] == "" {
				t.Errorf("%+v of %+v", s, parent)
			}
			if s.Failed {
				failed++
			}
		case "reconcile":
			if s.Text["meeting"] != "board" || known && !parentQueues(parent) {
				t.Errorf("%+v of %+v", s, parent)
			}
		}
	}
	if failed != 1 {
		t.Errorf("%d steps failed, want one attempt", failed)
	}
	for _, line := range log.with(t, "step done") {
		if line["trace"] != spans[0].Trace {
			t.Errorf("trace %v in the log, want %s", line["trace"], spans[0].Trace)
		}
	}
}

// parentQueues reports whether a span queues reconciles.
func parentQueues(s otlptest.Span) bool {
	return s.Name == "reconcile" || plan.KindOf(s.Text["step"]) == plan.Kind(s.Text["kind"])
}
