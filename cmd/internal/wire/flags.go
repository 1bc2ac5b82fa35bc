package wire

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"proceedings/internal/jobs"
	"proceedings/internal/logging"
	"proceedings/internal/meeting"
	"proceedings/internal/standalone"
	"proceedings/internal/storage/s3"
	"proceedings/internal/words"
)

// Services are the flags that address a running system. Credentials come from the
// usual AWS environment: other users of the machine could see a flag.
type Services struct {
	Redis      string `env:"PROCEEDINGS_REDIS" placeholder:"URL" help:"Queue: redis://host:6379/0, redis-sentinel://h1,h2?master=name, redis-cluster://h1,h2 (with TLS: rediss://, rediss-sentinel://, rediss-cluster://) or redis-socket:///path (env ${env})."`
	S3Endpoint string `name:"s3-endpoint" env:"PROCEEDINGS_S3_ENDPOINT" placeholder:"URL" help:"URL of the S3 server, such as https://s3.example.org; Amazon S3 if only --bucket is given (env ${env})."`
	Bucket     string `env:"PROCEEDINGS_BUCKET" default:"proceedings" help:"Name of the bucket (env ${env})."`
	Checksums  string `env:"PROCEEDINGS_S3_CHECKSUMS" default:"supported" enum:"supported,required" help:"Checksums in S3 requests: supported (Amazon S3, versitygw) or required (other servers) (env ${env})."`
	S3Sync     string `name:"s3-sync" env:"PROCEEDINGS_S3_SYNC" placeholder:"FOLDER" type:"path" help:"A folder on the file system of an S3 server on this machine that does not sync to disk, such as versitygw. It is synced around each write that commits others (env ${env})."`
}

// passwordVariable is the password for an address without one.
const passwordVariable = "PROCEEDINGS_REDIS_PASSWORD"

// AfterApply is called by kong after parsing. It adds the password to the address.
func (s *Services) AfterApply() (err error) {
	password := os.Getenv(passwordVariable)
	if s.Redis == "" || password == "" {
		return nil
	}
	if s.Redis, err = jobs.WithPassword(s.Redis, password); err != nil {
		return fmt.Errorf("%s: %w", passwordVariable, err)
	}
	return nil
}

// S3 is the configuration of the bucket.
func (s Services) S3() s3.Config {
	return s3.Config{Endpoint: s.S3Endpoint, Bucket: s.Bucket, Checksums: s3.Checksums(s.Checksums)}
}

// Complete makes sure that both services are named, by valid addresses.
func (s Services) Complete() error {
	if s.Redis == "" {
		return fmt.Errorf("%w: no queue: set --redis or PROCEEDINGS_REDIS, such as redis://localhost:6379/0", ErrUsage)
	}
	if err := jobs.CheckAddress(s.Redis); err != nil {
		return fmt.Errorf("%w: --redis or PROCEEDINGS_REDIS: %w", ErrUsage, err)
	}
	if s.S3Sync != "" {
		if err := (standalone.Durable{Dir: s.S3Sync}).Sync(); err != nil {
			return fmt.Errorf("%w: --s3-sync or PROCEEDINGS_S3_SYNC: %w", ErrUsage, err)
		}
	}
	return s.CheckBucket()
}

// Connect connects to both services, as [Connect] does.
func (s Services) Connect(ctx context.Context, notify Notify) (*System, error) {
	sys, err := Connect(ctx, s.Redis, s.S3(), notify)
	if err == nil && s.S3Sync != "" {
		sys.Store = standalone.Durable{Store: sys.Store, Dir: s.S3Sync}
	}
	return sys, err
}

// CheckBucket makes sure that the address and the name of the bucket are valid.
func (s Services) CheckBucket() error {
	if err := s3.CheckEndpoint(s.S3Endpoint); err != nil {
		return fmt.Errorf("%w: --s3-endpoint or PROCEEDINGS_S3_ENDPOINT: %w", ErrUsage, err)
	}
	if s.Bucket == "" || strings.ContainsAny(s.Bucket, "/ \t\\") {
		return fmt.Errorf("%w: --bucket or PROCEEDINGS_BUCKET: %q is not the name of a bucket, such as proceedings", ErrUsage, s.Bucket)
	}
	return nil
}

// Readers are the flags that set the base URL.
type Readers struct {
	BaseURL string `name:"base-url" env:"PROCEEDINGS_BASE_URL" placeholder:"URL" help:"Base URL of the public space for feeds, oEmbed and sitemaps; \"ingest site --base-url\" overrides it (env ${env})."`
}

// Base is the base URL that the flags say, or fallback if they say none.
func (r Readers) Base(fallback string) (string, error) {
	if r.BaseURL == "" {
		return fallback, nil
	}
	base, err := meeting.ParseBase(r.BaseURL)
	if err != nil {
		return "", fmt.Errorf("%w: --base-url or PROCEEDINGS_BASE_URL: %w", ErrUsage, err)
	}
	return base, nil
}

// SetBase sets the system's base URL to what the flags say, if they say one.
func (r Readers) SetBase(s *System) (err error) {
	s.Base, err = r.Base(s.Base)
	return err
}

// Logging are the flags of a program's log.
type Logging struct {
	LogLevel  string `env:"PROCEEDINGS_LOG_LEVEL" default:"${log_level}" enum:"debug,info,warn,error" help:"Least severe log lines to print: debug, info, warn or error (env ${env})."`
	LogFormat string `env:"PROCEEDINGS_LOG_FORMAT" default:"text" enum:"text,json" help:"Format of log lines: text or json (env ${env})."`
}

// Logger makes the program's log. Lines have the attributes of their task. Names of files
// in it cannot contain line breaks or escape sequences.
func (l Logging) Logger(w io.Writer) *slog.Logger {
	w = words.Printable(w)
	var level slog.Level
	if err := level.UnmarshalText([]byte(l.LogLevel)); err != nil {
		level = slog.LevelInfo // kong checks the value
	}
	opts := &slog.HandlerOptions{Level: level}
	if l.LogFormat == "json" {
		return slog.New(logging.NewHandler(slog.NewJSONHandler(w, opts)))
	}
	return slog.New(logging.NewHandler(slog.NewTextHandler(w, opts)))
}
