package main

import (
	"context"
	"errors"
	"fmt"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/retention"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

// migration is what the dry run prints of a meeting as JSON.
type migration struct {
	Event   string   `json:"event"`
	Meeting string   `json:"meeting"`
	Schema  int      `json:"schema"` // of its present manifest
	Steps   []string `json:"steps"`  // keys of the first steps to run
}

func (o outdated) keys() []string {
	keys := []string{}
	for _, s := range o.missing {
		keys = append(keys, s.Key())
	}
	return keys
}

// outdated is a meeting that an earlier release published.
type outdated struct {
	meeting meeting.Meeting
	schema  int         // of its manifest; 0 without one
	missing []plan.Step // whose results this release makes again; later ones may follow
}

func (o outdated) schemas() string {
	if o.schema == manifest.SchemaVersion {
		return fmt.Sprintf("schema %d", o.schema)
	}
	return fmt.Sprintf("schema %d to %d", o.schema, manifest.SchemaVersion)
}

// work describes the steps to run, by their kinds.
func (o outdated) work() string {
	var kinds []string
	for _, kind := range plan.Kinds() {
		n := 0
		for _, s := range o.missing {
			if s.Kind == kind {
				n++
			}
		}
		if n > 0 {
			kinds = append(kinds, fmt.Sprintf("%s (%d)", kind, n))
		}
	}
	if len(kinds) == 0 {
		return "only pages"
	}
	return words.List(kinds, len(kinds)) + ", and what depends on them"
}

// readOutdated reports whether a meeting is published by an earlier release: its manifest
// has an earlier schema, or steps of this release have no result.
func readOutdated(ctx context.Context, store storage.Store, id string) (o outdated, is bool, err error) {
	if o.meeting, _, err = archive.ReadExisting(ctx, store, id); err != nil {
		return o, false, err
	}
	state, err := archive.ReadState(ctx, store, id)
	if err != nil || state.State != manifest.Published {
		return o, false, err // an unfinished one is being made by this release
	}
	var published struct {
		Schema int `json:"schema"`
	}
	_, err = storage.ReadJSON(ctx, store, plan.Space(o.meeting.Visibility).Meeting(id, layout.Manifest), &published)
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		return o, false, err
	}
	o.schema = published.Schema
	items, err := retention.AssessStored(ctx, store, o.meeting, nil)
	if err != nil {
		return o, false, err
	}
	seen := map[string]bool{}
	for _, it := range items {
		for _, s := range it.Steps {
			if key := s.Step.Key(); !s.Outcome.Settled() && !seen[key] {
				seen[key] = true
				o.missing = append(o.missing, s.Step)
			}
		}
	}
	return o, o.schema < manifest.SchemaVersion || len(o.missing) > 0, nil
}
