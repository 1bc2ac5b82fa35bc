package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/statuspage"
	"proceedings/internal/storage"
)

// overviewFor is the time in which all readers of the list get the same one.
const overviewFor = time.Second

// statusSource reads what the status pages show. A list needs one listing of the storage; of
// the meetings, it reads only those that are unfinished or have changed since the last one.
type statusSource struct {
	store storage.Store
	queue reportQueue
	base  string   // base URL of the public pages, unless archive/site.json sets one
	add   string   // command that adds a folder
	given []string // flags that commands need as well
	idle  string   // sentence that no worker is running
	log   *slog.Logger

	mu    sync.Mutex
	known map[string]knownRow // of finished meetings, by ID
	last  statuspage.Overview
	read  time.Time
}

// knownRow is a row with the objects that it was read from.
type knownRow struct {
	listed archive.Listed
	row    statuspage.Row
}

// Overview lists all meetings.
func (s *statusSource) Overview(ctx context.Context) (statuspage.Overview, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.read.IsZero() && time.Since(s.read) < overviewFor {
		return s.last, nil
	}
	now, err := s.overview(ctx)
	if err == nil {
		s.last, s.read = now, time.Now()
	}
	return now, err
}

func (s *statusSource) overview(ctx context.Context) (statuspage.Overview, error) {
	var o statuspage.Overview
	var list []archive.Listed
	for m, err := range archive.List(ctx, s.store) {
		if err != nil {
			return o, err
		}
		list = append(list, m)
	}
	from, notices := s.reporter(ctx)
	from.brief = true
	rows := make([]*knownRow, len(list))
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(archive.MaxReaders)
	for i, m := range list {
		if old, is := s.known[m.ID]; is && old.listed == m {
			rows[i] = &old
			continue
		}
		group.Go(func() error {
			r, err := from.reportOrDamaged(groupCtx, m.ID)
			if errors.Is(err, archive.ErrNoMeeting) {
				return nil // deleted since it was listed
			}
			rows[i] = &knownRow{m, r.row()}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return o, err //nolint:wrapcheck // of the storage
	}
	s.known = map[string]knownRow{}
	busy := false
	for _, r := range rows {
		if r == nil {
			continue
		}
		o.Meetings = append(o.Meetings, r.row)
		if r.row.State == manifest.Processing {
			busy = true
		} else {
			s.known[r.row.ID] = *r
		}
	}
	o.Notices = s.notices(ctx, from.queue, busy, notices)
	return o, nil
}

// Meeting reads a meeting.
func (s *statusSource) Meeting(ctx context.Context, id string) (statuspage.Meeting, error) {
	if storage.CheckKey(layout.Record(id)) != nil || layout.RecordID(layout.Record(id)) != id {
		return statuspage.Meeting{}, archive.ErrNoMeeting
	}
	from, notices := s.reporter(ctx)
	r, err := from.reportOrDamaged(ctx, id)
	if err != nil {
		return statuspage.Meeting{}, err
	}
	m := r.page(s.add)
	m.Notices = append(m.Notices, s.notices(ctx, from.queue, r.State == manifest.Processing, notices)...)
	m.Typed = typed(s.given)
	if r.State == manifest.Published && r.Visibility != meeting.Private {
		site, siteErr := archive.ReadSite(ctx, s.store)
		if base := cmp.Or(site.Base, s.base); siteErr == nil && base != "" {
			m.Public = manifest.Address(base, id, "")
		}
	}
	return m, nil
}

// reporter returns what reads the states of meetings. If the queue is unreachable, it reads
// them without progress, and there is a notice of that.
func (s *statusSource) reporter(ctx context.Context) (from reporter, notices []string) {
	queue := newSnapshot(s.queue)
	_, err := queue.Running()
	if err == nil {
		_, err = queue.Failing()
	}
	if err != nil {
		s.log.WarnContext(ctx, "read the queue for the status pages", "err", err)
		return reporter{store: s.store}, []string{"Redis does not answer, so the progress of steps is unknown."}
	}
	return reporter{store: s.store, queue: queue}, nil
}

// notices adds what is wrong with the workers. busy means that there is work for them.
func (s *statusSource) notices(ctx context.Context, queue reportQueue, busy bool, list []string) []string {
	if queue == nil {
		return list
	}
	sick, err := queue.SickWorkers(ctx)
	if err != nil {
		s.log.WarnContext(ctx, "read the workers for the status pages", "err", err)
	}
	for _, w := range sick {
		list = append(list, outOfService(w))
	}
	running, err := queue.HasWorker()
	if busy && err == nil && !running {
		list = append(list, s.idle)
	}
	return list
}

// The sentences that no worker is running, on a data folder and elsewhere.
const (
	noLocalWorker = "No worker is running, so nothing is processed now. Run \"ingest run\" or \"ingest retry\" again to continue."
	noWorker      = "No worker is running, so nothing is processed now. Start \"worker\" with the same Redis and S3 server."
)

// newStatusSource returns the source of the status pages of a system.
func newStatusSource(sys *wire.System, remote bool, given []string, log *slog.Logger) *statusSource {
	s := &statusSource{store: sys.Store, queue: sys.Client, base: sys.Base, add: "ingest run", idle: noLocalWorker, given: given, log: log}
	if remote {
		s.add, s.idle = "ingest add", noWorker
	}
	return s
}
