package site_test

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
	"proceedings/internal/site"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// sample is the meeting with something in every field that package manifest
// keeps as a golden file.
func sample(t *testing.T) manifest.Manifest {
	t.Helper()
	data, err := os.ReadFile("../manifest/testdata/sample.json")
	if err != nil {
		t.Fatal(err)
	}
	m, err := manifest.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestIndexOfTheSample(t *testing.T) {
	t.Parallel()
	got, err := site.Index(site.Input{Manifest: sample(t)}, scripts())
	if err != nil {
		t.Fatal(err)
	}
	const path = "testdata/sample.html"
	if *update {
		if err = os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the test with -update", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is out of step; review and run with -update (-want +got):\n%s", path, diff)
	}
}
