package wire

import (
	"context"
	"errors"

	"proceedings/internal/intake"
	"proceedings/internal/jobs"
	"proceedings/internal/pipeline"
	"proceedings/internal/secret"
	"proceedings/internal/standalone"
	"proceedings/internal/storage"
)

// Exit codes, for scripts. They are part of what users rely on; the README
// lists them.
const (
	ExitDone        = 0
	ExitFailed      = 1   // something else went wrong, such as a password that a server refuses; the message says what
	ExitUsage       = 2   // a flag, a path or meeting.yaml is not usable
	ExitRefused     = 3   // done, but for some input, which the message names: it was refused or needs attention; or stored files are not as recorded
	ExitUnreachable = 4   // a service is unreachable; nothing is lost
	ExitInterrupted = 130 // ended by Ctrl-C or SIGTERM
)

// ErrUsage marks an error in how a command was called.
var ErrUsage = errors.New("usage")

// ErrRefused says that some input was refused, which has been reported.
var ErrRefused = errors.New("some input was refused")

// ErrAttention says that a meeting waits for the organiser, which has been reported.
var ErrAttention = errors.New("a meeting needs attention")

// ErrFindings says that a verification found files that are not as recorded, which has been
// reported.
var ErrFindings = errors.New("files are not as recorded")

// ExitCode says which errors a script may tell apart.
func ExitCode(err error) int {
	is := func(targets ...error) bool {
		for _, target := range targets {
			if errors.Is(err, target) {
				return true
			}
		}
		return false
	}
	switch {
	case err == nil:
		return ExitDone
	case is(context.Canceled):
		return ExitInterrupted
	case is(ErrUsage, intake.ErrUsage, pipeline.ErrOtherMeeting, secret.ErrNoKey, standalone.ErrInUse):
		return ExitUsage
	case is(ErrRefused, ErrAttention, ErrFindings):
		return ExitRefused
	case is(storage.ErrUnavailable, jobs.ErrUnavailable):
		return ExitUnreachable
	default:
		return ExitFailed
	}
}
