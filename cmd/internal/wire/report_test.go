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

func TestReportAndLogShowNoEscapeCodes(t *testing.T) {
	t.Parallel()
	name := "a\x1b[2J\u202e\u009b.mp4"
	var out strings.Builder
	wire.Report(&out, "ingest", errors.New("meeting.yaml:1: "+name+"\nmeeting.yaml:2: wrong"), time.Time{})
	if want := "ingest: meeting.yaml:1: a\\x1b[2J\\u202e\\u009b.mp4\nmeeting.yaml:2: wrong\n"; out.String() != want {
		t.Errorf("reported %q, want %q", out.String(), want)
	}
	for _, format := range []string{"text", "json"} {
		out.Reset()
		wire.Logging{LogLevel: "info", LogFormat: format}.Logger(&out).Warn("step failed", "err", errors.New(name+"\n"))
		if got := out.String(); strings.ContainsAny(got, "\x1b\u202e\u009b") || strings.Count(got, "\n") != 1 || !strings.Contains(got, `\u202e`) {
			t.Errorf("%s log %q, want one printable line", format, got)
		}
	}
}
