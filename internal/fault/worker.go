package fault

import (
	"errors"
	"fmt"
	"syscall"
)

// worker is an error of this machine: the same input may succeed on another one.
type worker struct {
	reason string
	cause  error // nil if the reason says all
}

func (w *worker) Error() string {
	if w.cause == nil {
		return w.reason
	}
	return w.reason + ": " + w.cause.Error()
}

func (w *worker) Unwrap() error { return w.cause }

// Worker marks cause as an error of this machine, as a full disk or a missing tool. No
// input is refused for it. The reason is a sentence part in words for the operator.
func Worker(cause error, reason string, args ...any) error {
	return &worker{fmt.Sprintf(reason, args...), cause}
}

// exhausted returns the reason of an error of the system that no input causes alone, or
// "".
func exhausted(number syscall.Errno) string {
	switch number {
	case syscall.ENOSPC:
		return "the disk is full"
	case syscall.EDQUOT:
		return "the disk quota is used up"
	case syscall.EROFS:
		return "the disk can only be read"
	case syscall.EIO:
		return "the disk has an error"
	case syscall.EMFILE:
		return "too many files are open"
	case syscall.ENFILE:
		return "too many files are open on the machine"
	case syscall.ENOMEM:
		return "the memory is full"
	default:
		return ""
	}
}

// WorkerReason returns why this machine caused err. It returns "" if it did not.
func WorkerReason(err error) string {
	if w, marked := errors.AsType[*worker](err); marked {
		return w.reason
	}
	if number, is := errors.AsType[syscall.Errno](err); is {
		return exhausted(number)
	}
	return ""
}

// IsWorker reports whether this machine caused err, and not the input.
func IsWorker(err error) bool { return WorkerReason(err) != "" }
