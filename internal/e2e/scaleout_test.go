package e2e_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"proceedings/internal/jobs/redistest"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
	"proceedings/internal/storage/s3/s3test"
)

// system is Redis on TCP and an S3 server, as on other machines.
type system struct {
	env   []string
	store *s3.Store
	args  []string // flags with the addresses, for ingest and worker
}

func newSystem(t *testing.T) system {
	t.Helper()
	return newSystemOn(t, "redis://"+redistest.Start(t, redistest.Options{}).Address+"/0")
}

// newSystemOn is newSystem with the Redis at an address.
func newSystemOn(t *testing.T, redis string) system {
	t.Helper()
	cfg := s3test.Start(t)
	return system{
		env:   []string{"AWS_ACCESS_KEY_ID=" + cfg.AccessKey, "AWS_SECRET_ACCESS_KEY=" + cfg.SecretKey, "AWS_REGION=us-east-1"},
		store: s3test.Open(t, cfg),
		args:  []string{"--redis", redis, "--s3-endpoint", cfg.Endpoint, "--bucket", cfg.Bucket},
	}
}

func (s system) worker(t *testing.T, scratch string, more ...string) *program {
	t.Helper()
	return start(t, s.env, "worker", append(append([]string{"--scratch", scratch}, s.args...), more...)...)
}

func (s system) with(command string, args ...string) []string {
	return append(append([]string{command}, s.args...), args...)
}

func (s system) serve(t *testing.T) string {
	t.Helper()
	return serve(t, s.env, s.args[2:]...) // without --redis, which serve does not need
}

// TestScaleOut publishes the example meeting with two workers and an uploader that share
// only the services.
func TestScaleOut(t *testing.T) {
	t.Parallel()
	needTools(t)
	s := newSystem(t)
	if err := storage.WriteJSON(t.Context(), s.store, layout.Site, testSite(), storage.IfAbsent); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		s.worker(t, t.TempDir())
	}
	var sum struct{ Event, State string }
	lastJSON(t, ingest(t, s.env, 0, s.with("add", "--wait", "--json", example(t))...), &sum)
	if sum.State != "published" {
		t.Errorf("the summary is %+v", sum)
	}
	base := s.serve(t)
	verifyExample(t, base)
	verifyLinked(t, base, exampleID)
}

// TestKilledWorker kills a worker during the encode. No partial result is visible and no
// child is left. Another worker on the same machine continues at once.
func TestKilledWorker(t *testing.T) {
	t.Parallel()
	needTools(t)
	s := newSystem(t)
	scratch := t.TempDir()
	victim := s.worker(t, scratch)
	talk := recording(t, "killed")
	ingest(t, s.env, 0, s.with("add", "--profile", slow, "--id", "killed", talk)...)
	waitFor(t, "the encode", func() bool { return s.encoding(t, "killed") })
	if len(processes(t, scratch)) < 2 {
		t.Errorf("only %q runs in the middle of an encode", processes(t, scratch))
	}
	signalTo(t, victim, syscall.SIGKILL)
	victim.code(t)
	noChildren(t, scratch)
	for info, err := range s.store.List(t.Context(), layout.Public.Derived("chunk-", "", "")) {
		t.Errorf("after the kill %s is visible (%v)", info.Key, err)
	}

	s.worker(t, t.TempDir())
	var sum struct{ State string }
	lastJSON(t, ingest(t, s.env, 0, s.with("add", "--wait", "--json", "--profile", slow, "--id", "killed", talk)...), &sum)
	if sum.State != "published" {
		t.Errorf("after the kill: %+v", sum)
	}
	verifyPublished(t, s.serve(t), "killed")
}

// slow is a profile that encodes long enough to be interrupted.
const slow = "archive-hq"

// encoding reports whether a meeting's recording is being encoded.
func (s system) encoding(t *testing.T, id string) bool {
	t.Helper()
	var report struct {
		Progress map[string]struct {
			Running bool
			Kind    string
		}
	}
	lastJSON(t, ingest(t, s.env, 0, s.with("status", "--json", id)...), &report)
	for _, p := range report.Progress {
		if p.Running && p.Kind == "chunk" {
			return true
		}
	}
	return false
}

