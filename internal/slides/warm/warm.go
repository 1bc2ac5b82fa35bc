// Package warm keeps a LibreOffice running, so that a deck does not pay for its
// start: a second and a half of processor time, six times what most decks take.
//
// LibreOffice and warm.py, which speaks to it, run in one sandbox as one child,
// that ends after some decks, when it has grown too large, and with whatever
// goes wrong. A deck that went wrong is tried once more by a fresh one, since
// the decks before may be to blame.
package warm

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

// Office converts decks, one at a time. Its limits may be changed before its
// first deck.
type Office struct {
	Decks  int           // LibreOffice is ended after so many: it grows by some megabytes with each
	Memory int64         // in bytes; it is ended when it holds more after a deck
	CPU    time.Duration // processor time that a deck may take
	Wall   time.Duration // time that a deck may take, on a machine however busy
	Start  time.Duration // time that LibreOffice may take to start
	Idle   time.Duration // it is ended when no deck came for so long, since it holds hundreds of megabytes

	runner runner
	dir    string
	script string
	turn   chan struct{} // holds a token while somebody uses what follows

	child   *child // nil for none
	stopped bool   // by Close
	missing error  // why there can be no LibreOffice of this kind here
	idle    *time.Timer
}

// New makes an Office that starts LibreOffice by r, a [proc.Runner], at its
// first deck. It works in folders of its own below dir; "" is the folder for
// temporary files.
func New(r runner, dir string) *Office {
	return &Office{
		Decks: 50, Memory: 700 << 20, CPU: 5 * time.Minute, Wall: 15 * time.Minute, Start: 2 * time.Minute, Idle: 2 * time.Minute,
		runner: r, dir: dir, script: script, turn: make(chan struct{}, 1),
	}
}

// Conversion is one deck to convert.
type Conversion struct {
	In, Out  string // paths; Out is replaced
	Filter   string // LibreOffice's name of the format that In is of; empty to have it look
	Export   string // what to make: pdf or pptx
	Password string // by which the deck opens; empty for none
}

// ErrUnavailable is what an Office returns where LibreOffice cannot be started to
// stay, most often for want of python3-uno. It may still convert a deck and end.
var ErrUnavailable = errors.New("LibreOffice cannot be kept running")

var errClosed = errors.New("convert a deck: LibreOffice was stopped")

// Convert converts a deck. What LibreOffice cannot read, it refuses with a
// reason. When ctx ends before, so does LibreOffice.
func (o *Office) Convert(ctx context.Context, c Conversion) error {
	if err := o.enter(ctx); err != nil {
		return err
	}
	defer o.leave()
	switch {
	case o.stopped:
		return errClosed
	case o.missing != nil:
		return o.missing
	}
	used := o.child != nil
	err := o.try(ctx, c)
	if used && ctx.Err() == nil && again(err) {
		_ = o.retire() // Close reports what cannot be removed
		err = o.try(ctx, c)
	}
	return inWords(err, c)
}

// again reports whether a fresh LibreOffice may do what one that has done other
// decks did not. It would have no other password.
func again(err error) bool {
	f, ok := errors.AsType[*failure](err)
	return err != nil && (!ok || f.Kind != needsPassword)
}

// try has the deck converted by the LibreOffice that is there, or by a new one.
func (o *Office) try(ctx context.Context, c Conversion) error {
	if o.child == nil {
		k, err := o.start(ctx)
		if err != nil {
			return err
		}
		o.child = k
	}
	k := o.child
	err := o.convert(ctx, k, c)
	if k.broken || k.decks >= o.Decks || k.memory > o.Memory {
		_ = o.retire() // Close reports what cannot be removed
	}
	return err
}

// Close ends LibreOffice, after the deck in hand. It converts no more.
func (o *Office) Close() error {
	o.turn <- struct{}{}
	defer func() { <-o.turn }()
	o.stopped = true
	if o.idle != nil {
		o.idle.Stop()
	}
	return o.retire()
}

// enter waits for a turn.
func (o *Office) enter(ctx context.Context) error {
	if ctx.Err() != nil {
		return fmt.Errorf("wait for LibreOffice: %w", context.Cause(ctx))
	}
	select {
	case o.turn <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("wait for LibreOffice: %w", context.Cause(ctx))
	}
	if o.idle != nil {
		o.idle.Stop()
	}
	return nil
}

// leave gives the turn back, and has LibreOffice end if nobody takes it.
func (o *Office) leave() {
	if k := o.child; k != nil {
		decks := k.decks
		o.idle = time.AfterFunc(o.Idle, func() {
			o.turn <- struct{}{} // ours may not be given back yet, or be somebody else's
			defer func() { <-o.turn }()
			if o.child == k && k.decks == decks {
				_ = o.retire() // Close reports what cannot be removed
			}
		})
	}
	<-o.turn
}

// retire ends LibreOffice, if there is one, and removes what it worked with.
func (o *Office) retire() error {
	k := o.child
	if k == nil {
		return nil
	}
	o.child = nil
	k.end()
	if err := os.RemoveAll(k.work); err != nil {
		return fmt.Errorf("remove LibreOffice's folder: %w", err)
	}
	return nil
}
