package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/standalone/versitygw"
)

// agenda returns the folder of a meeting with one document.
func agenda(t *testing.T, text string) string {
	t.Helper()
	folder := writeFile(t, "agenda.txt", text)
	if err := os.WriteFile(filepath.Join(folder, "meeting.yaml"), []byte("documents:\n  - {file: agenda.txt}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

// TestGC publishes a document and replaces it. The files of the first version are garbage.
func TestGC(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "redis-server")
	if _, err := versitygw.Find(os.Getenv); err != nil {
		proctest.Missing(t, "no S3 server: %v", err)
	}
	data := filepath.Join(t.TempDir(), "data")
	for _, text := range []string{"First agenda.", "Second agenda."} {
		out, _, err := ingest(t.Context(), "run", "--data", data, "--id", "board", agenda(t, text))
		if errors.Is(err, versitygw.ErrNoAttributes) {
			proctest.Missing(t, "no S3 server: set TMPDIR to another folder: %v", err)
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	dead := filepath.Join(data, "scratch", "worker-killed")
	if err := os.MkdirAll(dead, 0o700); err != nil {
		t.Fatal(err)
	}
	report := func(args ...string) (r gcReport) {
		t.Helper()
		out, stderr, err := ingest(t.Context(), append([]string{"gc", "--json", "--data", data}, args...)...)
		if err != nil {
			t.Fatalf("%v\n%s", err, stderr)
		}
		if err = json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatal(err)
		}
		return r
	}
	young := report()
	if young.Objects != 0 || young.Young.Objects == 0 || young.Originals.Objects != 2 || len(young.Garbage) != 1 || young.Garbage[0].Folder != dead {
		t.Errorf("within the grace period: %+v", young)
	}
	listed := report("--grace", "0s")
	if listed.Deleted || listed.Objects != young.Young.Objects || listed.Bytes < young.Young.Bytes {
		t.Errorf("without a grace period: %+v", listed)
	}
	if again := report("--grace", "0s"); again.Objects != listed.Objects {
		t.Errorf("listing changed something: %+v", again)
	}
	deleted := report("--grace", "0s", "--delete")
	if !deleted.Deleted || deleted.Objects != listed.Objects || len(deleted.Kept) > 0 {
		t.Errorf("deleted: %+v, want %+v", deleted, listed)
	}
	if _, err := os.Stat(dead); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder of a dead worker: %v", err)
	}
	if left := report("--grace", "0s"); left.Objects != 0 || left.Originals.Objects != 2 || len(left.Garbage) > 0 {
		t.Errorf("after the deletion: %+v", left)
	}
	out, _, err := ingest(t.Context(), "run", "--data", data, "--id", "board", agenda(t, "Second agenda."))
	if err != nil || !strings.Contains(out, "nothing new") {
		t.Errorf("the meeting is not as it was: %v\n%s", err, out)
	}
}

func TestGCReport(t *testing.T) {
	t.Parallel()
	r := gcReport{
		Objects: 3, Bytes: 4_500_000, grace: 7 * 24 * time.Hour,
		Garbage:   []gcItem{{Reason: "no meeting needs its step", Key: "steps/a/", Objects: 2, Bytes: 2_000_000}, {Reason: "no meeting needs its step", Key: "steps/b/", Objects: 1, Bytes: 500_000}, {Reason: deadScratch, Folder: "/scratch/worker-1", Bytes: 2_000_000}},
		Young:     gcSum{1, 10},
		Originals: gcSum{2, 1000},
		Unknown:   []gcItem{{Key: "backup/a", Objects: 1, Bytes: 5}},
	}
	var out strings.Builder
	if err := r.write(&console{out: &out}, false); err != nil {
		t.Fatal(err)
	}
	want := `no meeting needs its step:
  steps/a/  2 MB
  steps/b/  500 kB
the worker of this scratch folder has ended:
  /scratch/worker-1  2 MB
Would delete 3 objects (4.5 MB).
Unused, but within the grace period (7 days; 24 hours for uploads and steps in progress): 1 object (10 B). They stay.
Originals that no meeting uses: 2 objects (1 kB). They are never deleted.
Unknown objects, which stay:
  backup/a  5 B
Nothing was changed; --delete deletes the listed objects.
`
	if out.String() != want {
		t.Errorf("report\n%s\nwant\n%s", out.String(), want)
	}
}

func TestGCFlags(t *testing.T) {
	t.Parallel()
	_, _, err := ingest(t.Context(), "gc", "--grace=-1h")
	if code := wire.ExitCode(err); code != 2 || !strings.Contains(err.Error(), "--grace is -1h0m0s, must be 0s or more") {
		t.Errorf("exit code %d: %v", code, err)
	}
	for d, want := range map[time.Duration]string{0: "none", 24 * time.Hour: "1 day", 168 * time.Hour: "7 days", 90 * time.Minute: "1h30m0s"} {
		if got := period(d); got != want {
			t.Errorf("period(%s) = %q, want %q", d, got, want)
		}
	}
}
