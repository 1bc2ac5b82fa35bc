package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
)

type alignCmd struct {
	dataFlag
	wire.Services

	Meeting   string   `arg:"" help:"ID of the meeting."`
	Recording string   `placeholder:"ID" help:"ID or file name of the recording, if the meeting has several."`
	Set       []string `sep:"none" placeholder:"DECK:SLIDE=TIME" help:"The slide of the deck is shown from that time on, until the next change. The deck is an ID, a file name, or the beginning of one. Times are seconds, mm:ss or h:mm:ss. Repeat the flag for several slides."`
	None      []string `sep:"none" placeholder:"FROM-TO" help:"No slide is shown between two times. Repeat the flag for several."`
	From      string   `placeholder:"FILE" help:"Read the times from a CSV file with the columns start, deck, slide or start, end, deck, slide; slide 0 is no slide. It replaces earlier corrections of slides."`
	Offset    offset   `placeholder:"SECONDS" help:"Move all times that were found, such as -3s."`
	Off       bool     `help:"Publish no slide times, and no slides that were found in the recording, until another correction."`
	Auto      bool     `help:"Remove all corrections."`
	JSON      bool     `name:"json" help:"Print JSON."`
}

func (*alignCmd) Help() string {
	return `Prints which slide a recording shows when, or corrects it. A question mark marks times
that are uncertain, and a star marks those that a person set. Corrections are part of
the meeting's record: they stay when the meeting is added again. A new recording needs
new ones. The meeting is published again at once, without encoding anything. Slides that
were found in the picture of a recording are a deck with an ID, too: RECORDING-slides.

Exit codes: 0 done, 1 failed, 2 wrong usage or no such meeting, 4 a service is
unreachable.

Examples:

  ingest align 2026-03-12-spring-meeting
  ingest align 2026-03-12-spring-meeting --json
  ingest align 2026-03-12-spring-meeting --set bees.pptx:4=0:12:30 --set bees:5=0:14:02
  ingest align 2026-03-12-spring-meeting --none 1:02:00-1:15:00
  ingest align 2026-03-12-spring-meeting --from times.csv
  ingest align 2026-03-12-spring-meeting --offset -3s
  ingest align 2026-03-12-spring-meeting --auto

A file for --from, with commas or semicolons:

  start,deck,slide
  0:00:12,bees.pptx,1
  0:02:40,bees.pptx,2
  0:31:00,,0`
}

// offset is a number of seconds, which may begin with a minus sign.
type offset struct {
	set     bool
	seconds float64
}

// Decode implements [kong.MapperValue]. Kong takes "-3s" for a flag.
func (o *offset) Decode(ctx *kong.DecodeContext) error {
	text := fmt.Sprint(ctx.Scan.Pop().Value)
	seconds, err := parseOffset(text)
	if err != nil {
		return err
	}
	*o = offset{true, seconds}
	return nil
}

// Run prints or corrects the slide times of a recording.
func (a *alignCmd) Run(ctx context.Context, c *console) error {
	changes := len(a.Set) > 0 || len(a.None) > 0 || a.From != "" || a.Offset.set || a.Off || a.Auto
	if a.Auto && (len(a.Set) > 0 || len(a.None) > 0 || a.From != "" || a.Offset.set || a.Off) {
		return fmt.Errorf("%w: --auto removes all corrections: use it alone", wire.ErrUsage)
	}
	if a.Off && (len(a.Set) > 0 || len(a.None) > 0 || a.From != "" || a.Offset.set) {
		return fmt.Errorf("%w: --off publishes no slide times: use it alone", wire.ErrUsage)
	}
	open := withSystem
	if changes {
		open = withWorkers
	}
	return open(ctx, a.Services, a.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		m, published, err := readPublished(ctx, sys.Store, a.Meeting)
		if err != nil {
			return err
		}
		r, err := recordingNamed(published, a.Recording)
		if err != nil {
			return fmt.Errorf("%w: %w", wire.ErrUsage, err)
		}
		if changes {
			if err = a.correct(ctx, sys, c, m, correction{published, r}); err != nil {
				return err
			}
			if m, published, err = readPublished(ctx, sys.Store, a.Meeting); err != nil {
				return err
			}
			if r, err = recordingNamed(published, r.ID); err != nil {
				return err
			}
		}
		return a.print(c, published, r, m.AlignmentOf(r.ID))
	})
}

