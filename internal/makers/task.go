package makers

import (
	"context"

	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

// Task is the input of a maker for one run of a step.
type Task struct {
	Step     plan.Step
	Source   string            // path of the original; empty if the step does not read it
	Sources  map[string]string // paths of all originals of a joined recording, by SHA-256
	Partial  bool              // Source has only the byte ranges in Step.Bytes
	Dir      string            // empty folder for the output
	Progress func(float64)     // receives 0 to 1
	Needs    []steps.Result    // results of Step.Needs, in the same order
	Open     transcode.Opener

	fetchWhole func(context.Context) error // sets Source to the whole original
}

// Maker runs one kind of step.
type Maker func(ctx context.Context, t *Task) (steps.Result, error)

// ServiceError is an error of the storage or the network. The input did not cause it, so
// the attempt does not count.
type ServiceError struct{ Err error }

func (e ServiceError) Error() string { return e.Err.Error() }

func (e ServiceError) Unwrap() error { return e.Err }
