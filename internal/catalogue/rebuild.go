package catalogue

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// Report is the result of a rebuild.
type Report struct {
	Meetings int // listed meetings
	Months   int // months with listed meetings
}

// meetingsAtOnce is the number of meetings that a rebuild reads in parallel.
const meetingsAtOnce = 8

// Rebuild rewrites the whole catalogue from the published manifests, and removes damaged
// and surplus entries. Updates may run concurrently. It reads each manifest twice, so its
// cost is linear in the number of meetings.
func (c Catalogue) Rebuild(ctx context.Context) (Report, error) {
	c.rebuilding = true
	r := rebuild{Catalogue: c, meetings: map[string]*standing{}, words: &[Shards]shard{}, seen: map[string]string{}}
	for _, stage := range []func(context.Context) error{r.gather, r.begin, r.months, r.shards, r.finish} {
		if err := stage(ctx); err != nil {
			return Report{}, fmt.Errorf("rebuild the catalogue: %w", err)
		}
	}
	return r.report, nil
}

// rebuild is a running rebuild.
type rebuild struct {
	Catalogue

	meetings map[string]*standing
	buckets  []string          // all months, sorted
	words    *[Shards]shard    // new content of the shards
	seen     map[string]string // ETags of the months' indexes in words
	report   Report
}

// standing is the state of a meeting in a rebuild.
type standing struct {
	month  string          // that lists it; empty for none
	etag   string          // of the listed manifest
	months map[string]bool // that may list it
	marked bool
}

// gather collects the meetings that have a record or are listed.
func (r *rebuild) gather(ctx context.Context) error {
	for info, err := range r.Store.List(ctx, layout.Meetings) {
		if err != nil {
			return err
		}
		if id := layout.RecordID(info.Key); id != "" {
			r.of(id)
		}
	}
	for info, err := range r.Store.List(ctx, layout.Public.Top("")+"/"+layout.CatalogueFolder) {
		if err != nil {
			return err
		}
		month, index, listed := layout.ParseMonth(info.Key)
		switch {
		case index:
			data, _, err := r.get(ctx, info.Key)
			if err != nil {
				return err
			}
			x, _ := decodeIndex(data) // a damaged index is rewritten
			for id := range x.docs {
				r.of(id).months[month] = true
			}
		case listed:
			data, _, err := r.get(ctx, info.Key)
			if err != nil {
				return err
			}
			m, _ := decodeMonth(data) // a damaged listing is rewritten
			for _, e := range m.Meetings {
				r.of(e.ID).months[month] = true
			}
		}
	}
	return nil
}

func (r *rebuild) of(id string) *standing {
	if r.meetings[id] == nil {
		r.meetings[id] = &standing{months: map[string]bool{}}
	}
	return r.meetings[id]
}

// each calls a function for every meeting.
func (r *rebuild) each(ctx context.Context, do func(ctx context.Context, id string, s *standing) error) error {
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(meetingsAtOnce)
	for id, s := range r.meetings {
		group.Go(func() error {
			if err := do(groupCtx, id, s); err != nil {
				return fmt.Errorf("meeting %s: %w", id, err)
			}
			return nil
		})
	}
	return group.Wait() //nolint:wrapcheck // wrapped above
}

// begin determines the month of each meeting and writes its mark. It resets the count of
// interrupted updates, which the rebuild repairs.
func (r *rebuild) begin(ctx context.Context) error {
	err := r.each(ctx, func(ctx context.Context, id string, s *standing) error {
		m, info, err := r.manifest(ctx, id)
		if err != nil {
			return err
		}
		if info.ETag != "" && Listed(m) {
			s.month = EntryOf(m, info.Modified).Month()
			s.months[s.month] = true
		}
		was, err := r.readMark(ctx, id)
		if errors.Is(err, storage.ErrDamaged) {
			was, err = mark{Meeting: id}, r.Store.Delete(ctx, layout.CatalogueMark(id))
		}
		if err != nil || was.Meeting == "" && len(s.months) == 0 {
			return err
		}
		s.marked = true
		now, err := storage.Update(ctx, r.Store, layout.CatalogueMark(id), func(m *mark) bool {
			m.Schema, m.Meeting, m.Busy = Schema, id, 1
			for month := range s.months {
				if !slices.Contains(m.Months, month) {
					m.Months = append(m.Months, month)
				}
			}
			slices.Sort(m.Months)
			return true
		})
		for _, month := range now.Months {
			s.months[month] = true
		}
		return err
	})
	if err != nil {
		return err
	}
	all := map[string]bool{}
	for _, s := range r.meetings {
		maps.Copy(all, s.months)
	}
	r.buckets = slices.Sorted(maps.Keys(all))
	return nil
}

