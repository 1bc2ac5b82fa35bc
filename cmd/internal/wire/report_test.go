package wire_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/fault"
)

// TestReportNamesTheLog: the words of a library are in the file, and nowhere
// else.
func TestReportNamesTheLog(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	path := filepath.Join(cache, "proceedings", "ingest.log")
	now := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)

	var out strings.Builder
	wire.Report(&out, "ingest", errors.New("there is no meeting"), now)
	if got, want := out.String(), "ingest: there is no meeting\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a log without anything to say: %v", err)
	}

	out.Reset()
	wire.Report(&out, "ingest", fault.Explain(errors.New("operation error S3: HeadBucket"), "http://s3 is unreachable"), now)
	if got, want := out.String(), "ingest: http://s3 is unreachable\ningest: details are in "+path+"\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	log, err := os.ReadFile(path)
	if want := "2026-03-12T09:00:00Z http://s3 is unreachable: operation error S3: HeadBucket\n"; err != nil || string(log) != want {
		t.Errorf("log %q, %v; want %q", log, err, want)
	}
}
