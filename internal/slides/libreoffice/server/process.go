package server

import (
	"bufio"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"proceedings/internal/proc"
)

//go:embed server.py
var script string

const (
	// python is the system's Python, for which python3-uno is installed. Another
	// one that comes first in PATH has no such module.
	python   = "/usr/bin/python3"
	fileSize = 1 << 30
	endGrace = 10 * time.Second // for LibreOffice to end by itself
)

// child is the process of server.py and its LibreOffice.
type child struct {
	work    string // the only folder that it may write to
	in, out *os.File
	answers *bufio.Reader // of out
	cancel  context.CancelFunc
	done    chan struct{} // closed when the process has ended
	err     error         // why it ended; valid after done
	idle    atomic.Bool   // it waits for a deck

	decks  int   // number of requests so far
	memory int64 // bytes that LibreOffice held after the last deck
	broken bool  // it must not be used again
}

// start starts a child and waits until it is ready.
func (s *Server) start(ctx context.Context) (*child, error) {
	work, err := s.folder()
	if err != nil {
		return nil, err
	}
	k, err := s.run(ctx, work)
	if err == nil {
		limited, end := context.WithTimeoutCause(ctx, s.Start, fmt.Errorf("it took longer than %s", s.Start))
		defer end()
		if err = k.readAnswer(limited, 0); err == nil {
			return k, nil
		}
		k.broken = true
		k.end()
		if f, ok := errors.AsType[*failure](err); ok && f.Kind == isMissing || proc.Missing(k.err) {
			s.missing = fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
	}
	_ = os.RemoveAll(work) // the caller removes the folder above
	if ctx.Err() != nil {
		return nil, fmt.Errorf("start LibreOffice: %w", err)
	}
	return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
}

// folder makes the working folder of a child: an unused profile and the script.
func (s *Server) folder() (work string, err error) {
	dir, err := filepath.Abs(s.dir)
	if s.dir == "" {
		dir = os.TempDir()
	}
	if err != nil {
		return "", fmt.Errorf("locate LibreOffice's folder: %w", err)
	}
	if work, err = os.MkdirTemp(dir, "office-"); err != nil {
		return "", fmt.Errorf("make LibreOffice's folder: %w", err)
	}
	err = errors.Join(
		WriteProfile(filepath.Join(work, "profile")),
		os.Mkdir(filepath.Join(work, "tmp"), 0o700),
		os.WriteFile(filepath.Join(work, "server.py"), []byte(s.script), 0o600),
	)
	if err != nil {
		_ = os.RemoveAll(work) // the caller removes the folder above
		return "", fmt.Errorf("make LibreOffice's folder: %w", err)
	}
	return work, nil
}

// run starts the script in the folder. It runs until it ends or cancel is called.
func (s *Server) run(ctx context.Context, work string) (*child, error) {
	theirIn, in, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("make a pipe: %w", err)
	}
	out, theirOut, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("make a pipe: %w", err), theirIn.Close(), in.Close())
	}
	// The child outlives the conversion that starts it.
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	k := &child{
		work: work, in: in, out: out, answers: bufio.NewReaderSize(out, longestAnswer),
		cancel: cancel, done: make(chan struct{}),
	}
	go func() {
		defer close(k.done)
		_, k.err = s.runner.Run(ctx, proc.Command{
			// -I: only the system's settings and modules.
			Path: python, Args: []string{"-I", filepath.Join(work, "server.py"), work},
			Dir: work, Env: []string{"TMPDIR=" + filepath.Join(work, "tmp"), FontEnv(filepath.Join(work, "profile"))}, Write: []string{work},
			Stdin: theirIn, Stdout: theirOut,
			// The script limits each deck. A deck that takes over the child cannot
			// change this limit.
			CPU: s.CPU * time.Duration(s.Decks), FileSize: fileSize,
			Stall: s.Stall, Waits: k.idle.Load,
		})
		_ = theirIn.Close()
		_ = theirOut.Close() // readAnswer waits for this end
	}()
	return k, nil
}

// end asks the child to end, kills one that is broken or late, and waits for it.
func (k *child) end() {
	_ = k.in.Close() // server.py ends with its input
	if k.broken {
		k.cancel()
	}
	timeout := time.AfterFunc(endGrace, k.cancel)
	<-k.done
	timeout.Stop()
	k.cancel()
	_ = k.out.Close() // only read
}