// TestStoppedWorker stops a worker during the encode: it returns the task to the queue
// and exits with 0, and another worker continues at once.
func TestStoppedWorker(t *testing.T) {
	t.Parallel()
	needTools(t)
	s := newSystem(t)
	scratch := t.TempDir()
	first := s.worker(t, scratch, "--grace", "200ms")
	ingest(t, s.env, 0, s.with("add", "--profile", slow, "--id", "stopped", recording(t, "stopped"))...)
	waitFor(t, "the encode", func() bool { return s.encoding(t, "stopped") })
	signalTo(t, first, syscall.SIGTERM)
	if code := first.code(t); code != 0 {
		t.Errorf("the worker ended with exit code %d", code)
	}
	noChildren(t, scratch) // the process that watches over orphans ends after the worker
	if left, err := filepath.Glob(filepath.Join(scratch, "worker-*")); err != nil || len(left) > 0 {
		t.Errorf("it left the scratch folders %q (%v)", left, err)
	}
	// The meeting's state may show the attempt until the next reconcile; the status of the
	// step counts.
	if starts := s.starts(t, "chunk-"); len(starts) == 0 || slices.Max(starts) > 0 {
		t.Errorf("a stop counts as an attempt: %v", starts)
	}
	second := s.worker(t, t.TempDir())
	waitFor(t, "the second worker to take over", func() bool {
		return strings.Contains(second.out.String(), "msg=published")
	})
}

// starts counts the attempts of each step whose key has the prefix.
func (s system) starts(t *testing.T, step string) []int {
	t.Helper()
	var starts []int
	for info, err := range s.store.List(t.Context(), strings.TrimSuffix(layout.StepStatus(step), "/status.json")) {
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(info.Key, "/status.json") {
			continue
		}
		var status steps.Status
		if _, err = storage.ReadJSON(t.Context(), s.store, info.Key, &status); err != nil {
			t.Fatal(err)
		}
		starts = append(starts, status.Starts)
	}
	return starts
}

// TestUnreachableServices runs commands whose services do not answer.
func TestUnreachableServices(t *testing.T) {
	t.Parallel()
	needTools(t)
	s := newSystem(t)
	agenda := filepath.Join(example(t), "agenda.pdf")

	noRedis := append([]string{"add", "--redis", "redis://127.0.0.1:1/0"}, append(s.args[2:], agenda)...)
	noStore := append([]string{"add", "--s3-endpoint", "http://127.0.0.1:2"}, append(s.args[:2:2], agenda)...)
	calls := map[string]*program{"redis://127.0.0.1:1": start(t, s.env, "ingest", noRedis...), "http://127.0.0.1:2": start(t, s.env, "ingest", noStore...)}
	for address, p := range calls { // both retry for most of a minute
		if code := p.code(t); code != 4 || !strings.Contains(p.out.String(), address) {
			t.Errorf("exit code %d, want 4 and the name of %s:\n%s", code, address, p.out.String())
		}
	}
	var m manifest.Manifest
	if _, err := storage.ReadJSON(t.Context(), s.store, layout.Record("agenda"), &m); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a record was left: %v", err)
	}
}

// TestUsage runs commands with wrong arguments.
func TestUsage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		want []string
	}{
		{"an unknown flag", []string{"run", "--colour", "red", "."}, []string{"--colour"}},
		{"a wrong visibility", []string{"run", "--visibility", "secret", "."}, []string{"--visibility", "public", "unlisted", "private"}},
		{"a wrong profile", []string{"run", "--profile", "cinema", "."}, []string{"--profile", "cinema", "meeting"}},
		{"a missing folder", []string{"run", "/no/such/folder"}, []string{"/no/such/folder"}},
		{"no queue", []string{"add", "."}, []string{"--redis", "PROCEEDINGS_REDIS"}},
		{"a queue with an unknown scheme", []string{"add", "--redis", "kafka://x", "--s3-endpoint", "http://127.0.0.1:2", "../../examples/cluster-meeting"}, []string{"kafka", "redis://"}},
		{"an unknown meeting", []string{"status", "--data", t.TempDir(), "nothing"}, []string{"nothing"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if slices.Contains(tt.args, "--data") { // it starts the servers
				proctest.Need(t, "redis-server")
			}
			out := ingest(t, []string{"PROCEEDINGS_REDIS="}, 2, tt.args...)
			for _, want := range tt.want {
				if !strings.Contains(out, want) {
					t.Errorf("it does not name %s:\n%s", want, out)
				}
			}
		})
	}
}
