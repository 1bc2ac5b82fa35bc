package main

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/cmd/internal/wire"
)

// TestFlagsBeatTheEnvironment sets every variable to one value and its flag to
// another.
func TestFlagsBeatTheEnvironment(t *testing.T) { //nolint:paralleltest // sets variables
	tests := []struct {
		variable, value string
		args            string
		got             func(flags) any
		want            string
	}{
		{"PROCEEDINGS_REDIS", "redis://environment", "", func(f flags) any { return f.Redis }, "redis://flag"},
		{"PROCEEDINGS_S3_ENDPOINT", "http://environment", "--s3-endpoint=http://flag", func(f flags) any { return f.S3Endpoint }, "http://flag"},
		{"PROCEEDINGS_BUCKET", "environment", "--bucket=flag", func(f flags) any { return f.Bucket }, "flag"},
		{"PROCEEDINGS_S3_CHECKSUMS", "required", "--checksums=supported", func(f flags) any { return f.Checksums }, "supported"},
		{"PROCEEDINGS_S3_SYNC", "/environment", "--s3-sync=/proc", func(f flags) any { return f.S3Sync }, "/proc"},
		{"PROCEEDINGS_BASE_URL", "http://environment", "--base-url=http://flag", func(f flags) any { return f.BaseURL }, "http://flag"},
		{"PROCEEDINGS_LOG_LEVEL", "debug", "--log-level=warn", func(f flags) any { return f.LogLevel }, "warn"},
		{"PROCEEDINGS_LOG_FORMAT", "json", "--log-format=text", func(f flags) any { return f.LogFormat }, "text"},
		{"PROCEEDINGS_CONCURRENCY", "3", "--concurrency=5", func(f flags) any { return f.Concurrency }, "5"},
		{"PROCEEDINGS_GRACE", "3s", "--grace=5s", func(f flags) any { return f.Grace }, "5s"},
		{"PROCEEDINGS_SCRATCH", "/environment", "--scratch=/flag", func(f flags) any { return f.Scratch }, "/flag"},
		{"PROCEEDINGS_METRICS_LISTEN", "127.0.0.1:1", "--metrics-listen=127.0.0.1:2", func(f flags) any { return f.MetricsListen }, "127.0.0.1:2"},
		{"PROCEEDINGS_CACHE_GB", "3", "--cache-gb=5", func(f flags) any { return f.CacheGB }, "5"},
	}
	for _, tt := range tests {
		t.Run(tt.variable, func(t *testing.T) {
			t.Setenv(tt.variable, tt.value)
			f, _, err := parse(t.Context(), strings.Fields("--redis=redis://flag "+tt.args), io.Discard, io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, fmt.Sprint(tt.got(f))); diff != "" {
				t.Errorf("value (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWrongAndEmptyVariables: a variable counts only without its flag, and if it
// is not empty.
func TestWrongAndEmptyVariables(t *testing.T) { //nolint:paralleltest // sets variables
	t.Setenv("PROCEEDINGS_GRACE", "soon")
	t.Setenv("PROCEEDINGS_BUCKET", "")
	f, _, err := parse(t.Context(), []string{"--redis=redis://q", "--grace", "5s"}, io.Discard, io.Discard)
	if err != nil || f.Bucket != "proceedings" {
		t.Errorf("bucket %q, %v; want the default and no error", f.Bucket, err)
	}
	_, _, err = parse(t.Context(), []string{"--redis=redis://q"}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), `PROCEEDINGS_GRACE="soon"`) || strings.Contains(err.Error(), "time: ") {
		t.Errorf("err = %v, want one that names the variable, without words of Go", err)
	}
}

// TestVersion: the version needs no other flag.
func TestVersion(t *testing.T) {
	t.Parallel()

	var out strings.Builder
	if err := run(t.Context(), []string{"--version"}, "", &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"worker ", "Go ", "ffmpeg ", "LibreOffice ", "versitygw "} {
		if !strings.Contains("\n"+out.String(), "\n"+want) {
			t.Errorf("no line for %q in\n%s", want, out.String())
		}
	}
}

// TestUsage: a bad value is refused before anything is reached.
func TestUsage(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name string
		args string
		want []string
	}{
		{"no queue", "", []string{"--redis", "PROCEEDINGS_REDIS"}},
		{"no steps at once", "--redis redis://q --concurrency 0", []string{"--concurrency", "1 or more"}},
		{"a negative grace", "--redis redis://q --grace=-1s", []string{"--grace", "0s or more"}},
		{"a grace that is no time", "--redis redis://q --grace soon", []string{"--grace", "soon"}},
		{"a negative cache", "--redis redis://q --cache-gb=-1", []string{"--cache-gb", "0 or more"}},
		{"a base URL that is none", "--redis redis://q --base-url media", []string{"--base-url", "media"}},
		{"a queue of another kind", "--redis amqp://q", []string{"amqp://q", "redis://"}},
		{"an endpoint that is no URL", "--redis redis://127.0.0.1:1 --s3-endpoint foo", []string{"--s3-endpoint", "foo", "https://s3.example.org"}},
		{"an address that is none", "--redis redis://q --metrics-listen 9090", []string{"--metrics-listen", "9090", "127.0.0.1:8080"}},
		{"an unknown flag", "--nope", []string{"--nope", "--help"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := run(t.Context(), strings.Fields(tt.args), "", io.Discard, io.Discard)
			if code := wire.ExitCode(err); code != wire.ExitUsage {
				t.Fatalf("exit code %d (%v), want 2", code, err)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in %q", want, err)
				}
			}
		})
	}
}
