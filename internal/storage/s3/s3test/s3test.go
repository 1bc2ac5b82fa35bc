// Package s3test starts a real S3 server for tests: versitygw over a folder of
// the test's own, on a free port of this machine.
package s3test

import (
	"crypto/rand"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/standalone/versitygw"
	"proceedings/internal/storage/s3"
	"proceedings/internal/tlstest"
)

// Start runs a server until the test ends and returns how to reach a bucket on
// it, which is there and empty. It skips the test where the server is not built
// or has no folder that suits it.
func Start(t testing.TB) s3.Config {
	t.Helper()
	return StartIn(t, t.TempDir())
}

// StartIn is like Start, with the data in a folder.
func StartIn(t testing.TB, folder string) s3.Config {
	t.Helper()
	return Bucket(t, start(t, folder))
}

// StartTLS runs a server that speaks TLS, at https://127.0.0.1:port. It has no bucket, since this
// process does not trust its certificate.
func StartTLS(t testing.TB, pair tlstest.Pair) s3.Config {
	t.Helper()
	cfg := start(t, t.TempDir(), "--cert", pair.Cert, "--key", pair.Key)
	cfg.Endpoint = strings.Replace(cfg.Endpoint, "http://", "https://", 1)
	cfg.Bucket = freshName()
	return cfg
}

func start(t testing.TB, folder string, options ...string) s3.Config {
	t.Helper()
	program, err := versitygw.Find(os.Getenv)
	if err != nil {
		proctest.Missing(t, "no S3 server: %v", err)
	}
	server, err := versitygw.Start(t.Context(), &proc.Runner{Grace: 5 * time.Second}, program, folder, options...)
	if errors.Is(err, versitygw.ErrNoAttributes) {
		proctest.Missing(t, "no S3 server: set TMPDIR to another folder: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return s3.Config{Endpoint: server.Endpoint, AccessKey: server.AccessKey, SecretKey: server.SecretKey}
}

// Bucket makes an empty bucket on the server that cfg is of, and returns how to
// reach it.
func Bucket(t testing.TB, cfg s3.Config) s3.Config {
	t.Helper()
	cfg.Bucket = freshName()
	if err := Open(t, cfg).EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	return cfg
}

func freshName() string { return "test-" + strings.ToLower(rand.Text()) }

// Open opens the store that cfg is of.
func Open(t testing.TB, cfg s3.Config) *s3.Store {
	t.Helper()
	s, err := s3.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
