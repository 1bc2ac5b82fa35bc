package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/storage"
)

type retryCmd struct {
	dataFlag
	wire.Services

	Meeting string   `arg:"" optional:"" help:"ID of the meeting."`
	All     bool     `help:"Retry all meetings that need attention; with --failed, also those with refused files."`
	Failed  bool     `help:"Also try refused files again, for example after an update of a tool."`
	Without []string `sep:"none" placeholder:"FILE" help:"Do not try the failed steps of this file again; publish the meeting without their results. Repeat the flag for several files."`
	JSON    bool     `name:"json" help:"Print progress and summary as JSON, one object a line."`
}

func (*retryCmd) Help() string {
	return `Tries failed steps again, of one meeting or of all that need attention. A meeting
needs attention if a step failed five times although the workers are healthy and the
file was not refused. Its published version stays as it is. Files that were refused
are tried again only with --failed, for example after an update of ffmpeg. The
folder is not needed; the originals are stored. Files that were refused before they
were stored are listed: add the meeting again for them. With --all, damaged meetings
are named and left out, and the last line of --json has the number of meetings.

Exit codes: 0 done, 1 failed, 2 no such meeting, 3 done but some input was refused
or still needs attention, or a meeting is damaged, 4 a service is unreachable.

Examples:

  ingest retry 2026-03-12-spring-meeting
  ingest retry 2026-03-12-spring-meeting --without talk.mp4
  ingest retry 2026-03-12-spring-meeting --failed
  ingest retry --all
  ingest retry --all --failed`
}

// Run tries failed steps again.
func (r *retryCmd) Run(ctx context.Context, c *console) error {
	switch {
	case (r.Meeting == "") == !r.All:
		return fmt.Errorf("%w: name one meeting, or use --all", wire.ErrUsage)
	case r.All && len(r.Without) > 0:
		return fmt.Errorf("%w: --without names files of one meeting: name the meeting instead of --all", wire.ErrUsage)
	}
	return withWorkers(ctx, r.Services, r.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		if !r.All {
			return r.retry(ctx, sys, c, r.Meeting)
		}
		return r.all(ctx, sys, c)
	})
}

// retrySummary is the last line of a retry of all meetings, for scripts.
type retrySummary struct {
	Event     string `json:"event"`     // summary
	Meetings  int    `json:"meetings"`  // that were tried again
	Refused   int    `json:"refused"`   // of them, with a refused file
	Attention int    `json:"attention"` // of them, which still need attention
	Damaged   int    `json:"damaged"`   // that could not be read, and were left out
}

// all retries the meetings of --all. Those that cannot be read are named and left out.
func (r *retryCmd) all(ctx context.Context, sys *wire.System, c *console) error {
	ids, damaged, err := r.meetings(ctx, sys.Store)
	if err != nil {
		return err
	}
	sum := retrySummary{Event: "summary"}
	var outcomes []error
	for _, id := range ids {
		outcome := r.retry(ctx, sys, c, id)
		if errors.Is(outcome, storage.ErrDamaged) {
			_ = damaged.add(id, outcome) // it is nil
			continue
		}
		refused, attention := errors.Is(outcome, wire.ErrRefused), errors.Is(outcome, wire.ErrAttention)
		if outcome != nil && !refused && !attention {
			return outcome
		}
		sum.Meetings++
		if refused {
			sum.Refused++
		}
		if attention {
			sum.Attention++
		}
		outcomes = append(outcomes, outcome)
	}
	sum.Damaged = len(damaged)
	outcomes = append(outcomes, damaged.report(c, r.JSON))
	switch {
	case r.JSON:
		outcomes = append(outcomes, printJSON(c.out, sum))
	case len(ids) == 0 && r.Failed:
		printf(c.out, "No meeting needs attention or has a refused file that is stored.\n")
	case len(ids) == 0:
		printf(c.out, "No meeting needs attention.\n")
	}
	return errors.Join(outcomes...)
}

