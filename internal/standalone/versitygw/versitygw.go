// Package versitygw runs versitygw, an S3 server over plain files, as our
// child: on a free port of this machine, with keys that nobody else knows.
package versitygw

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
)

// Server is a server that runs.
type Server struct {
	*proc.Service
	Endpoint  string // http://127.0.0.1:port
	AccessKey string
	SecretKey string
}

const (
	// startTime is how long a server may take to answer; it takes 0.3 s on an
	// idle machine.
	startTime = 30 * time.Second

	// tries is for the moment between finding a free port and taking it.
	tries = 5
)

// Start runs program over the folder dir, which is made if it is not there,
// and returns when it answers. options are further ones of the program, such as --cert.
func Start(ctx context.Context, r *proc.Runner, program, dir string, options ...string) (*Server, error) {
	args, err := layOut(dir)
	if err != nil {
		return nil, err
	}
	args = append(options, args...)
	for range tries {
		s, startErr := start(ctx, r, program, args)
		if startErr == nil {
			return s, nil
		}
		err = startErr
		if ctx.Err() != nil {
			return nil, fmt.Errorf("start the S3 server: %w", err)
		}
	}
	return nil, fault.Explain(err, "the S3 server (%s) could not be started over %s", program, dir)
}

// ErrNoAttributes says that a folder does not suit the server.
var ErrNoAttributes = errors.New("the file system keeps no extended attributes")

// layOut makes the server's folder and returns its arguments for it. The file
// system must keep extended attributes. The server offers files beside the
// objects in their place (--sidecar), but with those it breaks the contract of
// package storage: of racing conditional writes some were lost, and attributes
// of replaced objects stayed, in every run that was measured.
func layOut(dir string) ([]string, error) {
	data := filepath.Join(dir, "data")
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, fmt.Errorf("make a folder for the S3 server: %w", err)
	}
	if err := unix.Setxattr(data, "user.proceedings", []byte("1"), 0); err != nil {
		return nil, fmt.Errorf("%w: %s (%w): choose a folder on ext4, xfs or btrfs", ErrNoAttributes, data, err)
	}
	return []string{"posix", data}, sweep(data)
}

// sweep removes what a server that was killed in the middle of a write left:
// no object, but files of full size. Unfinished uploads in parts, which may be
// gone on with, stand in a folder of their own there and stay.
func sweep(data string) error {
	left, err := filepath.Glob(filepath.Join(data, "*", ".sgwtmp", "*"))
	if err != nil {
		return fmt.Errorf("sweep the S3 server's folder: %w", err)
	}
	for _, path := range left {
		if info, err := os.Lstat(path); err != nil || info.IsDir() {
			continue
		}
		if err := os.Remove(path); err != nil {
			return fmt.Errorf("sweep the S3 server's folder: %w", err)
		}
	}
	return nil
}

func start(ctx context.Context, r *proc.Runner, program string, args []string) (*Server, error) {
	address, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &Server{Endpoint: "http://" + address, AccessKey: "proceedings", SecretKey: rand.Text()}
	s.Service, err = r.StartService(proc.Command{ //nolint:contextcheck // it outlives the start and ends with Stop
		Path: program,
		Args: append([]string{"--port", address, "--quiet"}, args...),
		Env:  []string{"ROOT_ACCESS_KEY=" + s.AccessKey, "ROOT_SECRET_KEY=" + s.SecretKey},
	})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, startTime, errors.New("it does not answer"))
	defer cancel()
	err = s.Ready(ctx, func(ctx context.Context) error {
		conn, dialErr := new(net.Dialer).DialContext(ctx, "tcp", address)
		if dialErr != nil {
			return fmt.Errorf("reach the S3 server: %w", dialErr)
		}
		return conn.Close()
	})
	if err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
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

// Find is the path of the program: what PROCEEDINGS_VERSITYGW says, else a
// neighbour of this program, else bin/versitygw in a folder above the working
// folder, which is where scripts/setup builds it.
func Find(getenv func(string) string) (string, error) {
	if path := getenv("PROCEEDINGS_VERSITYGW"); path != "" {
		if _, err := os.Stat(path); err != nil {
			return "", fault.Explain(err, "PROCEEDINGS_VERSITYGW names no file: %s", path)
		}
		return path, nil
	}
	var places []string
	if self, err := os.Executable(); err == nil {
		places = append(places, filepath.Join(filepath.Dir(self), "versitygw"))
	}
	if dir, err := os.Getwd(); err == nil {
		for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			places = append(places, filepath.Join(dir, "bin", "versitygw"))
		}
	}
	for _, path := range places {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path, nil
		}
	}
	return "", errors.New("versitygw, the S3 server, is not there: run scripts/setup, or set PROCEEDINGS_VERSITYGW to its path")
}
