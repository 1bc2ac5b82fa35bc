package jobs

import (
	"log/slog"
	"strings"

	"proceedings/internal/logging"
	"proceedings/internal/plan"
)

// WorkerName identifies this process in logs and messages: host and process ID.
func WorkerName() string { return thisWorker().field() }

// aboutTask returns what the ID of a task says, for log lines.
func aboutTask(id string) []slog.Attr {
	if kind := plan.KindOf(id); kind.Traits().Version > 0 {
		return []slog.Attr{slog.String(logging.Step, id), slog.String(logging.Kind, string(kind))}
	}
	verb, meeting, _ := strings.Cut(id, "-")
	if strings.HasPrefix(verb, "reconcile") || strings.HasPrefix(verb, "continue") {
		return []slog.Attr{slog.String(logging.Meeting, meeting)}
	}
	return nil
}

// spanName names a task in traces, by its type and kind.
func spanName(taskType, id string) string {
	name, _, _ := strings.Cut(taskType, ":")
	if kind := plan.KindOf(id); kind.Traits().Version > 0 {
		name += " " + string(kind)
	}
	return name
}
