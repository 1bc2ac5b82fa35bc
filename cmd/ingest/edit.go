package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/fault"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

type editCmd struct {
	dataFlag
	wire.Services

	Meeting string   `arg:"" help:"ID of the meeting."`
	Set     []string `sep:"none" placeholder:"KEY=VALUE" help:"Set one value, without an editor. Keys are those of meeting.yaml. List items are numbered from 1; the next number appends an item. An empty value removes the key or the item. Repeat the flag for several."`
	From    string   `placeholder:"FILE" help:"Read the description from a file, without an editor; - is stdin. --print writes such a file."`
	Force   bool     `help:"With --from, store it although the meeting was changed since the file was printed."`
	Print   bool     `help:"Print the description, and change nothing."`
	DryRun  bool     `help:"Only show what would change. Needs --set or --from."`
	JSON    bool     `name:"json" help:"Print progress and summary as JSON, one object a line."`
}

func (*editCmd) Help() string {
	return `Changes the description of a meeting: opens it in $VISUAL or $EDITOR, in the form of
meeting.yaml, and publishes what you save. Title, date, people, presentations,
chapters, visibility, rights, poster, trim, captions and what is published of decks can
be changed. Nothing is encoded, so the page is updated in seconds. Only switching to or from
private processes all files again. The earlier revision is kept: "ingest history" and
"ingest diff" show it, and "ingest rollback" restores it.

Slide times are corrected with "ingest align". For other files, or another profile,
submit the files again with "ingest add".

Exit codes: 0 done, 1 failed, 2 wrong usage, a mistake in the description, or no such
meeting, 3 done but some input was refused, 4 a service is unreachable.

Examples:

  ingest edit 2026-03-12-spring-meeting
  ingest edit 2026-03-12-spring-meeting --set "title=Spring meeting" --set language=en
  ingest edit 2026-03-12-spring-meeting --set presentations.2.start=0:31:00
  ingest edit 2026-03-12-spring-meeting --set people.3.name="A. Speaker"
  ingest edit 2026-03-12-spring-meeting --set visibility=private
  ingest edit 2026-03-12-spring-meeting --print > spring.yaml
  ingest edit 2026-03-12-spring-meeting --from spring.yaml`
}

// Run changes the description of a meeting.
func (e *editCmd) Run(ctx context.Context, c *console) error {
	scripted := len(e.Set) > 0 || e.From != ""
	switch {
	case len(e.Set) > 0 && e.From != "":
		return fmt.Errorf("%w: --set and --from: use one of the two", wire.ErrUsage)
	case e.Print && (scripted || e.DryRun):
		return fmt.Errorf("%w: --print prints the stored description: use it alone", wire.ErrUsage)
	case e.Force && e.From == "":
		return fmt.Errorf("%w: --force is for --from", wire.ErrUsage)
	case e.DryRun && !scripted:
		return fmt.Errorf("%w: --dry-run needs --set or --from", wire.ErrUsage)
	case e.Print:
		return withSystem(ctx, e.Services, e.dataFlag, c, func(ctx context.Context, sys *wire.System) error { return e.printOut(ctx, sys, c) })
	case !scripted:
		return e.inEditor(ctx, c)
	}
	open := withWorkers
	if e.DryRun {
		open = withSystem
	}
	return open(ctx, e.Services, e.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		now, etag, err := editable(ctx, sys.Store, e.Meeting)
		if err != nil {
			return err
		}
		next, err := e.revised(c, now)
		if err != nil {
			return err
		}
		if e.DryRun {
			next.Revision++
			if !printDiff(c.out, now, next) {
				printf(c.out, "Nothing would change.\n")
			}
			return nil
		}
		return e.store(ctx, sys, c, storedRecord{now, etag}, next)
	})
}

// storedRecord is a record with its ETag.
type storedRecord struct {
	meeting.Meeting

	etag string
}

// editable reads the record of a meeting.
func editable(ctx context.Context, store storage.Store, id string) (meeting.Meeting, string, error) {
	m, etag, err := archive.ReadExisting(ctx, store, id)
	return m, etag, known(ctx, store, id, err)
}

