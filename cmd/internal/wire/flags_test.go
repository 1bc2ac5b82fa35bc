package wire_test

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/cmd/internal/wire"
)

// TestServicesNeedAQueue: whoever names a bucket alone learns how to name the
// queue.
func TestServicesNeedAQueue(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name     string
		flags    wire.Services
		complete bool
	}{
		{"a bucket without a queue", wire.Services{S3Endpoint: "http://s3:7070", Bucket: "b"}, false},
		{"a queue, and Amazon's bucket", wire.Services{Redis: "redis://q:6379", Bucket: "b"}, true},
		{"both", wire.Services{Redis: "redis://q:6379", S3Endpoint: "http://s3:7070", Bucket: "b"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := tt.flags.Complete()
			if (err == nil) != tt.complete {
				t.Errorf("Complete = %v, want none: %t", err, tt.complete)
			}
			if err != nil && (!errors.Is(err, wire.ErrUsage) || !strings.Contains(err.Error(), "--redis or PROCEEDINGS_REDIS")) {
				t.Errorf("Complete = %v, want ErrUsage that names the flag and the variable", err)
			}
		})
	}
}

// TestServicesNeedTheFolderToSync: with a wrong folder, every write would fail.
func TestServicesNeedTheFolderToSync(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	services := wire.Services{Redis: "redis://q:6379", S3Endpoint: "http://s3:7070", Bucket: "b", S3Sync: dir}
	if err := services.Complete(); err != nil {
		t.Errorf("Complete with a folder = %v", err)
	}
	services.S3Sync = filepath.Join(dir, "missing")
	err := services.Complete()
	if !errors.Is(err, wire.ErrUsage) || !strings.Contains(err.Error(), "--s3-sync or PROCEEDINGS_S3_SYNC") || !strings.Contains(err.Error(), services.S3Sync) {
		t.Errorf("Complete = %v, want ErrUsage that names the flag, the variable and the folder", err)
	}
}

func TestReaders(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, flag, want string }{
		{"what nobody names stays", "", "https://s3.example/b/public/"},
		{"what is named gets its slash", "https://media.example/a", "https://media.example/a/"},
		{"what is no address is refused", "media.example", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := wire.System{Base: "https://s3.example/b/public/"}
			err := wire.Readers{BaseURL: tt.flag}.SetBase(&s)
			if s.Base != tt.want || errors.Is(err, wire.ErrUsage) != (tt.want == "") {
				t.Errorf("%q, %v; want %q", s.Base, err, tt.want)
			}
		})
	}
}

func TestLogger(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name  string
		flags wire.Logging
		want  string
	}{
		{"a level leaves out what is below", wire.Logging{LogLevel: "warn", LogFormat: "text"}, "level=WARN msg=away"},
		{"a level takes in what is above", wire.Logging{LogLevel: "debug", LogFormat: "text"}, "level=INFO msg=done"},
		{"JSON", wire.Logging{LogLevel: "info", LogFormat: "json"}, `"msg":"done"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			log := tt.flags.Logger(&out)
			log.Info("done")
			log.Warn("away")
			if !strings.Contains(out.String(), tt.want) {
				t.Errorf("log\n%swant %q in it", out.String(), tt.want)
			}
			if has := strings.Contains(out.String(), "done"); has == (tt.flags.LogLevel == "warn") {
				t.Errorf("log\n%shas what is below %s", out.String(), tt.flags.LogLevel)
			}
			for line := range strings.Lines(out.String()) {
				if tt.flags.LogFormat == "json" && !json.Valid([]byte(line)) {
					t.Errorf("%q is no JSON", line)
				}
			}
		})
	}
}
