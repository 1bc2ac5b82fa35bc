package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"proceedings/internal/fault"
)

// request asks server.py to convert one deck.
type request struct {
	ID       int    `json:"id"`
	In       string `json:"in"`
	Out      string `json:"out"`
	Filter   string `json:"filter,omitempty"`
	Export   string `json:"export"`
	Password string `json:"password,omitempty"`

	OmitHidden bool  `json:"omitHidden,omitempty"`
	CPU        int64 `json:"cpu"`   // seconds
	Stall      int64 `json:"stall"` // seconds
}

// answer is server.py's reply to a request. ID 0 means that it is ready.
type answer struct {
	ID    int      `json:"id"`
	OK    bool     `json:"ok"`
	Error *failure `json:"error"`
	RSS   int64    `json:"rss"` // resident memory of LibreOffice in bytes
}

// longestAnswer is in bytes. Only error texts are long.
const longestAnswer = 64 << 10

// failure is an error that server.py reports.
type failure struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// The kinds of failure that this package handles; others are only text.
const (
	cannotLoad    = "load"
	needsPassword = "password"
	allHidden     = "hidden"  // all slides are, and hidden slides are left out
	isMissing     = "missing" // a program or module that server.py needs is not installed
)

// Error is the text.
func (f *failure) Error() string { return f.Text }

// send sends r to the child and waits for the answer. When ctx ends first, the
// child is stopped.
func (k *child) send(ctx context.Context, r request) error {
	line, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("write a request: %w", err)
	}
	k.idle.Store(false)
	if _, err = k.in.Write(append(line, '\n')); err != nil {
		k.broken = true
		return k.lost(ctx, err)
	}
	return k.readAnswer(ctx, r.ID)
}

// readAnswer waits for the answer to the request with that ID.
func (k *child) readAnswer(ctx context.Context, id int) error {
	stop := context.AfterFunc(ctx, k.cancel)
	line, err := k.answers.ReadSlice('\n')
	if !stop() || err != nil {
		k.broken = true
		return k.lost(ctx, err)
	}
	k.idle.Store(true)
	var a answer
	if err := json.Unmarshal(line, &a); err != nil || a.ID != id || a.OK == (a.Error != nil) {
		k.broken = true
		return fmt.Errorf("unexpected answer: %.200q", line)
	}
	k.memory = a.RSS
	if a.RSS == 0 && id > 0 {
		k.broken = true // LibreOffice has ended
	}
	if a.Error != nil {
		return a.Error
	}
	return nil
}

// lost is the reason why there is no answer.
func (k *child) lost(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if !errors.Is(err, io.EOF) {
		return fmt.Errorf("it does not answer: %w", err)
	}
	<-k.done // the child closed its output because it ended
	if k.err != nil {
		return fmt.Errorf("it ended: %w", k.err)
	}
	return errors.New("it ended without an answer")
}

// refusal turns failures that are the deck's fault into refusals.
func refusal(err error, c Conversion) error {
	f, ok := errors.AsType[*failure](err)
	switch {
	case !ok:
		return err
	case f.Kind == cannotLoad:
		return fault.Refuse("is damaged: LibreOffice cannot open it")
	case f.Kind == allHidden:
		return fault.Refuse("has only hidden slides, which are not published")
	case f.Kind == needsPassword && c.Password == "":
		return fault.Refuse("is encrypted and needs a password")
	case f.Kind == needsPassword:
		return fault.Refuse("is encrypted, and the given password is wrong")
	}
	return err
}

// seconds is d in whole seconds, rounded up, as the kernel counts processor time.
func seconds(d time.Duration) int64 { return int64(math.Ceil(d.Seconds())) }
