package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"proceedings/internal/meeting"
	"proceedings/internal/sniff"
	"proceedings/internal/words"
)

// ErrUsage is in the tree of every error that the user can correct: a missing
// path, a mistake in meeting.yaml. Its own text is never shown.
var ErrUsage = errors.New("not usable as given")

// usageError is a message for the user that is also [ErrUsage].
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }
func (e *usageError) Unwrap() error { return ErrUsage }

// usagef returns a message for the user, of one line. Texts in it are made printable.
func usagef(format string, args ...any) error {
	for i, arg := range args {
		switch arg := arg.(type) {
		case string:
			args[i] = words.Line(arg)
		case error:
			args[i] = words.Line(arg.Error())
		}
	}
	return &usageError{fmt.Sprintf(format, args...)}
}

// Options are set by flags. They override meeting.yaml.
type Options struct {
	ID         string
	Title      string
	Date       string // 2006-01-02
	Visibility meeting.Visibility
	Profile    string
	Poster     string // a [Moment] as it is written in meeting.yaml

	Publish []meeting.Disclosure // nil leaves it to meeting.yaml
}

// Input is a meeting as it was submitted.
type Input struct {
	Meeting           meeting.Meeting // its sources have no SHA-256 yet
	Files             []File          // in the order of Meeting.Sources
	LeftOut           []LeftOut       // files that serve only the program that wrote them
	Explicit          bool            // the ID was given, not made
	DefaultVisibility bool            // neither a flag nor meeting.yaml sets the visibility
	Notes             []string        // for the user, a sentence each

	close func() // of an input of ReadBelow or ReadArchive
}

// File is a file on this machine and the source that it becomes.
type File struct {
	Path   string
	Source meeting.Source
	Format sniff.Format

	Program string // what left it, where it was recognised: "Zoom cloud"

	at place // where Open finds it; without one, at Path
}

// LeftOut is a file that was left out, which is no refusal: "a menu of the
// DVD".
type LeftOut struct {
	Name string
	What string
}

// Read reads one folder, or any number of files, and returns the meeting that
// they are. Files that cannot be used are in the meeting's Refused; they are not
// an error, even if no other file is left.
func Read(paths []string, opts Options) (Input, error) {
	found, err := scan(paths)
	if err != nil {
		return Input{}, err
	}
	return decide(found, opts)
}

// Hash is the SHA-256 of all that r yields, in hexadecimal, and its length.
// progress, if there is one, is told the number of bytes so far. It ends with
// ctx.
func Hash(ctx context.Context, r io.Reader, progress func(n int64)) (sum string, size int64, err error) {
	hash := sha256.New()
	for buf := make([]byte, 1<<20); ; {
		if ctx.Err() != nil {
			return "", size, fmt.Errorf("hash: %w", context.Cause(ctx))
		}
		n, err := r.Read(buf)
		_, _ = hash.Write(buf[:n]) // a hash.Hash never returns an error
		size += int64(n)
		if progress != nil && n > 0 {
			progress(size)
		}
		switch {
		case errors.Is(err, io.EOF):
			return hex.EncodeToString(hash.Sum(nil)), size, nil
		case err != nil:
			return "", size, fmt.Errorf("hash: %w", err)
		}
	}
}
