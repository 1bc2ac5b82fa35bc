package e2e_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/archive"
)

// TestVerifyAndRepair damages files of a data folder on disk, as a failing disk does.
func TestVerifyAndRepair(t *testing.T) {
	t.Parallel()
	needTools(t)
	data := filepath.Join(t.TempDir(), "data")
	env := []string{"TZ=UTC"}
	ingest(t, env, 0, "run", "--json", "--data", data, "--id", "fixity", recording(t, "fixity"))
	if out := ingest(t, env, 0, "verify", "--data", data, "fixity"); !strings.Contains(out, "all unchanged") {
		t.Errorf("output:\n%s", out)
	}
	video := onDisk(t, data, "/public/derived/", ".mp4")
	flipOnDisk(t, video)
	page := onDisk(t, data, "/public/meetings/fixity/", "/index.html")
	if err := os.Remove(page); err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(filepath.Dir(page), "foreign.txt")
	if err := os.WriteFile(foreign, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := ingest(t, env, 3, "verify", "--data", data, "--all")
	for _, want := range []string{filepath.Base(video) + " cannot be read: ", "index.html is missing", "foreign.txt is unknown", "Missing: 1. Changed: 1. Unknown: 1."} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if err := os.Remove(foreign); err != nil {
		t.Fatal(err)
	}
	var sum struct{ Event string }
	lastJSON(t, ingest(t, env, 0, "verify", "--data", data, "--repair", "--json", "fixity"), &sum)
	if sum.Event != "summary" {
		t.Errorf("the last line is of %q", sum.Event)
	}
	verifyPublished(t, serve(t, nil, "--data", data), "fixity")
	if out := ingest(t, env, 0, "status", "--data", data, "fixity"); !strings.Contains(out, "verified 2") || !strings.Contains(out, "all unchanged") {
		t.Errorf("status:\n%s", out)
	}

	flipOnDisk(t, onDisk(t, data, "/archive/sources/", "/original"))
	if out := ingest(t, env, 3, "verify", "--data", data, "--repair", "fixity"); !strings.Contains(out, "restore it from a backup") {
		t.Errorf("output:\n%s", out)
	}
	kinds := map[archive.EventKind]int{}
	for line := range strings.Lines(ingest(t, env, 0, "events", "--json", "--data", data, "fixity")) {
		var e archive.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		kinds[e.Kind]++
	}
	if kinds[archive.EventSubmitted] != 1 || kinds[archive.EventPublished] == 0 || kinds[archive.EventVerified] != 5 || kinds[archive.EventRepaired] != 1 {
		t.Errorf("events %v", kinds)
	}
	if out := ingest(t, env, 0, "events", "--data", data, "fixity"); !strings.Contains(out, "submitted: revision 1") || !strings.Contains(out, "UTC") {
		t.Errorf("output:\n%s", out)
	}
}

// onDisk returns the path of the first file below a data folder with both parts in it.
func onDisk(t *testing.T, data, part, end string) (found string) {
	t.Helper()
	err := filepath.WalkDir(data, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && strings.Contains(path, part) && strings.HasSuffix(path, end) {
			found = path
			return filepath.SkipAll
		}
		return err
	})
	if err != nil || found == "" {
		t.Fatalf("no file %s…%s: %v", part, end, err)
	}
	return found
}

// flipOnDisk changes one byte in the middle of a file.
func flipOnDisk(t *testing.T, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	f, err := os.OpenFile(path, os.O_WRONLY, 0) // in place: the server keeps metadata with the file
	if err != nil {
		t.Fatal(err)
	}
	if _, err = f.WriteAt(content, 0); err != nil {
		t.Fatal(err)
	}
	if err = f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestVerifyDamagedRecords: a record, a result or a manifest that cannot be read is a finding. It
// hides no other meeting.
func TestVerifyDamagedRecords(t *testing.T) {
	t.Parallel()
	needTools(t)
	data := t.TempDir()
	for _, id := range []string{"broken", "sound"} {
		folder := t.TempDir()
		writeFile(t, folder, "meeting.yaml", "title: "+id+"\nfiles: [{file: notes.txt, role: document}]\n")
		writeFile(t, folder, "notes.txt", "Notes of "+id)
		ingest(t, nil, 0, "run", "--json", "--data", data, "--id", id, folder)
	}
	flipOnDisk(t, onDisk(t, data, "/public/meetings/broken/", "/manifest.json"))
	flipOnDisk(t, onDisk(t, data, "/archive/steps/document-", "/result.json"))
	out := ingest(t, nil, 3, "verify", "--data", data, "--all")
	if strings.Count(out, "has changed: its checksum does not match") != 2 || !strings.Contains(out, "Changed: 2.") {
		t.Errorf("verify prints\n%s", out)
	}
	ingest(t, nil, 0, "verify", "--data", data, "--all", "--repair")
	ingest(t, nil, 0, "verify", "--data", data, "--all", "--restart")
	verifyPublished(t, serve(t, nil, "--data", data), "broken")

	flipOnDisk(t, onDisk(t, data, "/archive/meetings/broken/", "/state.json"))
	if out := ingest(t, nil, 3, "verify", "--data", data, "broken"); !strings.Contains(out, "--repair makes it again") {
		t.Errorf("verify prints\n%s", out)
	}
	ingest(t, nil, 0, "verify", "--data", data, "--repair", "broken")
	ingest(t, nil, 0, "unpublish", "--data", data, "broken")
	ingest(t, nil, 0, "publish", "--data", data, "broken")

	flipOnDisk(t, onDisk(t, data, "/archive/meetings/broken/", "/record.json"))
	if out := ingest(t, nil, 3, "status", "--data", data); !strings.Contains(out, "damaged") || !strings.Contains(out, "sound") {
		t.Errorf("status prints\n%s", out)
	}
	if out := ingest(t, nil, 3, "verify", "--data", data, "--all", "--repair"); !strings.Contains(out, "restore it from a backup") || !strings.Contains(out, "sound") {
		t.Errorf("verify prints\n%s", out)
	}
}
