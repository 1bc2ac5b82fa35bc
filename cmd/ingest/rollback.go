package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

type rollbackCmd struct {
	dataFlag
	wire.Services

	Meeting  string `arg:"" help:"ID of the meeting."`
	Revision int    `arg:"" help:"The revision to restore; \"ingest history\" lists them."`
	DryRun   bool   `help:"Only show what would change."`
	JSON     bool   `name:"json" help:"Print progress and summary as JSON, one object a line."`
}

func (*rollbackCmd) Help() string {
	return `Restores an earlier revision of a meeting, with its files, as a new revision, and
publishes it. Nothing is lost: the current revision is kept, and can be restored in the
same way. Files that were made before are used again; only what "ingest gc" deleted
is made again. A rollback never publishes more than now: private, unlisted and withdrawn
meetings stay so, and deck content that is not published now stays unpublished.

Exit codes: 0 done, 1 failed, 2 no such meeting or revision, 3 done but some input was
refused, 4 a service is unreachable.

Examples:

  ingest rollback 2026-03-12-spring-meeting 2
  ingest rollback --dry-run 2026-03-12-spring-meeting 2`
}

// Run brings a revision back.
func (r *rollbackCmd) Run(ctx context.Context, c *console) error {
	open := withWorkers
	if r.DryRun {
		open = withSystem
	}
	return open(ctx, r.Services, r.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		now, etag, err := archive.ReadExisting(ctx, sys.Store, r.Meeting)
		if err != nil {
			return known(ctx, sys.Store, r.Meeting, err)
		}
		former, err := revision(ctx, sys.Store, r.Meeting, r.Revision)
		if err != nil {
			return err
		}
		next := rolledBack(now, former)
		if err = keepPrivate(ctx, sys.Store, now, &next); err != nil {
			return err
		}
		if err = originalsStored(ctx, sys.Store, next); err != nil {
			return err
		}
		if r.DryRun {
			next.Revision = now.Revision + 1
			if !printDiff(c.out, now, next) {
				printf(c.out, "Nothing would change.\n")
			}
			return nil
		}
		stored, changed, err := archive.Replace(ctx, sys.Store, now, etag, next)
		if errors.Is(err, storage.ErrPrecondition) {
			return fmt.Errorf("%s was changed by another command meanwhile; \"ingest history %s\" shows it; then try again", r.Meeting, r.Meeting)
		}
		if err != nil {
			return err
		}
		notes := rollbackNotes(now, former, next)
		if !changed {
			printf(c.err, "No changes: %s already matches revision %d, except for what a rollback never publishes.\n", r.Meeting, r.Revision)
			for _, note := range notes {
				printf(c.err, "note: %s\n", note)
			}
			return nil
		}
		return again(ctx, sys, c, stored, true, r.JSON, archive.Event{Kind: archive.EventEdited, Back: r.Revision}, append(notes, noLongerPublished(now, stored)...)...)
	})
}

// rollbackNotes says what of an earlier revision does not come back, since it would publish more.
func rollbackNotes(now, former, next meeting.Meeting) (notes []string) {
	if former.Visibility.Wider(next.Visibility) {
		notes = append(notes, fmt.Sprintf("The meeting stays %s. \"ingest edit %s --set visibility=%s\" makes it %s, as in revision %d.", next.Visibility, now.ID, former.Visibility, former.Visibility, former.Revision))
	}
	if publishesMore(former, next) {
		notes = append(notes, fmt.Sprintf("Deck content that is not published now stays unpublished. \"ingest edit %s\" publishes it again, as in revision %d.", now.ID, former.Revision))
	}
	return notes
}

// publishesMore reports whether a publishes content of a deck, or originals, that b does not.
func publishesMore(a, b meeting.Meeting) bool {
	if a.Rights.AllowsDownloads() && !b.Rights.AllowsDownloads() {
		return true
	}
	for _, src := range b.Sources {
		i := slices.IndexFunc(a.Sources, func(s meeting.Source) bool { return s.ID == src.ID })
		if i < 0 {
			continue
		}
		for _, content := range meeting.Disclosures() {
			if a.Publishes(a.Sources[i], content) && !b.Publishes(src, content) {
				return true
			}
		}
	}
	return false
}

// noLongerPublished says what happens to files with content that is no longer published.
func noLongerPublished(old, now meeting.Meeting) []string {
	if !publishesMore(old, now) {
		return nil
	}
	return []string{"The removed content is gone from the pages. Its files stay reachable at their old URLs, which cannot be guessed, until \"ingest gc --delete --grace 0s\" deletes them."}
}

// rolledBack returns the record that brings former back. It never publishes to more people, or more of
// decks, than the present one, and is processed as soon.
func rolledBack(now, former meeting.Meeting) meeting.Meeting {
	next := former
	next.Priority, next.Batch, next.Withdrawn = now.Priority, now.Batch, now.Withdrawn
	if next.Visibility.Wider(now.Visibility) {
		next.Visibility = now.Visibility
	}
	if !now.Rights.AllowsDownloads() {
		next.Rights.Downloads = now.Rights.Downloads
	}
	next.Publish = bothPublish(now.Publish, former.Publish)
	next.Sources = slices.Clone(former.Sources)
	for i := range next.Sources {
		src := &next.Sources[i]
		list := now.Publish
		if at := slices.IndexFunc(now.Sources, func(s meeting.Source) bool { return s.ID == src.ID }); at >= 0 && now.Sources[at].Publish != nil {
			list = now.Sources[at].Publish
		}
		if src.Publish != nil || list != nil && !slices.Equal(list, now.Publish) {
			mine := src.Publish
			if mine == nil {
				mine = former.Publish
			}
			src.Publish = bothPublish(list, mine)
		}
	}
	return next
}

// bothPublish returns what both lists publish. A list that is nil publishes everything.
func bothPublish(a, b []meeting.Disclosure) []meeting.Disclosure {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return slices.DeleteFunc(slices.Clone(b), func(c meeting.Disclosure) bool { return !slices.Contains(a, c) })
}

// keepPrivate makes next private if a later revision than the record now was: the record was restored
// from a backup, so it does not say so.
func keepPrivate(ctx context.Context, store storage.Store, now meeting.Meeting, next *meeting.Meeting) error {
	var published manifest.Manifest
	_, err := storage.ReadJSON(ctx, store, layout.Private.Meeting(now.ID, layout.Manifest), &published)
	if err == nil && published.Revision > now.Revision {
		next.Visibility = meeting.Private
	}
	if errors.Is(err, storage.ErrNotFound) || errors.Is(err, storage.ErrDamaged) {
		return nil
	}
	return err
}

// originalsStored refuses a revision whose originals were lost.
func originalsStored(ctx context.Context, store storage.Store, m meeting.Meeting) error {
	var lost []string
	for _, src := range m.Sources {
		_, err := store.Stat(ctx, layout.Source(src.SHA256))
		if errors.Is(err, storage.ErrNotFound) {
			lost = append(lost, src.Name)
		} else if err != nil {
			return err
		}
	}
	if len(lost) > 0 {
		const most = 10
		return fmt.Errorf("the originals of revision %d are missing in the storage: %s; restore them from a backup first", m.Revision, words.List(lost, most))
	}
	return nil
}
