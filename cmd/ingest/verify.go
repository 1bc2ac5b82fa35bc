package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/fixity"
	"proceedings/internal/manifest"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

type verifyCmd struct {
	dataFlag
	wire.Services

	Meetings []string `arg:"" optional:"" name:"meeting" help:"IDs of the meetings."`
	All      bool     `help:"Verify all meetings, and what no meeting names."`
	Sample   percent  `placeholder:"PERCENT" help:"Read a random part of the files, such as 5%. Of the others, only compare the names and sizes."`
	Seed     uint64   `help:"Take the same sample again; each run prints its seed."`
	Repair   bool     `help:"Have damaged files made again, except originals and records."`
	Restart  bool     `help:"With --all, start again instead of continuing an interrupted run."`
	JSON     bool     `name:"json" help:"Print JSON, one meeting a line."`
}

func (*verifyCmd) Help() string {
	return `Reads the originals, the published files and the pages of meetings, and compares them
with their recorded SHA-256. It names each file that is

  missing   a record names it, and it is not stored
  changed   its size or its SHA-256 is not the recorded one, or it cannot be read
  unknown   it is stored, and no record names it. A run or a revision that was
            replaced can leave such files. Nothing is lost by them. --all also names
            the files of other programs in the bucket.

Checksums of blocks are compared with the original. Events and attempts at steps, and with
--all the settings of the site and the catalogue, have no SHA-256; it tests whether they
can be decoded.

--repair deletes changed pages and files, and has the workers make them again from the
originals, also those that are missing. If a file is made with other bytes, the other
files of its earlier run are deleted. A damaged or missing state is made again from the
stored results, checksums of blocks from the original, and the catalogue from the
manifests. --repair never touches originals, records, events and the settings of the
site: restore damaged ones from a backup. Other unknown files stay.

An interrupted --all continues where it was. Meetings that were verified longest ago
come first. Files that several meetings share are read once. The result is an event of
each meeting, and "ingest status MEETING" shows the last one. HTML pages, feeds and
sitemaps of the catalogue are not verified; "ingest catalogue rebuild" makes them again.

Exit codes: 0 all files are as recorded, or were repaired, 1 failed, 2 wrong usage,
3 files are missing, changed or unknown, 4 a service is unreachable.

Examples:

  ingest verify 2026-03-12-spring-meeting
  ingest verify --all --sample 5%
  ingest verify --all --repair
  ingest verify --all --redis redis://queue:6379/0 --s3-endpoint https://s3.example.org`
}

// percent is a part of all files, above 0 and up to 100.
type percent float64

// UnmarshalText implements [encoding.TextUnmarshaler] for kong.
func (p *percent) UnmarshalText(text []byte) error {
	n, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(string(text), "%")), 64)
	if err != nil || !(n > 0 && n <= 100) {
		return fmt.Errorf("%q must be a percentage above 0 and up to 100, such as 5%%", text)
	}
	*p = percent(n)
	return nil
}

// verifyReaders is the number of objects that are read at once.
const verifyReaders = 8

// Run verifies meetings.
func (v *verifyCmd) Run(ctx context.Context, c *console) error {
	switch {
	case (len(v.Meetings) == 0) == !v.All:
		return fmt.Errorf("%w: name meetings, or use --all", wire.ErrUsage)
	case v.Restart && !v.All:
		return fmt.Errorf("%w: --restart starts a run over all meetings again: add --all", wire.ErrUsage)
	case v.Seed != 0 && v.Sample == 0:
		return fmt.Errorf("%w: --seed selects a sample: add --sample, such as --sample 5%%", wire.ErrUsage)
	}
	with := withSystem
	if v.Repair {
		with = withWorkers
	}
	return with(ctx, v.Services, v.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		show := newVerifyDisplay(c, v.JSON)
		defer show.Close()
		r := verifyRun{verifyCmd: v, sys: sys, console: c, show: show}
		r.checker = &fixity.Checker{Store: sys.Store, Now: time.Now, Who: wire.User(), Readers: verifyReaders, Start: show.Start, Read: show.Read}
		if v.Sample > 0 {
			r.checker.Sample = &archive.Sample{Percent: float64(v.Sample), Seed: cmp.Or(v.Seed, rand.Uint64())}
		}
		return r.run(ctx)
	})
}

// verifyRun is a running verification.
type verifyRun struct {
	*verifyCmd

	sys     *wire.System
	console *console
	checker *fixity.Checker
	show    *verifyDisplay
	total   verifySummary
}

func (r *verifyRun) run(ctx context.Context) error {
	verify := r.named
	if r.All {
		verify = r.all
	}
	if err := verify(ctx); err != nil {
		return err
	}
	r.total.Sample = r.checker.Sample
	r.show.Summary(r.total)
	if r.total.Missing+r.total.Changed+r.total.Unknown > 0 {
		return fmt.Errorf("%w: %d missing, %d changed, %d unknown", wire.ErrFindings, r.total.Missing, r.total.Changed, r.total.Unknown)
	}
	return nil
}

