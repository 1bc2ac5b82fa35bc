package catalogue

import (
	"context"
	"errors"
	"fmt"
	"path"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

// Catalogue is the catalogue of all public meetings in a store.
type Catalogue struct {
	Store  storage.Store
	Site   meeting.Site // without a Base there are no feeds and sitemaps
	Assets Assets

	rebuilding bool // replaces damaged files
}

// Update makes the catalogue match a meeting's published manifest: it lists the meeting,
// moves it to another month or removes it. It is idempotent and safe for concurrent use.
// Without a change it reads the mark and the manifest's ETag, and writes nothing.
func (c Catalogue) Update(ctx context.Context, id string) error {
	if err := c.update(ctx, id, false); err != nil {
		return fmt.Errorf("list %s in the catalogue: %w", id, err)
	}
	return nil
}

// Hide removes a meeting from the catalogue before its manifest is deleted.
// Call [Catalogue.Update] afterwards.
func (c Catalogue) Hide(ctx context.Context, id string) error {
	if err := c.update(ctx, id, true); err != nil {
		return fmt.Errorf("remove %s from the catalogue: %w", id, err)
	}
	return nil
}

func (c Catalogue) update(ctx context.Context, id string, hide bool) (err error) {
	is, err := c.readMark(ctx, id)
	if err != nil {
		return err
	}
	if hide && is.Busy == 0 && len(is.Months) == 0 {
		return nil
	}
	if !hide {
		etag, statErr := c.etag(ctx, layout.Public.Meeting(id, layout.Manifest))
		if statErr != nil || is.isComplete(etag) {
			return statErr
		}
	}
	begun := false
	defer func() {
		if begun && err != nil {
			// Record the end even if ctx has ended.
			after, cancel := context.WithTimeout(context.WithoutCancel(ctx), failTimeout)
			defer cancel()
			err = errors.Join(err, c.fail(after, id))
		}
	}()
	for {
		now, err := c.look(ctx, id, hide)
		if err != nil {
			return err
		}
		if !begun && now.listing == nil && is.Busy == 0 && len(is.Months) == 0 {
			return nil // not listed, neither before nor now
		}
		months, err := c.begin(ctx, id, now.month(), !begun)
		if err != nil {
			return err
		}
		begun = true
		if err = c.apply(ctx, id, now, months); err != nil {
			return err
		}
		if done, err := c.ended(ctx, id, now, months, hide); err != nil || done {
			return err
		}
	}
}

// failTimeout is the timeout for recording a failed update.
const failTimeout = 5 * time.Second

// ended completes an update if the manifest is still the one that was listed.
func (c Catalogue) ended(ctx context.Context, id string, was published, months []string, hide bool) (bool, error) {
	etag := unknown // a hidden meeting has no listed manifest
	if !hide {
		var err error
		if etag, err = c.etag(ctx, layout.Public.Meeting(id, layout.Manifest)); err != nil || etag != was.etag {
			return false, err
		}
	}
	return c.end(ctx, id, etag, was.month(), months)
}

// published is the published version of a meeting.
type published struct {
	etag    string   // of its manifest; empty without one
	listing *listing // nil if it does not belong in the catalogue
}

// month returns its month; "" if it is not listed.
func (p published) month() string {
	if p.listing == nil {
		return ""
	}
	return p.listing.entry.Month()
}

// look reads the published version of a meeting.
func (c Catalogue) look(ctx context.Context, id string, hide bool) (published, error) {
	if hide { // also with a damaged manifest
		etag, err := c.etag(ctx, layout.Public.Meeting(id, layout.Manifest))
		return published{etag: etag}, err
	}
	m, info, err := c.manifest(ctx, id)
	if err != nil || info.ETag == "" || !Listed(m) {
		return published{etag: info.ETag}, err
	}
	texts, err := c.transcripts(ctx, m)
	if err != nil {
		return published{}, err
	}
	return published{info.ETag, &listing{EntryOf(m, info.Modified), DocumentOf(m, texts).index()}}, nil
}

// manifest returns a meeting's public manifest; the ETag is empty if there is
// none.
func (c Catalogue) manifest(ctx context.Context, id string) (manifest.Manifest, storage.Info, error) {
	data, info, err := storage.ReadAll(ctx, c.Store, layout.Public.Meeting(id, layout.Manifest))
	if errors.Is(err, storage.ErrNotFound) {
		return manifest.Manifest{}, storage.Info{}, nil
	}
	if err != nil {
		return manifest.Manifest{}, storage.Info{}, err
	}
	m, err := manifest.Decode(data)
	if err != nil {
		return m, info, err
	}
	return m, info, m.Check()
}

// transcripts returns the texts of a meeting's captions.
func (c Catalogue) transcripts(ctx context.Context, m manifest.Manifest) ([]string, error) {
	var texts []string
	for _, r := range m.Recordings {
		for _, captions := range r.Captions {
			if captions.Text.URL == "" {
				continue
			}
			// Another version, published meanwhile, may have deleted the file.
			data, _, err := c.get(ctx, layout.Public.Top(path.Clean(inside(m.ID, captions.Text.URL))))
			if err != nil {
				return nil, err
			}
			texts = append(texts, string(data))
		}
	}
	return texts, nil
}

// apply updates the month of a meeting, then the top, which links to it, and
// removes the meeting from other months.
func (c Catalogue) apply(ctx context.Context, id string, now published, months []string) error {
	if err := c.assets(ctx); err != nil {
		return err
	}
	begun, err := c.etag(ctx, layout.Public.Top(layout.Catalogue))
	if err != nil {
		return err
	}
	for _, month := range months {
		ch := changes{id: nil}
		if month == now.month() {
			ch[id] = now.listing
		}
		t, err := c.changeMonth(ctx, month, ch)
		if err != nil {
			return err
		}
		// Check all shards if the month contained the meeting before, or loses it: an
		// interrupted update may have left some. The first meeting creates all shards,
		// since browsers request empty ones, too.
		shards := allShards()
		if ch[id] != nil && !t.had && begun != "" {
			shards = t.touched()
		}
		if err = c.updateShards(ctx, month, shards); err != nil {
			return err
		}
		if err = c.pages(ctx, month); err != nil {
			return err
		}
	}
	return c.top(ctx, months, false)
}
