package jobs

import (
	"context"
	"fmt"
	"log/slog"
)

// logger writes asynq's log lines to slog. asynq knows only the IDs of tasks, which its texts
// have; tasks adds what else is known of them.
type logger struct {
	log   *slog.Logger
	tasks *taskLog
}

func (l logger) Debug(args ...any) { l.print(slog.LevelDebug, args) }
func (l logger) Info(args ...any)  { l.print(slog.LevelInfo, args) }

// Warn logs at info level. asynq warns of normal events, such as a stopping worker or
// a retried task; the worker logs the important ones itself.
func (l logger) Warn(args ...any) { l.print(slog.LevelInfo, args) }

func (l logger) Error(args ...any) { l.print(slog.LevelError, args) }

// Fatal logs an error and does not exit; main decides that.
func (l logger) Fatal(args ...any) { l.print(slog.LevelError, args) }

func (l logger) print(level slog.Level, args []any) {
	ctx := context.Background() // the fields of a task are added below
	if !l.log.Enabled(ctx, level) {
		return
	}
	text := fmt.Sprint(args...)
	l.log.LogAttrs(ctx, level, text, append(l.tasks.about(text), slog.String("from", "asynq"))...)
}