// named verifies the meetings of the command line.
func (r *verifyRun) named(ctx context.Context) error {
	for _, id := range r.Meetings {
		if err := r.one(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// all verifies all meetings that this run has not verified yet, and then the rest.
func (r *verifyRun) all(ctx context.Context) error {
	want := fixity.Run{Started: time.Now(), Sample: r.checker.Sample}
	if r.Seed == 0 && want.Sample != nil { // any seed of an interrupted run goes on
		want.Sample = &archive.Sample{Percent: want.Sample.Percent}
	}
	run, resumed, err := fixity.Begin(ctx, r.sys.Store, want, r.Restart)
	if err != nil {
		return err
	}
	r.checker.Sample = run.Sample
	if resumed {
		r.show.Note("Continuing the run of " + localTime(run.Started) + "; --restart starts again.")
	}
	ids, earlier, err := r.lookUp(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if check, done := run.Covers(earlier[id]); done && !(r.Repair && !check.Clean()) {
			r.total.add(check)
			r.show.Verified(id, check, true)
			if err = r.checker.Note(ctx, id); err != nil && !errors.Is(err, archive.ErrNoMeeting) {
				return err
			}
			continue
		}
		if err = r.one(ctx, id); err != nil {
			return err
		}
	}
	rest, err := r.checker.Rest(ctx)
	if err != nil {
		return err
	}
	if r.Repair && rest.Faults() > 0 {
		if rest, err = r.repairRest(ctx, rest); err != nil {
			return err
		}
	}
	if rest.Files > 0 || !rest.Clean() {
		r.total.add(rest)
		r.total.Meetings-- // of no meeting
		r.show.Verified("", rest, false)
	}
	return fixity.End(ctx, r.sys.Store)
}

// repairRest repairs what can be made again of what no meeting names, and verifies it again.
func (r *verifyRun) repairRest(ctx context.Context, rest archive.Check) (archive.Check, error) {
	done, err := r.checker.RepairRest(ctx, rest.Findings)
	if err != nil || done.Blocks+done.Pages == 0 {
		return rest, err
	}
	if done.Pages > 0 {
		r.show.Note("Making the catalogue again …")
		all, openErr := pipelineOf(r.sys).Catalogue(ctx)
		if openErr == nil {
			_, openErr = all.Rebuild(ctx)
		}
		if errors.Is(openErr, storage.ErrDamaged) {
			r.show.Note(fmt.Sprintf("The catalogue cannot be made now: %v.", openErr))
		} else if openErr != nil {
			return rest, openErr
		}
	}
	return r.checker.Rest(ctx)
}

// lookUp returns all meetings, those verified longest ago first, and their last
// verifications.
func (r *verifyRun) lookUp(ctx context.Context) (ids []string, earlier map[string]archive.Verified, err error) {
	earlier, last := map[string]archive.Verified{}, map[string]time.Time{}
	for id, listErr := range archive.Meetings(ctx, r.sys.Store) {
		if listErr != nil {
			return nil, nil, listErr
		}
		v, readErr := archive.ReadVerified(ctx, r.sys.Store, id)
		if readErr != nil {
			return nil, nil, readErr
		}
		ids = append(ids, id)
		earlier[id], last[id] = v, v.Full.Time
	}
	return fixity.Order(ids, last), earlier, nil
}

// one verifies a meeting, and repairs it with --repair.
func (r *verifyRun) one(ctx context.Context, id string) error {
	check, err := r.checker.Verify(ctx, id)
	if !check.Time.IsZero() { // also if the result could not be stored
		r.show.Verified(id, check, false)
	}
	if err != nil {
		return known(ctx, r.checker.Store, id, err)
	}
	if r.Repair && check.Faults() > 0 {
		if check, err = r.repair(ctx, id, check); err != nil {
			return err
		}
	}
	r.total.add(check)
	return nil
}

// remade describes what a repair makes again.
func remade(done fixity.Repaired) string {
	var parts []string
	if done.State {
		parts = append(parts, "the state of the meeting")
	}
	for _, p := range []struct {
		n    int
		what string
	}{{done.Statuses, "status record"}, {done.Blocks, "file with checksums of blocks"}, {len(done.Steps), "step"}, {done.Pages, "page"}} {
		if p.n > 0 {
			parts = append(parts, words.Count(p.n, p.what))
		}
	}
	return words.List(parts, len(parts))
}

// repair has the damaged files of a meeting made again, waits for that, and verifies the
// meeting once more.
func (r *verifyRun) repair(ctx context.Context, id string, check archive.Check) (archive.Check, error) {
	done, err := r.checker.Repair(ctx, id, check.Findings)
	if err != nil {
		return check, err
	}
	for _, step := range done.Blocked {
		r.show.Note(fmt.Sprintf("%s: %s is not made again, since its original is damaged.", id, step))
	}
	if len(done.Meetings) == 0 && done.Blocks == 0 {
		return check, nil
	}
	r.show.Note(fmt.Sprintf("%s: making %s again …", id, remade(done)))
	if err = reopen(ctx, r.sys, done.Meetings); err != nil {
		return check, err
	}
	whole := true
	for _, user := range done.Meetings {
		m, _, readErr := archive.ReadRecord(ctx, r.sys.Store, user)
		if readErr != nil {
			return check, readErr
		}
		state, settleErr := settle(ctx, r.sys, r.console, user, m.Revision)
		if settleErr != nil {
			return check, settleErr
		}
		whole = whole && (state.State == manifest.Published || state.State == archive.Withdrawn)
	}
	if whole { // nothing links to the earlier runs of the steps any more
		left, lookErr := r.checker.Meeting(ctx, id)
		if lookErr != nil {
			return check, lookErr
		}
		if err = r.checker.DeleteLeftovers(ctx, done, left.Findings); err != nil {
			return check, err
		}
	}
	after, err := r.checker.Verify(ctx, id)
	if err != nil {
		return check, err
	}
	if n := check.Faults() - after.Faults(); n > 0 {
		r.console.record(ctx, r.sys, archive.Event{Kind: archive.EventRepaired, Meeting: id, Files: n})
	}
	r.show.Verified(id, after, false)
	return after, nil
}
