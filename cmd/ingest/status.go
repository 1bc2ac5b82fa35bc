package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/statuspage"
	"proceedings/internal/words"
)

type statusCmd struct {
	dataFlag
	wire.Services

	Meeting string `arg:"" optional:"" help:"ID of a meeting, to list its files."`
	JSON    bool   `name:"json" help:"Print JSON, one meeting a line."`
}

func (*statusCmd) Help() string {
	return `Shows the state of each meeting (processing, published, needs attention, withdrawn
or failed), its visibility, its priority in the queue while it is unfinished, the
reason for each refused file, and warnings. It works while "ingest run" does.

A meeting needs attention if a step failed five times although the workers are
healthy and the file was not refused. Nothing new of it is published until "ingest
retry".

Exit codes: 0 done, 1 failed, 2 no such meeting, 3 a meeting needs attention, 4 a
service is unreachable.

Examples:

  ingest status
  ingest status 2026-03-12-spring-meeting
  ingest status --redis redis://queue:6379/0 --s3-endpoint https://s3.example.org`
}

// Run prints the state of meetings.
func (s *statusCmd) Run(ctx context.Context, c *console) error {
	return withSystem(ctx, s.Services, s.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		if s.Meeting != "" {
			r, err := reporter{store: sys.Store, queue: sys.Client}.reportOrDamaged(ctx, s.Meeting)
			if err == nil {
				err = r.addVerified(ctx, sys)
			}
			if err != nil {
				return known(ctx, sys.Store, s.Meeting, err)
			}
			if s.JSON {
				return errors.Join(printJSON(c.out, r), r.attention())
			}
			return errors.Join(r.write(c.out), s.workers(ctx, sys, c), r.attention())
		}
		return errors.Join(s.all(ctx, sys, c.out), s.workers(ctx, sys, c))
	})
}

// workers prints the workers that are out of service.
func (s *statusCmd) workers(ctx context.Context, sys *wire.System, c *console) error {
	sick, err := sys.Client.SickWorkers(ctx)
	if err != nil || s.JSON {
		return err
	}
	for _, w := range sick {
		printf(c.out, "\n%s\n", outOfService(w))
	}
	return nil
}

// damaged is shown as the state of a meeting whose record or state cannot be read.
const damaged = statuspage.Damaged

// attention returns an error if the meeting needs attention.
func (r meetingReport) attention() error {
	if r.State == damaged {
		return errDamaged(r.Meeting)
	}
	if r.State != archive.NeedsAttention {
		return nil
	}
	return fmt.Errorf("%w: %s", wire.ErrAttention, r.Meeting)
}

func (r meetingReport) write(w io.Writer) error {
	if r.State == damaged {
		printf(w, "%s: damaged: %s\n", r.Meeting, r.Damage)
		return nil
	}
	printf(w, "%s: %q, %s, revision %d, %s\n", r.Meeting, r.Title, r.Visibility, r.Revision, r.State)
	if r.Priority != "" {
		printf(w, "  priority %s%s\n", r.Priority, r.behind())
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, src := range r.Sources {
		t := r.Progress[src.ID].total
		text := statusLine(src, t, int(t.Done*100))
		if r.State == archive.Withdrawn {
			text = "" // no step runs
		} else if src.Status == archive.StatusRefused {
			text = "refused" // the reason follows below
		}
		printf(table, "  %s\t%s\t%s\n", src.Name, src.Role, text)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the status: %w", err)
	}
	for _, refusal := range r.Refused {
		printf(w, "  refused: %s\n", refusal)
	}
	if r.State == archive.NeedsAttention {
		writeAttention(w, r.Meeting, r.Attention)
	}
	r.writeErrors(w)
	for _, warning := range slices.Concat(r.Warnings, noteWarnings(r.Sources)) {
		printf(w, "  warning: %s\n", warning)
	}
	for _, note := range withheldNotes(r.Sources) {
		printf(w, "  withheld: %s\n", note)
	}
	for _, src := range r.Sources {
		if text := trimState(src); text != "" {
			printf(w, "  trim: %s %s\n", src.Name, text)
			continue
		}
		if text := silences(src); text != "" {
			printf(w, "  silence: %s: %s; %q in meeting.yaml leaves it out\n", src.Name, text, suggestion(src))
		}
	}
	if r.Verified != nil {
		last := r.Verified.Last
		printf(w, "  verified %s: %s\n", last.Time.Local().Format(time.DateOnly), last)
		for i, f := range last.Findings {
			if i == maxShown {
				break
			}
			printf(w, "    %s %s\n", f.Key, f.Text)
		}
	}
	return nil
}

// silences describes the long silences at the ends of a recording; empty if there are
// none.
func silences(src archive.SourceState) string {
	if src.Sounding == nil {
		return ""
	}
	var list []string
	if src.Sounding.Start > 0 {
		list = append(list, words.Clock(src.Sounding.Start)+" at the beginning")
	}
	if src.Sounding.End < src.Duration {
		list = append(list, fmt.Sprintf("%s at the end, from %s", words.Clock(src.Duration-src.Sounding.End), words.Clock(src.Sounding.End)))
	}
	return strings.Join(list, "; ")
}

// addVerified adds the last verifications of the meeting, if there are any.
func (r *meetingReport) addVerified(ctx context.Context, sys *wire.System) error {
	v, err := archive.ReadVerified(ctx, sys.Store, r.Meeting)
	if v.Schema > 0 {
		r.Verified = &v
	}
	return err
}

// behind describes what the meeting waits for, if anything.
func (r meetingReport) behind() string {
	if r.Ahead == 0 {
		return ""
	}
	return ", waiting behind " + words.Count(r.Ahead, "meeting") + " of the same batch"
}

// writeErrors points to the full error of each step that failed permanently, if it
// is longer than the reason.
func (r meetingReport) writeErrors(w io.Writer) {
	for _, src := range r.Sources {
		for _, step := range src.Steps {
			if hasMore(src, step) {
				printf(w, "  details: %s (%s) has more under lastError in \"ingest status --json %s\"\n", src.Name, step.Kind, r.Meeting)
			}
		}
	}
}

// hasMore reports whether the error of a step says more than the reason.
func hasMore(src archive.SourceState, step archive.StepState) bool {
	return step.LastError != "" && !strings.HasSuffix(step.LastError, src.Reason)
}

// all lists the meetings.
func (s *statusCmd) all(ctx context.Context, sys *wire.System, w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	n := 0
	var attention error
	from := reporter{store: sys.Store, queue: newSnapshot(sys.Client)}
	for m, err := range archive.List(ctx, sys.Store) {
		if err != nil {
			return err
		}
		r, err := from.reportOrDamaged(ctx, m.ID)
		if errors.Is(err, archive.ErrNoMeeting) {
			continue // deleted since it was listed
		}
		if err != nil {
			return err
		}
		attention = errors.Join(attention, r.attention())
		if s.JSON {
			if err := printJSON(w, r); err != nil {
				return err
			}
			continue
		}
		if n == 0 {
			printf(table, "MEETING\tDATE\tVISIBILITY\tPRIORITY\tSTATE\tFILES\tREFUSED\tTITLE\n")
		}
		n++
		printf(table, "%s\t%s\t%s\t%s\t%s\t%d\t%d\t%s\n", r.Meeting, r.Date, r.Visibility, r.Priority, r.State, len(r.Sources), len(r.Refused), r.Title)
	}
	if n == 0 && !s.JSON {
		printf(w, "There are no meetings yet.\n")
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the status: %w", err)
	}
	return attention
}
