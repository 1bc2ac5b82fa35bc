package archtest_test

import "testing"

// A wrong table could allow everything, so the rules are tested too.
func TestAllowed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		from, to string
		want     bool
	}{
		{"a stage may import a lower level", "internal/probe", "internal/proc", true},
		{"a lower level may not import a stage", "internal/proc", "internal/probe", false},
		{"a stage may not import another stage", "internal/transcode", "internal/slides", false},
		{"a package may import its subpackages", "internal/slides", "internal/slides/office", true},
		{"a subpackage may import its parent", "internal/slides/office", "internal/slides", true},
		{"a stage may not import a subpackage of another", "internal/site", "internal/slides/office", false},
		{"the S3 store may import the store interface", "internal/storage/s3", "internal/storage", true},
		{"the store interface may not import the S3 store", "internal/storage", "internal/storage/s3", false},
		{"the pipeline may not import the queue", "internal/pipeline", "internal/jobs", false},
		{"a command may import any package", "cmd/ingest", "internal/standalone", true},
		{"no package may import a command", "internal/standalone", "cmd/ingest", false},
		{"a package without a level may import nothing", "internal/stray", "internal/fault", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := allowed(tt.from, tt.to); got != tt.want {
				t.Errorf("allowed(%s, %s) = %v, want %v", tt.from, tt.to, got, tt.want)
			}
		})
	}
}

func TestRestrictions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		imported string
		pkg      string
		test     bool
		want     bool
	}{
		{"proc may start processes", "os/exec", "internal/proc", false, true},
		{"a stage may not", "os/exec", "internal/probe", false, false},
		{"a test of a stage may not", "os/exec", "internal/probe", true, false},
		{"a command may not", "os/exec", "cmd/worker", false, false},
		{"a test of a command may", "os/exec", "cmd/worker", true, true},
		{"the S3 store may use the SDK", "github.com/aws/aws-sdk-go-v2/service/s3", "internal/storage/s3", false, true},
		{"smithy is part of the SDK", "github.com/aws/smithy-go", "internal/publish", false, false},
		{"jobs may use asynq", "github.com/hibiken/asynq", "internal/jobs", false, true},
		{"standalone may not use the Redis client", "github.com/redis/go-redis/v9", "internal/standalone", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var found bool
			for _, d := range restrictions() {
				if !d.covers(tt.imported) {
					continue
				}
				found = true
				if got := d.permits(tt.pkg, tt.test); got != tt.want {
					t.Errorf("%s may import %s: %v, want %v", tt.pkg, tt.imported, got, tt.want)
				}
			}
			if !found {
				t.Errorf("no restriction for %s", tt.imported)
			}
		})
	}
}
