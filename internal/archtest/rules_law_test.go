package archtest_test

import "testing"

// The rules themselves are tested, so that a wrong table cannot pass everything.
func TestAllowed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		from, to string
		want     bool
	}{
		{"a stage may use a door", "internal/probe", "internal/proc", true},
		{"a door may not use a stage", "internal/proc", "internal/probe", false},
		{"a stage may not import another", "internal/transcode", "internal/slides", false},
		{"a room may import its own rooms", "internal/slides", "internal/slides/office", true},
		{"a room may be imported by its own rooms", "internal/slides/office", "internal/slides", true},
		{"another may not import a stage's inner room either", "internal/site", "internal/slides/office", false},
		{"the s3 store stands above the contract", "internal/storage/s3", "internal/storage", true},
		{"the contract does not know its stores", "internal/storage", "internal/storage/s3", false},
		{"the pipeline knows no queue", "internal/pipeline", "internal/jobs", false},
		{"a command may import what it likes", "cmd/ingest", "internal/standalone", true},
		{"nobody imports a command", "internal/standalone", "cmd/ingest", false},
		{"a package without a level may nothing", "internal/stray", "internal/fault", false},
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

func TestDoors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		imported string
		pkg      string
		test     bool
		want     bool
	}{
		{"proc starts processes", "os/exec", "internal/proc", false, true},
		{"a stage does not", "os/exec", "internal/probe", false, false},
		{"nor does its test", "os/exec", "internal/probe", true, false},
		{"nor does a command", "os/exec", "cmd/worker", false, false},
		{"but a command's test may", "os/exec", "cmd/worker", true, true},
		{"the SDK stays in s3", "github.com/aws/aws-sdk-go-v2/service/s3", "internal/storage/s3", false, true},
		{"smithy counts as the SDK", "github.com/aws/smithy-go", "internal/publish", false, false},
		{"the queue stays in jobs", "github.com/hibiken/asynq", "internal/jobs", false, true},
		{"standalone does not speak to Redis", "github.com/redis/go-redis/v9", "internal/standalone", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var found bool
			for _, d := range doors() {
				if !d.leads(tt.imported) {
					continue
				}
				found = true
				if got := d.open(tt.pkg, tt.test); got != tt.want {
					t.Errorf("%s may import %s: %v, want %v", tt.pkg, tt.imported, got, tt.want)
				}
			}
			if !found {
				t.Errorf("no door for %s", tt.imported)
			}
		})
	}
}
