package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strings"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/intake"
	"proceedings/internal/preservation"
	"proceedings/internal/words"
)

// exportRun is a running export.
type exportRun struct {
	*exportCmd

	sys      *wire.System
	console  *console
	exporter preservation.Exporter
	choice   preservation.Choice
	failed   int
}

func (r *exportRun) all(ctx context.Context) (err error) {
	r.choice.Renditions = r.Renditions
	if r.Fetch {
		if r.choice.Base, err = r.base(ctx); err != nil {
			return err
		}
	}
	for _, id := range r.Meetings {
		if err := r.meeting(ctx, id); err != nil {
			return err
		}
	}
	if r.All {
		for id, err := range archive.Meetings(ctx, r.sys.Store) {
			if err == nil {
				err = r.meeting(ctx, id)
			}
			if err != nil {
				return err
			}
		}
	}
	if r.failed > 0 {
		return fmt.Errorf("%w: %s not exported", wire.ErrRefused, words.Count(r.failed, "meeting"))
	}
	return nil
}

// meeting exports a meeting, and names it if it cannot be exported. Only a service that is
// unreachable stops the others.
func (r *exportRun) meeting(ctx context.Context, id string) error {
	report, err := r.export(ctx, id)
	if err != nil {
		if wire.Unreachable(err) || ctx.Err() != nil {
			return err
		}
		r.failed++
		report = exportReport{Event: "failed", Meeting: words.Clip(id, maxName), Reason: r.reason(ctx, id, err)}
	}
	if r.JSON {
		return printJSON(r.console.out, report)
	}
	report.write(r.console)
	return nil
}

// maxName is the number of characters of a name from elsewhere that a message has.
const maxName = 200

// reason says why a meeting was not exported.
func (r *exportRun) reason(ctx context.Context, id string, err error) string {
	if !errors.Is(err, archive.ErrNoMeeting) {
		return strings.TrimPrefix(err.Error(), id+" cannot be exported: ")
	}
	if intake.ValidID(id) {
		if damage, _ := archive.RecordDamage(ctx, r.sys.Store, id); damage != nil {
			return fmt.Sprintf("its record is damaged or missing; \"ingest verify %s\" names it", id)
		}
	}
	return "there is no such meeting; \"ingest status\" lists them"
}

// base is the URL of the public space, which others must reach.
func (r *exportRun) base(ctx context.Context) (string, error) {
	site, err := archive.ReadSite(ctx, r.sys.Store)
	if err != nil {
		return "", err
	}
	base := cmp.Or(site.Base, r.sys.Base)
	u, err := url.Parse(base)
	if err != nil || u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback() {
		return "", fmt.Errorf("%w: --fetch: only this machine reaches the base URL %s; set the public one with \"ingest site --base-url URL\"", wire.ErrUsage, base)
	}
	return base, nil
}

// export exports a meeting, unless its bag is there.
func (r *exportRun) export(ctx context.Context, id string) (report exportReport, err error) {
	p, err := preservation.Read(ctx, r.sys.Store, id, r.choice)
	if err != nil {
		return report, err
	}
	report = exportReport{Event: "exported", Meeting: id, Path: filepath.Join(r.Bagit, id), Files: len(p.Items), Bytes: p.Bytes(), Linked: p.Linked(), Sealed: p.Sealed, Cleared: p.Cleared}
	bar := newByteBar(r.console, "validate "+id, p.Bytes(), r.JSON)
	there, more, err := preservation.Existing(ctx, p, r.Bagit, bar.add)
	bar.end()
	switch {
	case err != nil:
		return report, err
	case there:
		report.Event, report.NewEvents = "exists", more
		return report, nil
	case r.DryRun:
		report.Event, report.items = "would export", p.Items
		return report, nil
	}
	bar = newByteBar(r.console, "export "+id, p.Bytes(), r.JSON)
	r.exporter.Wrote = bar.add
	done, err := r.exporter.Export(ctx, p, r.Bagit)
	bar.end()
	if err != nil {
		return report, err
	}
	report.Manifest, report.Note = done.Manifest, done.Note
	r.console.record(ctx, r.sys, archive.Event{Kind: archive.EventExported, Meeting: id, Revision: p.Meeting.Revision, Files: done.Files, Bytes: done.Bytes, Bag: done.Manifest})
	return report, nil
}
