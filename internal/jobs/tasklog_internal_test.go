package jobs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/logging"
)

// TestLinesOfAsynqNameTheMeeting: asynq knows only the IDs of tasks.
func TestLinesOfAsynqNameTheMeeting(t *testing.T) {
	t.Parallel()
	probe, chunk, other := "probe-"+strings.Repeat("a", 32), "chunk-"+strings.Repeat("b", 32), "deck-"+strings.Repeat("c", 32)
	var tasks taskLog
	ctx := logging.With(t.Context(), aboutTask(probe)...)
	tasks.note(probe, func() []slog.Attr { return logging.Attrs(ctx) })
	logging.With(ctx, slog.String(logging.Meeting, "board,council"), slog.String(logging.Source, "a")) // the pipeline learns it later
	tasks.note(chunk, func() []slog.Attr { return []slog.Attr{slog.String(logging.Meeting, "zoo")} })
	for _, tt := range []struct {
		text string
		want map[string]any // without step and kind
	}{
		{"Could not push task id=" + probe + " back to queue: EOF", map[string]any{"meeting": "board,council", "source": "a"}},
		{"Could not push task id=reconcile-2026-03-12-spring back to queue: EOF", map[string]any{"meeting": "2026-03-12-spring"}},
		{"Failed to extend lease for tasks [reconcile2-2026-board]: EOF", map[string]any{"meeting": "2026-board"}},
		{"Failed to extend lease for tasks [continueABC234-board]: EOF", map[string]any{"meeting": "board"}},
		{"Failed to extend lease for tasks [" + probe + " " + chunk + "]: EOF", map[string]any{"meeting": "zoo,board,council"}},
		{"Could not remove task id=" + other + ": EOF", map[string]any{}},
		{"Dequeue error: EOF", map[string]any{}},
		{"recovering from panic\n" + probe, map[string]any{}},
	} {
		var out bytes.Buffer
		logger{slog.New(slog.NewJSONHandler(&out, nil)), &tasks}.Error(tt.text)
		var line map[string]any
		if err := json.Unmarshal(out.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if line["msg"] != tt.text || line["level"] != "ERROR" || line["from"] != "asynq" {
			t.Errorf("line %s", out.String())
		}
		for _, field := range []string{"msg", "level", "from", "time", "step", "kind"} {
			delete(line, field)
		}
		if diff := cmp.Diff(tt.want, line); diff != "" {
			t.Errorf("%s: %s", tt.text, diff)
		}
	}
	var out bytes.Buffer
	logger{slog.New(slog.NewTextHandler(&out, nil)), &tasks}.Debug("Dequeue")
	if out.Len() > 0 {
		t.Errorf("a line that is not wanted: %s", out.String())
	}
}

func TestTaskLogForgets(t *testing.T) {
	t.Parallel()
	var tasks taskLog
	for i := range 3 * remembered {
		tasks.note(fmt.Sprint(i%(2*remembered)), func() []slog.Attr { return nil })
	}
	if len(tasks.tasks) != remembered || len(tasks.order) != remembered {
		t.Errorf("%d tasks, %d in order, want %d", len(tasks.tasks), len(tasks.order), remembered)
	}
}
