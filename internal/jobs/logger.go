package jobs

import (
	"fmt"
	"log/slog"
)

// logger gives asynq's lines to slog.
type logger struct{ log *slog.Logger }

func (l logger) Debug(args ...any) { l.log.Debug(fmt.Sprint(args...), "from", "asynq") }
func (l logger) Info(args ...any)  { l.log.Info(fmt.Sprint(args...), "from", "asynq") }

// Warn is information: what asynq warns of (a worker that stops, a task that
// will run again) is meant to happen, and what matters of it is logged by us.
func (l logger) Warn(args ...any) { l.log.Info(fmt.Sprint(args...), "from", "asynq") }

func (l logger) Error(args ...any) { l.log.Error(fmt.Sprint(args...), "from", "asynq") }

// Fatal only logs: ending the program is for main to decide.
func (l logger) Fatal(args ...any) { l.log.Error(fmt.Sprint(args...), "from", "asynq") }