// months rewrites every month.
func (r *rebuild) months(ctx context.Context) error {
	if err := r.assets(ctx); err != nil {
		return err
	}
	ids := map[string][]string{}
	for id, s := range r.meetings {
		for month := range s.months {
			ids[month] = append(ids[month], id)
		}
	}
	for _, month := range r.buckets {
		if err := r.month(ctx, month, ids[month]); err != nil {
			return fmt.Errorf("month %s: %w", month, err)
		}
	}
	return nil
}

func (r *rebuild) month(ctx context.Context, month string, ids []string) error {
	var mu sync.Mutex
	ch, listed := changes{}, 0
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(meetingsAtOnce)
	for _, id := range ids {
		group.Go(func() error {
			now, err := r.look(groupCtx, id, false)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			ch[id] = nil
			s := r.meetings[id]
			if now.month() != s.month { // moved meanwhile; finish lists it again
				return nil
			}
			if month == s.month {
				ch[id] = now.listing
				listed++
			}
			if month == s.month || s.month == "" {
				s.etag = now.etag
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err //nolint:wrapcheck // wrapped by the caller
	}
	if _, err := r.changeMonth(ctx, month, ch); err != nil {
		return err
	}
	if err := r.pages(ctx, month); err != nil {
		return err
	}
	if listed > 0 {
		r.report.Months++
		r.report.Meetings += listed
	}
	data, etag, err := r.get(ctx, layout.Public.Top(layout.MonthIndex(month)))
	if err != nil {
		return err
	}
	r.seen[month] = etag
	x, err := r.readIndex(data)
	for term := range x.terms() {
		r.words[shardOf(term)].add(month, term)
	}
	return err
}

// shards writes the shards and the top. It repeats months whose index changed meanwhile.
func (r *rebuild) shards(ctx context.Context) error {
	again := map[string]bool{}
	for k := range r.words {
		_, err := r.change(ctx, layout.Public.Top(layout.Terms(k)), func(old []byte) ([]byte, error) {
			was, _ := decodeShard(old) // a damaged shard is rewritten
			for _, months := range was.months {
				for _, month := range months {
					if _, known := r.seen[month]; !known {
						again[month] = true
					}
				}
			}
			return r.words[k].encode()
		})
		if err != nil {
			return err
		}
	}
	for _, month := range r.buckets {
		now, err := r.Catalogue.etag(ctx, layout.Public.Top(layout.MonthIndex(month)))
		if err != nil {
			return err
		}
		if now != r.seen[month] {
			again[month] = true
		}
	}
	for _, month := range slices.Sorted(maps.Keys(again)) {
		if err := r.updateShards(ctx, month, allShards()); err != nil {
			return err
		}
	}
	return r.top(ctx, r.buckets, true)
}

// finish completes the marks. It lists a meeting again if another version was published
// meanwhile.
func (r *rebuild) finish(ctx context.Context) error {
	return r.each(ctx, func(ctx context.Context, id string, s *standing) error {
		if !s.marked {
			return nil
		}
		now, err := r.Catalogue.etag(ctx, layout.Public.Meeting(id, layout.Manifest))
		if err != nil {
			return err
		}
		as := now
		if now != s.etag {
			as = unknown
		}
		done, err := r.end(ctx, id, as, s.month, slices.Collect(maps.Keys(s.months)))
		if err != nil || done && as == now {
			return err
		}
		if !done {
			if err = r.fail(ctx, id); err != nil {
				return err
			}
		}
		return r.update(ctx, id, false)
	})
}
