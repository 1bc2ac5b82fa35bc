// Package fault marks errors with two answers: whether a retry may help, and
// what to tell the user.
//
// An error is temporary unless it is marked. The message is a predicate about a
// file ("has neither video nor audio") without the file's name: the same bytes
// may have several names, and the code that shows the message knows which.
package fault

import (
	"errors"
	"fmt"
)

type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// Permanent marks err as one that no retry can fix. Permanent(nil) is nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanent{err}
}

// IsPermanent reports whether any error in err's tree was marked by
// [Permanent] or made by [Refuse]. An error of this machine is not permanent: its cause
// may be that a broken tool refuses a known file.
func IsPermanent(err error) bool {
	if IsWorker(err) {
		return false
	}
	if _, marked := errors.AsType[permanent](err); marked {
		return true
	}
	_, refused := errors.AsType[*refusal](err)
	return refused
}

type refusal struct{ reason string }

func (r *refusal) Error() string { return r.reason }

// Refuse makes a permanent error whose text is a predicate about the input,
// in words for a person: Refuse("is encrypted and needs a password").
func Refuse(format string, args ...any) error {
	return &refusal{fmt.Sprintf(format, args...)}
}

// Refused returns the reason of [Refuse], if err's tree has one, unless this machine
// caused err.
func Refused(err error) (reason string, is bool) {
	if IsWorker(err) {
		return "", false
	}
	if r, refused := errors.AsType[*refusal](err); refused {
		return r.reason, true
	}
	return "", false
}

// Reason is the message for the user: that of [Refuse] if there is one, else
// the whole text. Reason(nil) is empty.
func Reason(err error) string {
	if err == nil {
		return ""
	}
	if reason, refused := Refused(err); refused {
		return reason
	}
	return err.Error()
}