// readPublished reads the record and the manifest of a meeting.
func readPublished(ctx context.Context, store storage.Store, id string) (m meeting.Meeting, published manifest.Manifest, err error) {
	m, _, err = archive.ReadExisting(ctx, store, id)
	if err != nil {
		return m, published, known(ctx, store, id, err)
	}
	if m.Withdrawn {
		return m, published, fmt.Errorf("%w: %s is withdrawn; \"ingest publish %s\" publishes it again", wire.ErrUsage, id, id)
	}
	_, err = storage.ReadJSON(ctx, store, plan.Space(m.Visibility).Meeting(id, layout.Manifest), &published)
	if wire.Unreachable(err) {
		return m, published, err
	}
	if err != nil {
		return m, published, fmt.Errorf("%w: %s is not published yet; \"ingest status %s\" shows its progress", wire.ErrUsage, id, id)
	}
	return m, published, nil
}

// recordingNamed returns the recording with an ID or file name; for an empty name, the only
// one with a picture.
func recordingNamed(m manifest.Manifest, name string) (manifest.Recording, error) {
	var videos []manifest.Recording
	var names []string
	for _, r := range m.Recordings {
		names = append(names, r.ID)
		if r.Kind == manifest.Video {
			videos = append(videos, r)
		}
		if name != "" && (r.ID == name || fileName(m, r.Source) == name) {
			return r, nil
		}
	}
	switch {
	case len(m.Recordings) == 0:
		return manifest.Recording{}, fmt.Errorf("%s has no recording", m.ID)
	case name != "":
		return manifest.Recording{}, fmt.Errorf("--recording: %q is not one of %s", name, strings.Join(names, ", "))
	case len(videos) == 1:
		return videos[0], nil
	case len(m.Recordings) == 1:
		return m.Recordings[0], nil
	}
	return manifest.Recording{}, fmt.Errorf("%s has several recordings: choose one with --recording: %s", m.ID, strings.Join(names, ", "))
}

func fileName(m manifest.Manifest, source string) string {
	at := slices.IndexFunc(m.Sources, func(s manifest.Source) bool { return s.ID == source })
	if at < 0 {
		return ""
	}
	return m.Sources[at].Name
}

// correct stores the corrections and waits until they are published.
func (a *alignCmd) correct(ctx context.Context, sys *wire.System, c *console, m meeting.Meeting, on correction) error {
	next, err := a.corrected(on, m.AlignmentOf(on.recording.ID))
	if err != nil {
		return fmt.Errorf("%w: %w", wire.ErrUsage, err)
	}
	stored, changed, err := archive.SetAlignment(ctx, sys.Store, m.ID, next)
	if err != nil {
		return known(ctx, sys.Store, m.ID, err)
	}
	if !changed {
		printf(c.err, "Nothing changes: %s has these corrections already.\n", on.recording.ID)
		return nil
	}
	c.record(ctx, sys, archive.Event{Kind: archive.EventEdited, Meeting: m.ID, Revision: stored.Revision})
	_, err = settle(ctx, sys, c, m.ID, stored.Revision)
	return err
}

// corrected returns the corrections of a recording with those that the flags add to old ones.
func (a *alignCmd) corrected(on correction, old meeting.Alignment) (meeting.Alignment, error) {
	next := meeting.Alignment{Recording: on.recording.ID}
	if a.Auto {
		return next, nil
	}
	next.Offset, next.Off, next.Slides = old.Offset, a.Off, slices.Clone(old.Slides)
	if a.Offset.set {
		if max(a.Offset.seconds, -a.Offset.seconds) >= on.recording.Duration {
			return next, fmt.Errorf("--offset: %g s would move every slide out of the recording, which lasts %.0f s", a.Offset.seconds, on.recording.Duration)
		}
		next.Offset = a.Offset.seconds
	}
	if a.From != "" {
		f, err := os.Open(a.From)
		if err != nil {
			return next, fmt.Errorf("--from: %w", err)
		}
		defer func() { _ = f.Close() }() // only read
		if next.Slides, err = on.readTimes(f); err != nil {
			return next, fmt.Errorf("--from: %s: %w", a.From, err)
		}
	}
	kept := len(next.Slides)
	for _, text := range a.Set {
		one, err := on.parseSet(text)
		if err != nil {
			return next, fmt.Errorf("--set %s: %w", text, err)
		}
		if slices.ContainsFunc(next.Slides[kept:], func(c meeting.SlideCorrection) bool { return c.Start == one.Start }) {
			return next, fmt.Errorf("--set %s: another --set has the same time", text)
		}
		next.Slides = append(next.Slides, one)
	}
	for _, text := range a.None {
		one, err := on.parseNone(text)
		if err != nil {
			return next, fmt.Errorf("--none %s: %w", text, err)
		}
		next.Slides = append(next.Slides, one)
	}
	return next, nil
}
