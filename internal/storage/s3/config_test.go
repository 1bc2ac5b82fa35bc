package s3_test

import (
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
	"proceedings/internal/storage/s3/s3test"
)

func TestOpenRefusesInvalidConfig(t *testing.T) {
	t.Parallel()

	fine := s3.Config{Endpoint: "http://localhost:1", Bucket: "bucket", AccessKey: "a", SecretKey: "s"}
	tests := []struct {
		name   string
		change func(*s3.Config)
		says   string // empty where it is fine
	}{
		{"all that is needed is enough", func(*s3.Config) {}, ""},
		{"no bucket", func(c *s3.Config) { c.Bucket = "" }, "no bucket"},
		{"a bucket with a short name", func(c *s3.Config) { c.Bucket = "ab" }, "at least 3 characters"},
		{"half of the credentials", func(c *s3.Config) { c.SecretKey = "" }, "secret key"},
		{"an endpoint without a scheme", func(c *s3.Config) { c.Endpoint = "localhost:9000" }, "localhost:9000"},
		{"an endpoint of another protocol", func(c *s3.Config) { c.Endpoint = "ftp://localhost" }, "https://"},
		{"parts that are too small", func(c *s3.Config) { c.PartSize = 5<<20 - 1 }, "5 MiB"},
		{"parts that are too large", func(c *s3.Config) { c.PartSize = 5<<30 + 1 }, "5 GiB"},
		{"the smallest parts", func(c *s3.Config) { c.PartSize = 5 << 20 }, ""},
		{"checksums of another word", func(c *s3.Config) { c.Checksums = "sometimes" }, "want supported or required"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := fine
			tt.change(&cfg)
			_, err := s3.Open(t.Context(), cfg)
			if tt.says == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if !fault.IsPermanent(err) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("open: %v, want a permanent error with %q", err, tt.says)
			}
		})
	}
}

// noSettings hides whatever AWS settings this machine has.
func noSettings(t *testing.T) {
	t.Helper()
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(t.TempDir(), "none"))
}

func TestOpenNamesMissingCredentials(t *testing.T) {
	noSettings(t)
	_, err := s3.Open(t.Context(), s3.Config{Bucket: "bucket"})
	if err == nil || !strings.Contains(err.Error(), "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY") {
		t.Errorf("open without credentials: %v", err)
	}
}

// TestOpenReadsAWSSettings also for the address, which asks for buckets in
// the path.
func TestOpenReadsAWSSettings(t *testing.T) {
	cfg := s3test.Start(t)
	noSettings(t)
	t.Setenv("AWS_ACCESS_KEY_ID", cfg.AccessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", cfg.SecretKey)
	for name, c := range map[string]s3.Config{
		"AWS_ENDPOINT_URL":    {Bucket: cfg.Bucket},
		"AWS_ENDPOINT_URL_S3": {Bucket: cfg.Bucket},
		"UNUSED_BY_AWS":       {Bucket: cfg.Bucket, Endpoint: cfg.Endpoint},
	} {
		t.Setenv("AWS_ENDPOINT_URL", "")
		t.Setenv("AWS_ENDPOINT_URL_S3", "")
		t.Setenv(name, cfg.Endpoint)
		if _, err := s3test.Open(t, c).Put(t.Context(), "k", strings.NewReader("x"), storage.Attrs{}, storage.Always); err != nil {
			t.Errorf("%s: put: %v", name, err)
		}
	}
}

func TestEnsureBucketIsIdempotent(t *testing.T) {
	t.Parallel()
	cfg := s3test.Start(t)
	cfg.Bucket = "made-once"
	s := s3test.Open(t, cfg)
	for range 2 {
		if err := s.EnsureBucket(t.Context()); err != nil {
			t.Fatalf("ensure bucket: %v", err)
		}
		if _, err := s.Put(t.Context(), "k", strings.NewReader("x"), storage.Attrs{}, storage.Always); err != nil {
			t.Fatalf("put into it: %v", err)
		}
	}
}
