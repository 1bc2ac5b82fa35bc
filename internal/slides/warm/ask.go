package warm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"proceedings/internal/fault"
)

// request is a deck, in words for warm.py.
type request struct {
	ID       int    `json:"id"`
	In       string `json:"in"`
	Out      string `json:"out"`
	Filter   string `json:"filter,omitempty"`
	Export   string `json:"export"`
	Password string `json:"password,omitempty"`
	CPU      int64  `json:"cpu"` // seconds
}

// answer is what warm.py says to it. One with the ID 0 says that it is there.
type answer struct {
	ID    int      `json:"id"`
	OK    bool     `json:"ok"`
	Error *failure `json:"error"`
	RSS   int64    `json:"rss"` // bytes of LibreOffice
}

// longestAnswer is in bytes. Only errors have a length worth speaking of.
const longestAnswer = 64 << 10

// failure is what warm.py says went wrong.
type failure struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// The kinds that matter; to all others there is no more than their text.
const (
	cannotLoad    = "load"
	needsPassword = "password"
	isMissing     = "missing" // what it runs by is not installed
)

// Error is the text.
func (f *failure) Error() string { return f.Text }

// ask has the child do r. When ctx ends before, so does the child.
func (k *child) ask(ctx context.Context, r request) error {
	line, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("write a request: %w", err)
	}
	if _, err = k.in.Write(append(line, '\n')); err != nil {
		k.broken = true
		return k.lost(ctx, err)
	}
	return k.hear(ctx, r.ID)
}

// hear waits for the answer to the request of that ID.
func (k *child) hear(ctx context.Context, id int) error {
	stop := context.AfterFunc(ctx, k.cancel)
	line, err := k.answers.ReadSlice('\n')
	if !stop() || err != nil {
		k.broken = true
		return k.lost(ctx, err)
	}
	var a answer
	if err := json.Unmarshal(line, &a); err != nil || a.ID != id || a.OK == (a.Error != nil) {
		k.broken = true
		return fmt.Errorf("it says what nobody asked: %.200q", line)
	}
	k.memory = a.RSS
	if a.RSS == 0 && id > 0 {
		k.broken = true // LibreOffice is gone
	}
	if a.Error != nil {
		return a.Error
	}
	return nil
}

// lost says why there is no answer.
func (k *child) lost(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if !errors.Is(err, io.EOF) {
		return fmt.Errorf("it does not answer: %w", err)
	}
	<-k.done // the end of its output was its own
	if k.err != nil {
		return fmt.Errorf("it ended: %w", k.err)
	}
	return errors.New("it ended without an answer")
}

// inWords makes of a child's failure what is to be said of the deck.
func inWords(err error, c Conversion) error {
	f, ok := errors.AsType[*failure](err)
	switch {
	case !ok:
		return err
	case f.Kind == cannotLoad:
		return fault.Refuse("is damaged: LibreOffice cannot open it")
	case f.Kind == needsPassword && c.Password == "":
		return fault.Refuse("is encrypted and needs a password")
	case f.Kind == needsPassword:
		return fault.Refuse("is encrypted and has another password than the one that was given")
	}
	return err
}

// seconds is what o.CPU is to the kernel.
func (o *Office) seconds() int64 { return int64(math.Ceil(o.CPU.Seconds())) }
