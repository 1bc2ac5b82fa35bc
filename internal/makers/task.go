package makers

import (
	"context"

	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

// Task is one run of a step as its maker sees it.
type Task struct {
	Step     plan.Step
	Source   string            // path of the original; empty for a step that does not read it
	Sources  map[string]string // paths of all originals of a recording that was joined, by SHA-256
	Partial  bool              // Source has only those bytes of the original that the step says it reads
	Dir      string            // empty folder; all files in it at the end are stored
	Progress func(float64)     // to be called with 0 to 1
	Needs    []steps.Result    // of the steps that it needs, in the same order
	Open     transcode.Opener

	fetchWhole func(context.Context) error // has Source be the whole original
}

// Maker does the work of one kind of step.
type Maker func(ctx context.Context, t *Task) (steps.Result, error)

// ServiceError is an error of our own services. Whatever it says of itself, the input
// is not to blame: a bucket that may not be written to must not get a file
// refused for good.
type ServiceError struct{ Err error }

func (e ServiceError) Error() string { return e.Err.Error() }

func (e ServiceError) Unwrap() error { return e.Err }
