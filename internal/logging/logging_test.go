package logging_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"proceedings/internal/logging"
)

// line logs under ctx and returns the line, without its time.
func line(ctx context.Context, args ...any) string {
	var out bytes.Buffer
	text := slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}})
	slog.New(logging.NewHandler(text)).With("worker", "a:1").InfoContext(ctx, "done", args...)
	return strings.TrimSpace(out.String())
}

func TestLinesHaveTheAttributesOfTheirTask(t *testing.T) {
	t.Parallel()
	task := logging.With(t.Context(), slog.String("step", "probe-1"))
	inner := logging.With(task, slog.String("meeting", "board"), slog.Int("attempt", 1))
	logging.With(inner, slog.Int("attempt", 2))
	other := logging.With(t.Context(), slog.String("meeting", "council"))
	tests := []struct {
		name string
		ctx  context.Context //nolint:containedctx // a table
		args []any
		want string
	}{
		{"no task", t.Context(), nil, "level=INFO msg=done worker=a:1"},
		{"a line of the caller has what was learned later", task, nil, "level=INFO msg=done worker=a:1 step=probe-1 meeting=board attempt=2"},
		{"another task", other, nil, "level=INFO msg=done worker=a:1 meeting=council"},
		{"the line itself counts more", other, []any{"meeting", "annual"}, "level=INFO msg=done worker=a:1 meeting=annual"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := line(tt.ctx, tt.args...); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}
