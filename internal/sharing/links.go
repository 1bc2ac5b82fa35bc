// Package sharing makes and deletes temporary links to the files of a meeting.
package sharing

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/site"
	"proceedings/internal/storage"
)

// ErrNoFile says that a meeting has no file by a name.
var ErrNoFile = errors.New("there is no such file")

// Store is a store that lends.
type Store interface {
	storage.Store
	storage.Presigner
}

// Links is what somebody may open for some time.
type Links struct {
	Meeting string    `json:"meeting"`
	Ends    time.Time `json:"ends"`
	Page    string    `json:"page"` // with all of it on it
	Files   []Link    `json:"files"`
}

// Link is one of the files.
type Link struct {
	Source string `json:"source"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	URL    string `json:"url"`
}

// Share makes addresses under which anybody can read a meeting's main files, or
// those made of the sources that are named, for some time, and a page with them.
func Share(ctx context.Context, store Store, id string, sources []string, lifetime time.Duration, now time.Time) (Links, error) {
	m, etag, err := archive.ReadRecord(ctx, store, id)
	if err != nil {
		return Links{}, err
	}
	if etag == "" {
		return Links{}, fmt.Errorf("%w: %s", archive.ErrNoMeeting, id)
	}
	space := plan.Space(m.Visibility)
	var man manifest.Manifest
	_, err = storage.ReadJSON(ctx, store, space.Meeting(id, layout.Manifest), &man)
	if errors.Is(err, storage.ErrNotFound) {
		return Links{}, fmt.Errorf("%s has no published files to link to; \"ingest status %s\" shows its progress", id, id)
	}
	if err != nil {
		return Links{}, err
	}
	files, err := chosen(m, site.LinkFiles(man), sources)
	if err != nil {
		return Links{}, err
	}
	lent := Links{Meeting: id, Ends: now.Add(lifetime).UTC().Truncate(time.Second), Files: []Link{}}
	in := site.LinkInput{Manifest: man, Files: files, Ends: lent.Ends, Shown: map[string]string{}, Saved: map[string]string{}}
	for _, f := range files {
		key := space.Meeting(id, f.File.URL)
		if in.Shown[f.File.URL], err = store.Presign(ctx, key, lifetime, ""); err != nil {
			return Links{}, err
		}
		if in.Saved[f.File.URL], err = store.Presign(ctx, key, lifetime, f.Name); err != nil {
			return Links{}, err
		}
		lent.Files = append(lent.Files, Link{f.Source, f.Kind, f.Name, in.Saved[f.File.URL]})
	}
	for _, url := range site.LinkImages(man, files) {
		if in.Shown[url], err = store.Presign(ctx, space.Meeting(id, url), lifetime, ""); err != nil {
			return Links{}, err
		}
	}
	if err = deleteExpired(ctx, store, now); err != nil {
		return Links{}, err
	}
	page, err := site.LinkPage(in)
	if err != nil {
		return Links{}, err
	}
	key := layout.Link(id, lent.Ends, rand.Text())
	attrs := storage.Attrs{ContentType: "text/html; charset=utf-8", CacheControl: "private, no-store"}
	if _, err = store.Put(ctx, key, bytes.NewReader(page), attrs, storage.IfAbsent); err != nil {
		return Links{}, err
	}
	lent.Page, err = store.Presign(ctx, key, lifetime, "")
	return lent, err
}

// chosen is those of the files that were asked for, by a source's ID or name.
func chosen(m meeting.Meeting, files []site.LinkFile, sources []string) ([]site.LinkFile, error) {
	if len(sources) == 0 {
		return files, nil
	}
	ids := map[string]bool{}
	for _, want := range sources {
		var of []string
		for _, src := range m.Sources {
			if src.ID == want || src.Name == want {
				of = append(of, src.ID)
			}
		}
		found := slices.DeleteFunc(slices.Clone(files), func(f site.LinkFile) bool { return !slices.Contains(of, f.Source) })
		if len(found) == 0 {
			return nil, fmt.Errorf("%w: %q; there is %s", ErrNoFile, want, namesOf(m))
		}
		for _, f := range found {
			ids[f.Source] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(files), func(f site.LinkFile) bool { return !ids[f.Source] }), nil
}

func namesOf(m meeting.Meeting) string {
	var names []string
	for _, src := range m.Sources {
		names = append(names, src.Name)
	}
	return strings.Join(names, ", ")
}

// deleteExpired deletes the pages whose time is over.
func deleteExpired(ctx context.Context, store storage.Store, now time.Time) error {
	for info, err := range store.List(ctx, layout.Links) {
		if err != nil {
			return err
		}
		if ends, ok := layout.LinkEnds(info.Key); ok && ends.Before(now) {
			if err := store.Delete(ctx, info.Key); err != nil {
				return err
			}
		}
	}
	return nil
}

// Revoke deletes the pages that were made for somebody.
func Revoke(ctx context.Context, store storage.Store, id string) error {
	for info, err := range store.List(ctx, layout.MeetingLinks(id)) {
		if err != nil {
			return err
		}
		if err := store.Delete(ctx, info.Key); err != nil {
			return err
		}
	}
	return nil
}
