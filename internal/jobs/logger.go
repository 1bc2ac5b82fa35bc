package jobs

import (
	"fmt"
	"log/slog"
)

// logger writes asynq's log lines to slog.
type logger struct{ log *slog.Logger }

func (l logger) Debug(args ...any) { l.log.Debug(fmt.Sprint(args...), "from", "asynq") }
func (l logger) Info(args ...any)  { l.log.Info(fmt.Sprint(args...), "from", "asynq") }

// Warn logs at info level. asynq warns of normal events, such as a stopping worker or
// a retried task; the worker logs the important ones itself.
func (l logger) Warn(args ...any) { l.log.Info(fmt.Sprint(args...), "from", "asynq") }

func (l logger) Error(args ...any) { l.log.Error(fmt.Sprint(args...), "from", "asynq") }

// Fatal logs an error and does not exit; main decides that.
func (l logger) Fatal(args ...any) { l.log.Error(fmt.Sprint(args...), "from", "asynq") }