func (r *retryCmd) retry(ctx context.Context, sys *wire.System, c *console, id string) error {
	behind := archive.Behind(ctx, sys.Store, id)
	if _, is := errors.AsType[*archive.BehindError](behind); is {
		return fmt.Errorf("%w: %s: %w", wire.ErrUsage, id, behind)
	}
	m, changed, err := archive.SetWithout(ctx, sys.Store, id, r.Without)
	if errors.Is(err, archive.ErrNoFile) {
		return fmt.Errorf("%w: %s: --without: %w", wire.ErrUsage, id, err)
	}
	if err != nil {
		return known(ctx, sys.Store, id, err)
	}
	if m.Withdrawn {
		return fmt.Errorf("%w: %s is withdrawn; \"ingest publish %s\" publishes it again", wire.ErrUsage, id, id)
	}
	state, err := archive.ReadState(ctx, sys.Store, id)
	if err != nil {
		return err
	}
	retried := map[string]int{}
	if r.Failed {
		if retried, err = pipeline.ReopenRefused(ctx, sys.Store, id); err != nil {
			return err
		}
	}
	return again(ctx, sys, c, m, changed, r.JSON, archive.Event{Kind: archive.EventRetried, Without: r.Without}, retryNotes(m, state, retried, r.Failed)...)
}

// again processes a stored meeting again, with new attempts at failed steps, stores the
// event, and shows the notes and the progress.
func again(ctx context.Context, sys *wire.System, c *console, m meeting.Meeting, changed, asJSON bool, e archive.Event, notes ...string) error {
	if err := pipeline.Reopen(ctx, sys.Store, m.ID); err != nil {
		return err
	}
	e.Meeting, e.Revision = m.ID, m.Revision
	c.record(ctx, sys, e)
	if err := sys.Client.Reconcile(ctx, m.ID); err != nil {
		return err
	}
	show := newDisplay(c, asJSON)
	defer show.Close()
	show.Submitted(m, changed)
	for _, note := range notes {
		show.Note(note)
	}
	return follow(ctx, sys, m, show)
}

// retryNotes says which files are tried again and which are not, and why. retried has the
// number of refused and failed steps that are tried again, by file.
func retryNotes(m meeting.Meeting, s archive.State, retried map[string]int, failed bool) (notes []string) {
	stored := map[string]bool{}
	for _, src := range m.Sources {
		stored[src.Name] = true
		if n := retried[src.Name]; n == 1 {
			notes = append(notes, src.Name+" is tried again (1 step)")
		} else if n > 1 {
			notes = append(notes, fmt.Sprintf("%s is tried again (%d steps)", src.Name, n))
		}
		if src.Without {
			notes = append(notes, src.Name+" is not tried again: the meeting is published without the results of its failed steps")
		}
	}
	for _, refused := range s.Refused {
		switch {
		case !stored[refused.Name]:
			notes = append(notes, fmt.Sprintf("%s is not tried again, since it is not stored (it %s): add the meeting again", refused.Name, refused.Reason))
		case !failed:
			notes = append(notes, fmt.Sprintf("%s is not tried again, since it was refused (it %s): add --failed to try it", refused.Name, refused.Reason))
		}
	}
	return notes
}

// meetings lists the meetings that --all retries.
func (r *retryCmd) meetings(ctx context.Context, store storage.Store) (ids []string, damaged leftOut, err error) {
	for id, err := range archive.Meetings(ctx, store) {
		if err != nil {
			return ids, damaged, err
		}
		state, err := archive.ReadState(ctx, store, id)
		if err = damaged.add(id, err); err != nil {
			return ids, damaged, err
		}
		if state.State == archive.NeedsAttention || r.Failed && hasRefusedStep(state) {
			ids = append(ids, id)
		}
	}
	return ids, damaged, nil
}

// hasRefusedStep reports whether a step of a meeting failed permanently.
func hasRefusedStep(s archive.State) bool {
	return s.State != archive.Withdrawn && slices.ContainsFunc(s.Sources, hasRefused)
}

// hasRefused reports whether a step of a file failed permanently.
func hasRefused(src archive.SourceState) bool {
	return slices.ContainsFunc(src.Steps, func(step archive.StepState) bool { return step.Status == archive.StatusRefused })
}
