package e2e_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMigrate publishes the meeting of the oldest release again, from its bucket alone.
func TestMigrate(t *testing.T) {
	t.Parallel()
	needTools(t)
	data := t.TempDir()
	bucket := filepath.Join(data, "s3/data")
	if err := os.MkdirAll(bucket, 0o700); err != nil {
		t.Fatal(err)
	}
	output(t, "tar", "--xattrs", "--xattrs-include=user.*", "-xzf", "testdata/old-archive.tar.gz", "-C", bucket)
	const id = "2026-03-12-spring-meeting"
	originals := func() string {
		return string(output(t, "find", filepath.Join(bucket, "proceedings/archive/sources"), "-name", "original", "-exec", "sha256sum", "{}", "+"))
	}
	before := originals()

	if out := ingest(t, nil, 0, "status", "--data", data, id); !strings.Contains(out, "published") {
		t.Errorf("the archive of the old release is shown as\n%s", out)
	}
	if out := ingest(t, nil, 0, "migrate", "--data", data, "--dry-run"); !strings.Contains(out, "schema 1 to 2") || !strings.Contains(out, "1 of 1 meeting would be") {
		t.Errorf("the dry run prints\n%s", out)
	}
	var found struct {
		Schema int
		Steps  []string
	}
	first, _, _ := strings.Cut(ingest(t, nil, 0, "migrate", "--data", data, "--dry-run", "--json"), "\n")
	if lastJSON(t, first, &found); found.Schema != 1 || len(found.Steps) == 0 {
		t.Errorf("the dry run prints %+v as JSON", found)
	}
	manifestFile := filepath.Join(bucket, "proceedings/public/meetings", id, "manifest.json")
	if v := schemaOf(t, manifestFile); v != 1 {
		t.Errorf("after the dry run, the manifest has schema %d", v)
	}
	if out := ingest(t, nil, 0, "migrate", "--data", data); !strings.Contains(out, "Migrated 1 of 1 meeting.") {
		t.Errorf("migrate prints\n%s", out)
	}
	if v := schemaOf(t, manifestFile); v != 2 {
		t.Errorf("the manifest has schema %d, want 2", v)
	}
	if out := ingest(t, nil, 0, "migrate", "--data", data); !strings.Contains(out, "Migrated 0 of 1 meeting.") {
		t.Errorf("the second time, migrate prints\n%s", out)
	}
	if after := originals(); after != before || strings.Count(after, "\n") != 2 {
		t.Errorf("the originals were\n%sand are\n%s", before, after)
	}
}

func schemaOf(t *testing.T, file string) int {
	t.Helper()
	var m struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(readFile(t, file), &m); err != nil {
		t.Fatal(err)
	}
	return m.Schema
}
