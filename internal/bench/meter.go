package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"proceedings/internal/proc"
)

// meter adds up what children used. It is told the sum of each by the runner,
// and right after that its name by the runner's log.
type meter struct {
	mu    sync.Mutex
	cpu   time.Duration
	rss   int64
	last  time.Duration            // of the child that has no name yet
	tools map[string]time.Duration // CPU time by name, good where children run one at a time
}

func (m *meter) used(u proc.Usage) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cpu += u.CPU
	m.last += u.CPU
	m.rss = max(m.rss, u.MaxRSS)
}

// Enabled implements [slog.Handler].
func (m *meter) Enabled(context.Context, slog.Level) bool { return true }

// Handle implements [slog.Handler].
func (m *meter) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if a.Key != "tool" {
			return true
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.tools == nil {
			m.tools = map[string]time.Duration{}
		}
		m.tools[filepath.Base(a.Value.String())] += m.last
		m.last = 0
		return false
	})
	return nil
}

// WithAttrs implements [slog.Handler].
func (m *meter) WithAttrs([]slog.Attr) slog.Handler { return m }

// WithGroup implements [slog.Handler].
func (m *meter) WithGroup(string) slog.Handler { return m }
