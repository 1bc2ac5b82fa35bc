package catalogue

import (
	"context"
	"errors"
	"slices"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// mark is what the catalogue lists of a meeting: archive/catalogue/<id>.json.
// It is changed before anything else is, so that nothing is ever listed in a
// month that it does not name, and again at the end.
type mark struct {
	Schema   int      `json:"schema"`
	Meeting  string   `json:"meeting"`
	Manifest string   `json:"manifest"` // ETag of the one that is listed; empty for none
	Months   []string `json:"months"`   // where it may be listed
	Busy     int      `json:"busy"`     // updates that were begun and have not ended: one that died counts for ever
}

// says reports whether what follows from that manifest is all there.
func (m mark) says(manifest string) bool { return m.Busy == 0 && m.Manifest == manifest }

func (c Catalogue) readMark(ctx context.Context, id string) (mark, error) {
	var m mark
	_, err := storage.ReadJSON(ctx, c.Store, layout.CatalogueMark(id), &m)
	if errors.Is(err, storage.ErrNotFound) {
		return mark{}, nil
	}
	return m, err
}

// begin notes that the meeting is about to be listed in month, if that is any,
// and returns all months in which it may be. first is false for another round of
// the same update.
func (c Catalogue) begin(ctx context.Context, id, month string, first bool) ([]string, error) {
	m, err := storage.Update(ctx, c.Store, layout.CatalogueMark(id), func(m *mark) bool {
		m.Schema, m.Meeting = Schema, id
		new := first
		if first {
			m.Busy++
		}
		if month != "" && !slices.Contains(m.Months, month) {
			m.Months = append(m.Months, month)
			slices.Sort(m.Months)
			new = true
		}
		return new
	})
	return m.Months, err
}

// end notes that what follows from that manifest was written to the months that
// begin returned. It reports whether that was all: somebody else may have begun
// to list it elsewhere.
func (c Catalogue) end(ctx context.Context, id, manifest, month string, handled []string) (done bool, err error) {
	_, err = storage.Update(ctx, c.Store, layout.CatalogueMark(id), func(m *mark) bool {
		done = !slices.ContainsFunc(m.Months, func(name string) bool { return !slices.Contains(handled, name) })
		if !done {
			return false
		}
		m.Busy = max(0, m.Busy-1)
		m.Manifest = manifest
		if m.Busy == 0 {
			m.Months = []string{}
			if month != "" {
				m.Months = []string{month}
			}
		}
		return true
	})
	return done, err
}

// giveUp notes that an update ended in the middle, so that the next one does
// not take its work for done.
func (c Catalogue) giveUp(ctx context.Context, id string) error {
	_, err := storage.Update(ctx, c.Store, layout.CatalogueMark(id), func(m *mark) bool {
		m.Busy, m.Manifest = max(0, m.Busy-1), unknown
		return true
	})
	return err
}

// unknown stands in place of an ETag, and is none.
const unknown = "?"
