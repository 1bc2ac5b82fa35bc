// Package s3test starts a real S3 server for tests: versitygw over a folder of
// the test's own, on a free port of this machine.
package s3test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"proceedings/internal/proc"
	"proceedings/internal/storage/s3"
)

const (
	// startTime is how long a server may take to answer; it takes 0.3 s on an
	// idle machine.
	startTime = 30 * time.Second

	// tries is for the moment between finding a free port and taking it.
	tries = 5
)

// Start runs a server until the test ends and returns how to reach a bucket on
// it, which is there and empty. It skips the test where there is no versitygw:
// in PROCEEDINGS_VERSITYGW, or at bin/versitygw in the repository.
func Start(t testing.TB) s3.Config {
	t.Helper()
	program, err := find()
	if err != nil {
		if os.Getenv("PROCEEDINGS_TEST_REQUIRE") == "1" {
			t.Fatalf("an S3 server is required: %v", err)
		}
		t.Skipf("no S3 server: %v", err)
	}
	root := t.TempDir()
	storage, err := layOut(root)
	if err != nil {
		t.Fatal(err)
	}
	for range tries {
		cfg, startErr := start(t, program, storage)
		if startErr == nil {
			return cfg
		}
		err = startErr
	}
	t.Fatal(err)
	return s3.Config{}
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

// find is the path of the server's program.
func find() (string, error) {
	if path := os.Getenv("PROCEEDINGS_VERSITYGW"); path != "" {
		if _, err := os.Stat(path); err != nil {
			return "", fmt.Errorf("PROCEEDINGS_VERSITYGW: %w", err)
		}
		return path, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("look for the repository: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			path := filepath.Join(dir, "bin", "versitygw")
			if _, err := os.Stat(path); err != nil {
				return "", errors.New("build bin/versitygw, or set PROCEEDINGS_VERSITYGW to its path")
			}
			return path, nil
		}
		if parent := filepath.Dir(dir); parent != dir {
			dir = parent
			continue
		}
		return "", errors.New("this is no checkout: set PROCEEDINGS_VERSITYGW to the path of versitygw")
	}
}

// layOut makes the server's folders below root and returns its arguments for
// them. Where the file system has no extended attributes, they go to files.
func layOut(root string) ([]string, error) {
	data, sidecar := filepath.Join(root, "data"), filepath.Join(root, "sidecar")
	for _, dir := range []string{data, sidecar} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return nil, fmt.Errorf("make a folder for the S3 server: %w", err)
		}
	}
	if hasAttributes(data) {
		return []string{"posix", data}, nil
	}
	return []string{"posix", "--sidecar", sidecar, data}, nil
}

func hasAttributes(dir string) bool {
	return unix.Setxattr(dir, "user.proceedings", []byte("1"), 0) == unix.EIO
}

func start(t testing.TB, program string, storage []string) (s3.Config, error) {
	address, err := freePort()
	if err != nil {
		return s3.Config{}, err
	}
	cfg := s3.Config{Endpoint: "http://" + address, Bucket: freshName(), AccessKey: "test", SecretKey: rand.Text()}
	runner := &proc.Runner{Grace: 5 * time.Second}
	server, err := runner.StartService(proc.Command{
		Path: program,
		Args: append([]string{"--port", address, "--quiet"}, storage...),
		Env:  []string{"ROOT_ACCESS_KEY=" + cfg.AccessKey, "ROOT_SECRET_KEY=" + cfg.SecretKey},
	})
	if err != nil {
		return s3.Config{}, fmt.Errorf("start the S3 server: %w", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), startTime)
	defer cancel()
	err = server.Ready(ctx, func(ctx context.Context) error {
		conn, dialErr := new(net.Dialer).DialContext(ctx, "tcp", address)
		if dialErr != nil {
			return fmt.Errorf("reach the S3 server: %w", dialErr)
		}
		return conn.Close()
	})
	if err == nil {
		// Whoever else took the port meanwhile does not know our key.
		err = Open(t, cfg).EnsureBucket(ctx)
	}
	if err != nil {
		server.Stop()
		return s3.Config{}, fmt.Errorf("wait for the S3 server: %w", err)
	}
	t.Cleanup(server.Stop)
	return cfg, nil
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	if err := l.Close(); err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return l.Addr().String(), nil
}
