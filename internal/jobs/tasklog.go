package jobs

import (
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"sync"

	"proceedings/internal/logging"
)

// taskLog remembers the log fields of the last tasks of this process. asynq logs some errors
// of a task after its handler has returned.
type taskLog struct {
	mu    sync.Mutex
	tasks map[string]func() []slog.Attr // fields by ID; a running task learns more
	order []string                      // IDs, the oldest first
}

// remembered is the number of tasks that a taskLog remembers, more than run at a time.
const remembered = 1024

// note remembers a task.
func (t *taskLog) note(id string, fields func() []slog.Attr) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.tasks == nil {
		t.tasks = map[string]func() []slog.Attr{}
	}
	if i := slices.Index(t.order, id); i >= 0 {
		t.order = slices.Delete(t.order, i, i+1)
	}
	t.order = append(t.order, id)
	t.tasks[id] = fields
	if len(t.order) > remembered {
		delete(t.tasks, t.order[0])
		t.order = t.order[1:]
	}
}

// taskID matches the IDs of tasks in a text: the key of a step, or a verb with a meeting.
var taskID = regexp.MustCompile(`\b(?:[a-z]+-[0-9a-f]{32}|(?:reconcile|continue)[A-Z0-9]*-[a-z0-9-]+)\b`)

// about returns the log fields of the tasks that a text names. Of several tasks, it returns
// their meetings, separated by commas.
func (t *taskLog) about(text string) []slog.Attr {
	if first, _, more := strings.Cut(text, "\n"); more { // a stack names no task
		text = first
	}
	ids := taskID.FindAllString(text, -1)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == 1 {
		return t.fields(ids[0])
	}
	var meetings []string
	for _, id := range ids {
		for _, a := range t.fields(id) {
			if a.Key == logging.Meeting && !slices.Contains(meetings, a.Value.String()) {
				meetings = append(meetings, a.Value.String())
			}
		}
	}
	if len(meetings) == 0 {
		return nil
	}
	return []slog.Attr{slog.String(logging.Meeting, strings.Join(meetings, ","))}
}

func (t *taskLog) fields(id string) []slog.Attr {
	t.mu.Lock()
	defer t.mu.Unlock()
	if fields, is := t.tasks[id]; is {
		return fields()
	}
	return aboutTask(id)
}
