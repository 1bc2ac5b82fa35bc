// Package sharing creates and deletes temporary links to the files of a meeting.
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
	"proceedings/internal/words"
)

// ErrNoFile means that a meeting has no file with a given name.
var ErrNoFile = errors.New("no such file")

// Store is a store that presigns URLs.
type Store interface {
	storage.Store
	storage.Presigner
}

// Links are presigned URLs that expire at Ends.
type Links struct {
	Meeting string    `json:"meeting"`
	Ends    time.Time `json:"ends"`
	Page    string    `json:"page"` // lists all files
	Files   []Link    `json:"files"`
}

// Link is the presigned URL of one file.
type Link struct {
	Source string `json:"source"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	URL    string `json:"url"`
}

// Share presigns the URLs of a meeting's main files, or of those from the named
// sources, and stores a page that lists them. Anyone with a URL can open it until it
// expires.
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
	files, err := filesOf(m, site.LinkFiles(man), sources)
	if err != nil {
		return Links{}, err
	}
	links := Links{Meeting: id, Ends: now.Add(lifetime).UTC().Truncate(time.Second), Files: []Link{}}
	in := site.LinkInput{Manifest: man, Files: files, Ends: links.Ends, Shown: map[string]string{}, Saved: map[string]string{}}
	for _, f := range files {
		key := space.Meeting(id, f.File.URL)
		if in.Shown[f.File.URL], err = store.Presign(ctx, key, lifetime, ""); err != nil {
			return Links{}, err
		}
		if in.Saved[f.File.URL], err = store.Presign(ctx, key, lifetime, f.Name); err != nil {
			return Links{}, err
		}
		links.Files = append(links.Files, Link{f.Source, f.Kind, f.Name, in.Saved[f.File.URL]})
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
	key := layout.Link(id, links.Ends, rand.Text())
	attrs := storage.Attrs{ContentType: "text/html; charset=utf-8", CacheControl: "private, no-store"}
	if _, err = store.Put(ctx, key, bytes.NewReader(page), attrs, storage.IfAbsent); err != nil {
		return Links{}, err
	}
	links.Page, err = store.Presign(ctx, key, lifetime, "")
	return links, err
}

// filesOf returns the files of the named sources, by ID or name; all files if sources
// is empty.
func filesOf(m meeting.Meeting, files []site.LinkFile, sources []string) ([]site.LinkFile, error) {
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
			return nil, fmt.Errorf("%w: %q; the files are %s", ErrNoFile, want, namesOf(m))
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
		names = append(names, words.Line(src.Name))
	}
	return strings.Join(names, ", ")
}

// deleteExpired deletes the expired link pages.
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

// Revoke deletes all link pages of a meeting.
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
