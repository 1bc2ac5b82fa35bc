package catalogue

import (
	"context"
	"errors"
	"slices"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// mark is the catalogue entry of a meeting: archive/catalogue/<id>.json. An
// update writes it first, so that it names every month that may list the
// meeting, and again at the end.
type mark struct {
	Schema   int      `json:"schema"`
	Meeting  string   `json:"meeting"`
	Manifest string   `json:"manifest"` // ETag of the listed one; empty for none
	Months   []string `json:"months"`   // months that may list it
	Busy     int      `json:"busy"`     // running and interrupted updates
}

// isComplete reports whether the catalogue is complete for that manifest.
func (m mark) isComplete(manifest string) bool { return m.Busy == 0 && m.Manifest == manifest }

func (c Catalogue) readMark(ctx context.Context, id string) (mark, error) {
	var m mark
	_, err := storage.ReadJSON(ctx, c.Store, layout.CatalogueMark(id), &m)
	if errors.Is(err, storage.ErrNotFound) {
		return mark{}, nil
	}
	return m, err
}

// begin records that an update will list the meeting in month, if any, and
// returns all months that may list it. first is false when the same update
// retries.
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

// end records that the months of begin are complete for that manifest. It
// reports whether these are all months: another update may have begun to list
// the meeting elsewhere.
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

// fail records that an update failed, so that the next one does not skip its work.
func (c Catalogue) fail(ctx context.Context, id string) error {
	_, err := storage.Update(ctx, c.Store, layout.CatalogueMark(id), func(m *mark) bool {
		m.Busy, m.Manifest = max(0, m.Busy-1), unknown
		return true
	})
	return err
}

// unknown is a placeholder that equals no ETag.
const unknown = "?"
