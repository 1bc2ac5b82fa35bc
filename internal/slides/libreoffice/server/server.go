// Package server keeps a LibreOffice process running, so that a deck does not pay
// for its start: 1.5 s of processor time, six times what most decks take.
//
// LibreOffice and server.py, which controls it, run as one child process in one
// sandbox. The child is restarted after a number of decks, when it has grown too
// large, and after any error. A deck that fails is tried once more by a new
// child, because an earlier deck may have caused the failure.
package server

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"proceedings/internal/proc"
)

// runner is the one thing that this package needs of the outside world.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Server converts decks, one at a time. Its limits may be changed before the
// first deck.
type Server struct {
	Decks  int           // LibreOffice is restarted after this many decks: it grows by some megabytes with each
	Memory int64         // in bytes; LibreOffice is restarted when it holds more after a deck
	CPU    time.Duration // processor time that a deck may take
	Wall   time.Duration // wall-clock time that a deck may take, on a machine however busy
	Start  time.Duration // wall-clock time that LibreOffice may take to start
	Stall  time.Duration // time in which LibreOffice may do nothing while it starts or converts
	Idle   time.Duration // LibreOffice is stopped after this time without a deck, since it holds hundreds of megabytes

	runner runner
	dir    string
	script string
	lock   chan struct{} // holds a token while somebody uses the fields below

	child   *child // nil for none
	closed  bool
	missing error // why LibreOffice cannot be kept running on this machine
	idle    *time.Timer
}

// New makes a Server that starts LibreOffice by r, a [proc.Runner], at its first
// deck. It works in folders of its own below dir; "" is the folder for temporary
// files.
func New(r runner, dir string) *Server {
	return &Server{
		Decks: 50, Memory: 700 << 20, CPU: 5 * time.Minute, Wall: 15 * time.Minute, Start: 2 * time.Minute, Stall: 2 * time.Minute, Idle: 2 * time.Minute,
		runner: r, dir: dir, script: script, lock: make(chan struct{}, 1),
	}
}

// Conversion is one deck to convert.
type Conversion struct {
	In, Out  string // paths; Out is replaced
	Filter   string // LibreOffice's name for the format of In; empty to let it detect the format
	Export   string // the output format: pdf or pptx
	Password string // opens the deck; empty for none

	OmitHidden bool // leave hidden slides out of a PDF file
}

// InputName is the file name, without extension, under which LibreOffice sees
// each deck. It is part of the addresses that LibreOffice writes into PDF files.
const InputName = "deck"

// ErrUnavailable is returned where LibreOffice cannot be kept running, most often
// because python3-uno is missing. A LibreOffice that converts one deck and exits
// may still work.
var ErrUnavailable = errors.New("LibreOffice cannot be kept running")

var errClosed = errors.New("convert a deck: LibreOffice was stopped")

// Convert converts a deck. A deck that LibreOffice cannot read is refused with a
// reason. When ctx ends first, LibreOffice is stopped.
func (s *Server) Convert(ctx context.Context, c Conversion) error {
	if err := s.acquire(ctx); err != nil {
		return err
	}
	defer s.release()
	switch {
	case s.closed:
		return errClosed
	case s.missing != nil:
		return s.missing
	}
	used := s.child != nil
	err := s.try(ctx, c)
	if used && ctx.Err() == nil && mayRetry(err) {
		_ = s.stop() // Close reports what cannot be removed
		err = s.try(ctx, c)
	}
	return refusal(err, c)
}

// mayRetry reports whether a new LibreOffice may convert what one that has
// converted other decks did not. A wrong password stays wrong.
func mayRetry(err error) bool {
	f, ok := errors.AsType[*failure](err)
	return err != nil && (!ok || f.Kind != needsPassword)
}

// try converts the deck by the running LibreOffice, or by a new one.
func (s *Server) try(ctx context.Context, c Conversion) error {
	if s.child == nil {
		k, err := s.start(ctx)
		if err != nil {
			return err
		}
		s.child = k
	}
	k := s.child
	err := s.convert(ctx, k, c)
	if k.broken || k.decks >= s.Decks || k.memory > s.Memory {
		_ = s.stop() // Close reports what cannot be removed
	}
	return err
}

// Close stops LibreOffice after the current deck. The server converts no more.
func (s *Server) Close() error {
	s.lock <- struct{}{}
	defer func() { <-s.lock }()
	s.closed = true
	if s.idle != nil {
		s.idle.Stop()
	}
	return s.stop()
}

// acquire waits for the lock.
func (s *Server) acquire(ctx context.Context) error {
	if ctx.Err() != nil {
		return fmt.Errorf("wait for LibreOffice: %w", context.Cause(ctx))
	}
	select {
	case s.lock <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("wait for LibreOffice: %w", context.Cause(ctx))
	}
	if s.idle != nil {
		s.idle.Stop()
	}
	return nil
}

// release gives up the lock, and stops LibreOffice if no deck comes within Idle.
func (s *Server) release() {
	if k := s.child; k != nil {
		decks := k.decks
		s.idle = time.AfterFunc(s.Idle, func() {
			s.lock <- struct{}{} // release may not be done yet, or another deck may run
			defer func() { <-s.lock }()
			if s.child == k && k.decks == decks {
				_ = s.stop() // Close reports what cannot be removed
			}
		})
	}
	<-s.lock
}

// stop stops LibreOffice, if it runs, and removes its working folder.
func (s *Server) stop() error {
	k := s.child
	if k == nil {
		return nil
	}
	s.child = nil
	k.end()
	if err := os.RemoveAll(k.work); err != nil {
		return fmt.Errorf("remove LibreOffice's folder: %w", err)
	}
	return nil
}
