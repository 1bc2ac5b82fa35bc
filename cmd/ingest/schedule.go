package main

import (
	"cmp"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"slices"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/meeting"
)

// scheduleFlags say how soon the workers process a meeting.
type scheduleFlags struct {
	Priority string `placeholder:"PRIORITY" help:"How soon the workers process the meeting: urgent, default or bulk. By default, a meeting of more than 30 days ago is bulk."`
	Batch    string `placeholder:"NAME" help:"Name of the batch. The first two unfinished meetings of a batch, and the last, have its priority; the others wait for them one level lower. Default: the user, the host and the parent of the meeting's folder."`
}

// check refuses an unknown priority.
func (f scheduleFlags) check() error {
	if f.Priority != "" && !slices.Contains(meeting.Priorities(), meeting.Priority(f.Priority)) {
		return fmt.Errorf("%w: --priority is %q, must be urgent, default or bulk", wire.ErrUsage, f.Priority)
	}
	return nil
}

// apply sets the priority and the batch of a meeting with files at paths.
func (f scheduleFlags) apply(m *meeting.Meeting, paths []string) {
	m.Priority = meeting.Priority(f.Priority)
	m.Batch = cmp.Or(f.Batch, defaultBatch(userName()+"@"+hostname(), paths))
}

// defaultBatch returns the batch of meetings that someone submits from folders beside each
// other.
func defaultBatch(who string, paths []string) string {
	path, err := filepath.Abs(paths[0])
	if err != nil {
		return who
	}
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		path = filepath.Dir(path)
	}
	return who + ":" + filepath.Dir(path)
}

func userName() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "unknown"
}
