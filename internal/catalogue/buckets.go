package catalogue

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"proceedings/internal/layout"
)

// listing is what a meeting adds to the catalogue.
type listing struct {
	entry Entry
	words indexed
}

// changes are the new listings by meeting ID; nil removes a meeting.
type changes map[string]*listing

// mended is the error of a damaged file with advice, or nil if damaged files are
// to be rebuilt.
func (c Catalogue) mended(err error) error {
	if c.mend || err == nil {
		return nil
	}
	return fmt.Errorf("%w; \"ingest catalogue rebuild\" makes the catalogue anew", err)
}

// turned is the result of a change to a month's index.
type turned struct {
	before, after map[string]bool // its terms
	had           bool            // it had one of the meetings already
}

// turn applies changes to a month's index and listing.
func (c Catalogue) turn(ctx context.Context, month string, ch changes) (t turned, err error) {
	_, err = c.change(ctx, layout.Public.Top(layout.MonthIndex(month)), func(old []byte) ([]byte, error) {
		x, readErr := c.readIndex(old)
		if readErr != nil || old == nil && ch.empty() {
			return old, readErr
		}
		t = turned{before: x.terms(), had: x.change(ch)}
		t.after = x.terms()
		return x.encode(), nil
	})
	if err != nil {
		return t, err
	}
	_, err = c.change(ctx, layout.Public.Top(layout.Month(month)), func(old []byte) ([]byte, error) {
		m, readErr := c.readMonth(old)
		if readErr != nil || old == nil && ch.empty() {
			return old, readErr
		}
		m.Month = month
		for id, l := range ch {
			if l == nil {
				m.remove(id)
			} else {
				m.put(l.entry)
			}
		}
		return m.encode()
	})
	return t, err
}

// change adds and removes meetings, and reports whether any was there before.
func (x *Index) change(ch changes) (had bool) {
	for id, l := range ch {
		_, there := x.docs[id]
		had = had || there
		if l == nil {
			x.remove(id)
		} else {
			x.put(id, l.words)
		}
	}
	return had
}

// empty reports whether the changes list no meeting.
func (ch changes) empty() bool {
	for _, l := range ch {
		if l != nil {
			return false
		}
	}
	return true
}

// readIndex returns a stored index, or an empty one.
func (c Catalogue) readIndex(data []byte) (Index, error) {
	if data == nil {
		return Index{}, nil
	}
	x, err := decodeIndex(data)
	return x, c.mended(err)
}

// readMonth returns a stored listing, or an empty one.
func (c Catalogue) readMonth(data []byte) (Month, error) {
	if data == nil {
		return Month{}, nil
	}
	m, err := decodeMonth(data)
	return m, c.mended(err)
}

// touched are the shards of added and removed terms.
func (t turned) touched() []int {
	touched := map[int]bool{}
	for term := range t.after {
		if !t.before[term] {
			touched[shardOf(term)] = true
		}
	}
	for term := range t.before {
		if !t.after[term] {
			touched[shardOf(term)] = true
		}
	}
	return slices.Sorted(maps.Keys(touched))
}
