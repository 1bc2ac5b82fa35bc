package fixity

import (
	"context"
	"math"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// Schedule finds the meetings whose last full verification is old. One goroutine uses it.
type Schedule struct {
	Store storage.Store
	Every time.Duration // between two verifications of a meeting
	Tick  time.Duration // between two calls of Due

	records map[string]cached    // last verifications by meeting
	tried   map[string]time.Time // meetings that could not be verified
}

// cached is a stored verification with its ETag.
type cached struct {
	etag       string
	last, full archive.Check // without findings
}

// Totals sums up the last verifications of all meetings.
type Totals struct {
	Last                      time.Time // of the newest one; zero if there is none
	Missing, Changed, Unknown int       // of the last one of each meeting that read all files
}

// Totals returns the sums as the last call of Due found them.
func (s *Schedule) Totals() (t Totals) {
	for _, c := range s.records {
		if c.last.Time.After(t.Last) {
			t.Last = c.last.Time
		}
		t.Missing += c.full.Missing
		t.Changed += c.full.Changed
		t.Unknown += c.full.Unknown
	}
	return t
}

// Due returns the meetings to verify now. It lists the meetings and their verifications,
// and reads the verifications that changed since the last call.
func (s *Schedule) Due(ctx context.Context, now time.Time) ([]string, error) {
	records := map[string]cached{}
	for info, err := range s.Store.List(ctx, layout.VerifiedPrefix) {
		if err != nil {
			return nil, err
		}
		id := layout.VerifiedID(info.Key)
		if was, known := s.records[id]; known && was.etag == info.ETag {
			records[id] = was
			continue
		}
		v, readErr := archive.ReadVerified(ctx, s.Store, id)
		if readErr != nil {
			return nil, readErr
		}
		v.Last.Findings, v.Full.Findings = nil, nil
		records[id] = cached{info.ETag, v.Last, v.Full}
	}
	s.records = records
	last := map[string]time.Time{}
	for id, err := range archive.Meetings(ctx, s.Store) {
		if err != nil {
			return nil, err
		}
		last[id] = records[id].full.Time
		if t := s.tried[id]; t.After(last[id]) {
			last[id] = t
		}
	}
	return due(now, s.Every, s.Tick, last), nil
}

// Failed notes that a meeting could not be verified, so that it does not come first again.
func (s *Schedule) Failed(id string, now time.Time) {
	if s.tried == nil {
		s.tried = map[string]time.Time{}
	}
	s.tried[id] = now
}

// due returns the meetings that were not verified for a period, the oldest first. It returns
// at most twice as many as each tick needs to verify all in a period, so that the work is
// spread over the period and a delay is made up for.
func due(now time.Time, every, tick time.Duration, last map[string]time.Time) []string {
	var ids []string
	for id, at := range last {
		if now.Sub(at) >= every {
			ids = append(ids, id)
		}
	}
	most := int(math.Ceil(2 * float64(len(last)) * float64(tick) / float64(every)))
	return Order(ids, last)[:min(len(ids), most)]
}
