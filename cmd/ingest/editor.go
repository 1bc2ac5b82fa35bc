package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
)

// inEditor lets the user change the description of a meeting in an editor. No service is used while it
// is open. What the user wrote is deleted only when it is stored.
func (e *editCmd) inEditor(ctx context.Context, c *console) error {
	if c.in == nil || !term.IsTerminal(int(c.in.Fd())) {
		return fmt.Errorf("%w: stdin is not a terminal, so no editor can be opened: use --set, or --print and --from", wire.ErrUsage)
	}
	var old storedRecord
	err := withSystem(ctx, e.Services, e.dataFlag, c, func(ctx context.Context, sys *wire.System) (err error) {
		old.Meeting, old.etag, err = editable(ctx, sys.Store, e.Meeting)
		return err
	})
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "proceedings-edit-")
	if err != nil {
		return fmt.Errorf("make a folder for the description: %w", err)
	}
	file := filepath.Join(dir, "meeting.yaml")
	next, changed, err := e.written(ctx, c, old.Meeting, file)
	if err == nil && changed {
		err = withWorkers(ctx, e.Services, e.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
			return e.store(ctx, sys, c, old, next)
		})
	} else if err == nil {
		printf(c.err, "No changes.\n")
	}
	if err != nil && !errors.Is(err, wire.ErrRefused) && !errors.Is(err, wire.ErrAttention) && differs(file, headed(old.Meeting)) {
		force := ""
		if errors.Is(err, errConflict) {
			force = " --force"
		}
		printf(c.err, "Your text is saved in %s; \"ingest edit %s --from %s%s\" stores it.\n", file, e.Meeting, file, force)
		return err
	}
	return errors.Join(err, os.RemoveAll(dir))
}

// differs reports whether a file has another content.
func differs(file string, text []byte) bool {
	now, err := os.ReadFile(file)
	return err == nil && len(now) > 0 && !bytes.Equal(now, text)
}

// written opens the editor until the description has no mistakes, or the user gives up.
func (e *editCmd) written(ctx context.Context, c *console, old meeting.Meeting, file string) (next meeting.Meeting, changed bool, err error) {
	text := headed(old)
	if err = os.WriteFile(file, text, 0o600); err != nil {
		return old, false, fmt.Errorf("write the description: %w", err)
	}
	for {
		if err = proc.Interactive(ctx, editor(c), file); err != nil {
			return old, false, fmt.Errorf("edit %s: the editor %w; $EDITOR sets another one", e.Meeting, err)
		}
		now, readErr := os.ReadFile(file)
		if readErr != nil {
			return old, false, fmt.Errorf("read the description: %w", readErr)
		}
		if bytes.Equal(now, text) {
			return old, false, nil
		}
		if next, err = intake.Revise(old, file, now); err == nil {
			return next, true, nil
		}
		for line := range strings.Lines(err.Error()) {
			printf(c.err, "%s\n", strings.TrimSuffix(line, "\n"))
		}
		printf(c.err, "Edit it again? [Y/n] ")
		answer, readErr := bufio.NewReader(c.in).ReadString('\n')
		if answer = strings.ToLower(strings.TrimSpace(answer)); readErr != nil || answer == "n" || answer == "no" {
			return old, false, fmt.Errorf("%w: the description has mistakes", wire.ErrUsage)
		}
	}
}

// editor returns the shell command of the user's editor.
func editor(c *console) string {
	const usual = `"$(command -v editor || command -v nano || echo vi)"`
	return cmp.Or(c.getenv("VISUAL"), c.getenv("EDITOR"), usual)
}
