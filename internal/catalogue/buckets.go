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

// damaged returns the error of a damaged file with advice; nil during a rebuild, which
// replaces damaged files.
func (c Catalogue) damaged(err error) error {
	if c.rebuilding || err == nil {
		return nil
	}
	return fmt.Errorf("%w; run \"ingest catalogue rebuild\" to repair the catalogue", err)
}

// changed is the result of a change to a month's index.
type changed struct {
	before, after map[string]bool // its terms
	had           bool            // it contained one of the meetings before
}

// changeMonth applies changes to a month's index and listing.
func (c Catalogue) changeMonth(ctx context.Context, month string, ch changes) (t changed, err error) {
	_, err = c.change(ctx, layout.Public.Top(layout.MonthIndex(month)), func(old []byte) ([]byte, error) {
		x, readErr := c.readIndex(old)
		if readErr != nil || old == nil && ch.empty() {
			return old, readErr
		}
		t = changed{before: x.terms(), had: x.change(ch)}
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

// change adds and removes meetings, and reports whether the index contained any of them.
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
	return x, c.damaged(err)
}

// readMonth returns a stored listing, or an empty one.
func (c Catalogue) readMonth(data []byte) (Month, error) {
	if data == nil {
		return Month{}, nil
	}
	m, err := decodeMonth(data)
	return m, c.damaged(err)
}

// touched returns the shards of added and removed terms.
func (t changed) touched() []int {
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
