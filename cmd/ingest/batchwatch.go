package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/batch"
	"proceedings/internal/intake"
)

// checkWatch refuses flags that do not go with --watch.
func (b *batchCmd) checkWatch() error {
	if !b.Watch {
		return nil
	}
	switch info, err := os.Stat(b.Path); {
	case b.DryRun || b.Wait:
		return fmt.Errorf("%w: --watch goes on until it is interrupted: use it without --dry-run and --wait", wire.ErrUsage)
	case err == nil && !info.IsDir():
		return fmt.Errorf("%w: --watch is for a folder with a folder for each meeting, and %s is a file", wire.ErrUsage, b.Path)
	case b.Every < time.Second || b.Settle < 0:
		return fmt.Errorf("%w: --every must be at least 1s, and --settle at least 0s", wire.ErrUsage)
	}
	return nil
}

// watch submits the folders of a batch again and again as they settle, until ctx ends. It asks the
// storage only if the folder has changed. It waits for unreachable drives and services.
func (b *batchCmd) watch(ctx context.Context, sys *wire.System, c *console) error {
	printf(c.err, "Watching %s. A folder is submitted when its files have not changed for %s. Press Ctrl-C to stop.\n", b.Path, b.Settle)
	settling := settling{settle: b.Settle, seen: map[string]settled{}}
	done, said := "", ""
	for ctx.Err() == nil {
		in, err := b.read()
		if err == nil {
			if state := settling.look(&in.plan, in.root, time.Now()); state != done {
				if err = b.watched(ctx, sys, c, in); err == nil {
					done = state
				}
			}
		}
		text := ""
		if err != nil && ctx.Err() == nil {
			text = err.Error()
		}
		if text != "" && text != said { // not the same again and again
			printf(c.err, "%s; retrying every %s\n", text, b.Every)
		}
		said = text
		select {
		case <-ctx.Done():
		case <-time.After(b.Every):
		}
	}
	printf(c.err, "Stopped watching. Run the same command to continue.\n")
	return nil
}

// watched runs the batch once, and prints what is new.
func (b *batchCmd) watched(ctx context.Context, sys *wire.System, c *console, in batchInput) error {
	run, err := runBatch(ctx, sys, c, in)
	if err != nil {
		return err
	}
	for _, note := range run.notes {
		printf(c.out, "note: %s\n", note)
	}
	for _, row := range run.news() {
		if b.JSON {
			if err = printJSON(c.out, row); err != nil {
				return err
			}
			continue
		}
		switch row.Status {
		case archive.RowSubmitted:
			printf(c.out, "%s: submitted as %s\n", row.Title, row.Meeting)
		case archive.RowDuplicate, archive.RowFailed:
			printf(c.out, "%s: %s: %s\n", row.Title, row.Status, row.Reason)
		default:
			printf(c.out, "%s: waiting for its files to stop changing\n", row.Title)
		}
	}
	return nil
}

// news returns the rows that differ from those of the last run, which had other numbers if folders
// were added.
func (r *batchRun) news() (list []archive.BatchRow) {
	before := map[string]archive.BatchRow{}
	for _, row := range r.before.byNumber {
		before[row.Title] = row
	}
	for _, row := range r.rows {
		old := before[row.Title]
		if row.Status != old.Status || row.Meeting != old.Meeting || row.Reason != old.Reason || row.Fingerprint != old.Fingerprint {
			list = append(list, row)
		}
	}
	return list
}

// waiting is the row of a meeting whose files still change: what an earlier run submitted stays.
func (r *batchRun) waiting(planned batch.Row) archive.BatchRow {
	for _, old := range r.before.byNumber {
		if old.Title == planned.Title {
			old.Row = planned.Number
			return old
		}
	}
	return archive.BatchRow{Row: planned.Number, Title: planned.Title, Status: archive.RowWaiting, Notes: planned.Notes}
}

// settling finds folders whose files no longer change. It compares names, sizes and times, so it
// works on network drives, which send no notifications.
type settling struct {
	settle time.Duration
	seen   map[string]settled // by folder
}

// settled is a folder as it was at the last look.
type settled struct {
	fingerprint string
	since       time.Time
}

// look marks the meetings whose files still change, and returns a text that is the same as long as a
// run would do the same.
func (s *settling) look(p *batch.Plan, root string, now time.Time) string {
	var state []byte
	seen := map[string]settled{}
	for i := range p.Meetings {
		m := &p.Meetings[i]
		name := strings.Join(m.Files, ";")
		fingerprint, growing := folderFingerprint(root, m.Files)
		one := s.seen[name]
		if one.fingerprint != fingerprint {
			one = settled{fingerprint, now}
		}
		seen[name] = one
		if m.Waiting = growing || now.Sub(one.since) < s.settle; m.Waiting {
			fingerprint = ""
		}
		state = fmt.Appendf(state, "%q %s\n", name, fingerprint)
	}
	s.seen = seen
	return string(state)
}

// maxWatched is the number of files of a folder that are looked at; no meeting may have as many.
const maxWatched = 100_000

// folderFingerprint returns a hash that changes with the names, sizes and times of the files in folders. growing
// means that one of them is the unfinished file of a download or a copy.
func folderFingerprint(root string, folders []string) (_ string, growing bool) {
	h := sha256.New()
	left := maxWatched
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, filepath.FromSlash(folder)), func(path string, d fs.DirEntry, err error) error {
			if left--; left < 0 {
				return fs.SkipAll
			}
			if err != nil {
				note(h, path, err.Error())
				return nil // the run says what cannot be read
			}
			info, err := d.Info()
			if err != nil { // it is gone meanwhile
				note(h, path, err.Error())
				return nil
			}
			growing = growing || intake.Unfinished(d.Name())
			if !d.IsDir() {
				note(h, path, info.Size(), info.ModTime().UnixNano())
			}
			return nil
		})
		if err != nil && !errors.Is(err, fs.SkipAll) {
			note(h, folder, err.Error())
		}
	}
	return fmt.Sprintf("%x", h.Sum(nil)), growing
}

func note(h hash.Hash, values ...any) {
	_, _ = h.Write(fmt.Appendf(nil, "%q\n", fmt.Sprint(values...))) // a hash never fails
}