// revised returns the record with the changes of the flags.
func (e *editCmd) revised(c *console, now meeting.Meeting) (meeting.Meeting, error) {
	if e.From == "" {
		text, err := intake.SetValues(now, e.Set)
		if err != nil {
			return now, fmt.Errorf("%w: %w", wire.ErrUsage, err)
		}
		next, err := intake.Revise(now, "", text)
		if err != nil {
			return now, fmt.Errorf("%w: %w", wire.ErrUsage, err)
		}
		return next, nil
	}
	text, err := readDescription(c, e.From)
	if err != nil {
		return now, fmt.Errorf("%w: --from: %w", wire.ErrUsage, err)
	}
	id, of := headingOf(text)
	if id != "" && id != now.ID {
		return now, fmt.Errorf("%w: %s is the description of the meeting %s; remove its first line if it is meant for %s", wire.ErrUsage, e.From, id, now.ID)
	}
	if of > 0 && of != now.Revision && !e.Force {
		return now, fmt.Errorf("%w: %s was made from revision %d of %s, and revision %d is stored now: \"ingest diff %s %d\" shows what was changed meanwhile; --force overwrites it",
			wire.ErrUsage, e.From, of, now.ID, now.Revision, now.ID, of)
	}
	next, err := intake.Revise(now, e.From, text)
	if err != nil {
		return now, fmt.Errorf("%w: %w", wire.ErrUsage, err)
	}
	return next, nil
}

func readDescription(c *console, name string) ([]byte, error) {
	file := c.in
	if name != "-" {
		var err error
		if file, err = os.Open(name); err != nil {
			return nil, fmt.Errorf("%s: %w", name, fault.Cause(err))
		}
		defer func() { _ = file.Close() }() // only read
	}
	text, err := io.ReadAll(io.LimitReader(file, intake.MaxText+1))
	if err == nil && len(text) > intake.MaxText {
		err = fmt.Errorf("%s is longer than %d bytes", name, intake.MaxText)
	}
	return text, err
}

// store stores a changed record, and follows its publication.
func (e *editCmd) store(ctx context.Context, sys *wire.System, c *console, old storedRecord, next meeting.Meeting) error {
	stored, changed, err := archive.Replace(ctx, sys.Store, old.Meeting, old.etag, next)
	if errors.Is(err, storage.ErrPrecondition) {
		return e.conflict(ctx, sys, c, old.Meeting)
	}
	if err != nil {
		return err
	}
	if !changed {
		printf(c.err, "No changes: %s already has these values.\n", e.Meeting)
		return nil
	}
	return again(ctx, sys, c, stored, true, e.JSON, archive.Event{Kind: archive.EventEdited}, noLongerPublished(old.Meeting, stored)...)
}

// errConflict means that the record was changed by another command.
var errConflict = errors.New("was changed by another command meanwhile, and nothing was stored")

// conflict shows what another command changed.
func (e *editCmd) conflict(ctx context.Context, sys *wire.System, c *console, old meeting.Meeting) error {
	now, _, err := editable(ctx, sys.Store, e.Meeting)
	if err != nil {
		return err
	}
	printDiff(c.err, old, now)
	return fmt.Errorf("%s %w", e.Meeting, errConflict)
}

func (e *editCmd) printOut(ctx context.Context, sys *wire.System, c *console) error {
	m, _, err := editable(ctx, sys.Store, e.Meeting)
	if err != nil {
		return err
	}
	if _, err = c.out.Write(headed(m)); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}

// headed returns the description of a record under a heading, which [headingOf] reads.
func headed(m meeting.Meeting) []byte {
	return append(fmt.Appendf(nil, `# Revision %d of the meeting %s, in the form of meeting.yaml.
# Save and close the editor to publish your changes. Close it without saving to cancel.
# Removed keys get their defaults. Files that are not listed keep their settings.
# Slide times: ingest align. Other files, or another profile: ingest add.

`, m.Revision, m.ID), intake.Describe(m)...)
}

// headingOf returns the meeting and the revision that the heading of a description names, if it has one.
func headingOf(text []byte) (id string, revision int) {
	m := regexp.MustCompile(`^# Revision (\d{1,9}) of the meeting ([a-z0-9-]+)`).FindSubmatch(text)
	if m == nil {
		return "", 0
	}
	revision, _ = strconv.Atoi(string(m[1])) // nine digits
	return string(m[2]), revision
}
