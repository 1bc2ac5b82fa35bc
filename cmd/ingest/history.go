package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

type historyCmd struct {
	dataFlag
	wire.Services

	Meeting string `arg:"" help:"ID of the meeting."`
	JSON    bool   `name:"json" help:"Print JSON, one revision a line; times are in UTC."`
}

func (*historyCmd) Help() string {
	return `Lists the revisions of what was submitted of a meeting: who changed it, when, and what.
"ingest diff" shows the changes themselves, and "ingest rollback" brings an earlier
revision back. Revisions that an earlier version of Proceedings replaced are not kept.
"ingest events" also lists what the workers did.

Exit codes: 0 done, 1 failed, 2 no such meeting, 4 a service is unreachable.

Examples:

  ingest history 2026-03-12-spring-meeting
  ingest history --json 2026-03-12-spring-meeting`
}

// revisionLine is one revision of a meeting.
type revisionLine struct {
	Revision int       `json:"revision"`
	Time     time.Time `json:"time,omitzero"`
	Who      string    `json:"who,omitempty"`
	Event    string    `json:"event,omitempty"`
	Back     int       `json:"back,omitempty"`    // of a rollback: the earlier revision
	Changed  []string  `json:"changed,omitempty"` // since the revision before
	Kept     bool      `json:"kept"`
	Lost     bool      `json:"lost,omitempty"` // it was kept, and is damaged or missing; "ingest verify" names it
}

// Run lists the revisions of a meeting.
func (h *historyCmd) Run(ctx context.Context, c *console) error {
	return withSystem(ctx, h.Services, h.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		lines, err := history(ctx, sys.Store, h.Meeting)
		if err != nil {
			return known(ctx, sys.Store, h.Meeting, err)
		}
		if h.JSON {
			for _, l := range lines {
				if err = printJSON(c.out, l); err != nil {
					return err
				}
			}
			return nil
		}
		table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
		printf(table, "REVISION\tTIME\tWHO\tCHANGE\n")
		for _, l := range lines {
			at := ""
			if !l.Time.IsZero() {
				at = localTime(l.Time)
			}
			printf(table, "%d\t%s\t%s\t%s\n", l.Revision, at, l.Who, l.change())
		}
		if err = table.Flush(); err != nil {
			return fmt.Errorf("print the history: %w", err)
		}
		return nil
	})
}

// change describes what a revision changed.
func (l revisionLine) change() string {
	text := l.Event
	if l.Back > 0 {
		text += fmt.Sprintf(" back to revision %d", l.Back)
	}
	if len(l.Changed) > 0 {
		text += ": " + strings.Join(l.Changed, ", ")
	}
	switch {
	case l.Lost:
		text += " (damaged or lost)"
	case !l.Kept:
		text += " (not kept)"
	}
	return strings.TrimSpace(text)
}

// history returns the revisions of a meeting, the first one first.
func history(ctx context.Context, store storage.Store, id string) ([]revisionLine, error) {
	now, _, err := archive.ReadExisting(ctx, store, id)
	if err != nil {
		return nil, err
	}
	kept, err := archive.Revisions(ctx, store, id)
	if err != nil {
		return nil, err
	}
	records := map[int]meeting.Meeting{now.Revision: now}
	for _, n := range kept {
		m, readErr := archive.ReadRevision(ctx, store, id, n)
		if readErr != nil && !errors.Is(readErr, storage.ErrDamaged) { // verify names it
			return nil, readErr
		}
		if readErr == nil {
			records[n] = m
		}
	}
	events, _, err := archive.Events(ctx, store, id)
	if err != nil {
		return nil, err
	}
	by := map[int]archive.Event{}
	for _, e := range events {
		switch e.Kind {
		case archive.EventSubmitted, archive.EventEdited, archive.EventUnpublish, archive.EventRestored:
			by[e.Revision] = e
		}
	}
	lines := make([]revisionLine, now.Revision)
	for i := range lines {
		n := i + 1
		m, is := records[n]
		l := revisionLine{Revision: n, Time: by[n].Time, Who: by[n].Who, Event: string(by[n].Kind), Back: by[n].Back, Kept: is, Lost: !is && len(kept) > 0 && n >= kept[0]}
		if before, both := records[n-1]; is && both {
			l.Changed = changedParts(before, m)
		} else if is && n == 1 {
			l.Changed = []string{words.Count(len(m.Sources), "file")}
		}
		lines[i] = l
	}
	return lines, nil
}
