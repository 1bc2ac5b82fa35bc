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

// exhausted holds the errors of the system that no input causes alone.
var exhausted = map[syscall.Errno]string{
	syscall.ENOSPC: "the disk is full",
	syscall.EDQUOT: "the disk quota is used up",
	syscall.EROFS:  "the disk can only be read",
	syscall.EIO:    "the disk has an error",
	syscall.EMFILE: "too many files are open",
	syscall.ENFILE: "too many files are open on the machine",
	syscall.ENOMEM: "the memory is full",
}

// WorkerReason returns why this machine caused err. It returns "" if it did not.
func WorkerReason(err error) string {
	if w, marked := errors.AsType[*worker](err); marked {
		return w.reason
	}
	if number, is := errors.AsType[syscall.Errno](err); is {
		return exhausted[number]
	}
	return ""
}

// IsWorker reports whether this machine caused err, and not the input.
func IsWorker(err error) bool { return WorkerReason(err) != "" }
