package preservation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/preservation/metadata"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

func item(name string, data []byte, use metadata.Use) Item {
	sum := sha256.Sum256(data)
	return Item{Path: name, Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:]), data: data, use: use, kind: "application/json"}
}

// record reads the stored record. Passwords in clear, which only earlier versions stored,
// are left out.
func (p *Plan) record(ctx context.Context, store storage.Store) ([]byte, error) {
	for i := range p.Meeting.Sources {
		src := &p.Meeting.Sources[i]
		if src.SealedPassword != "" {
			p.Sealed = append(p.Sealed, src.Name)
		}
		if src.Password != "" {
			p.Cleared = append(p.Cleared, src.Name)
			src.Password = ""
		}
	}
	if len(p.Cleared) == 0 {
		data, _, err := storage.ReadAll(ctx, store, layout.Record(p.Meeting.ID))
		return data, err
	}
	data, err := json.MarshalIndent(p.Meeting, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the record of %s: %w", p.Meeting.ID, err)
	}
	return append(data, '\n'), nil
}

// originals adds the originals, and looks whether they are stored.
func (p *Plan) originals(ctx context.Context, store storage.Store, lost *LostError) error {
	paths := originalPaths(p.Meeting.Sources)
	for i := range p.Meeting.Sources {
		src := &p.Meeting.Sources[i]
		info, err := store.Stat(ctx, layout.Source(src.SHA256))
		switch {
		case errors.Is(err, storage.ErrNotFound):
			lost.Lost = append(lost.Lost, src.Name+" is missing in the storage")
		case err != nil:
			return err
		case info.Size != src.Size:
			lost.Lost = append(lost.Lost, fmt.Sprintf("%s has %d bytes in the storage, and the record says %d", src.Name, info.Size, src.Size))
		}
		p.Items = append(p.Items, Item{Path: paths[i], Size: src.Size, SHA256: src.SHA256, key: layout.Source(src.SHA256), use: metadata.Original, kind: info.ContentType, source: src})
	}
	return nil
}

// history reads the state, the manifest and the events as they are stored.
func (p *Plan) history(ctx context.Context, store storage.Store, lost *LostError) (state archive.State, _ error) {
	m := p.Meeting
	for _, t := range []struct{ path, key string }{{stateFile, layout.State(m.ID)}, {manifestFile, plan.Space(m.Visibility).Meeting(m.ID, layout.Manifest)}} {
		data, _, readErr := storage.ReadAll(ctx, store, t.key)
		if errors.Is(readErr, storage.ErrNotFound) {
			continue
		}
		if readErr != nil {
			return state, readErr
		}
		if t.path == stateFile {
			if storage.DecodeJSON(data, &state) != nil {
				lost.Lost = append(lost.Lost, "its state is damaged: \"ingest verify --repair "+m.ID+"\" makes it again")
			}
		}
		p.tags = append(p.tags, tag{path: t.path, data: data})
	}
	if err := p.readRevisions(ctx, store, lost); err != nil {
		return state, err
	}
	return state, p.readEvents(ctx, store, lost)
}

// readRevisions reads the former revisions of the record as they are stored.
func (p *Plan) readRevisions(ctx context.Context, store storage.Store, lost *LostError) error {
	for info, listErr := range store.List(ctx, layout.Revisions(p.Meeting.ID)) {
		if listErr != nil {
			return listErr
		}
		data, _, readErr := storage.ReadAll(ctx, store, info.Key)
		if readErr != nil && !errors.Is(readErr, storage.ErrDamaged) {
			return readErr
		}
		var m meeting.Meeting
		if readErr != nil || storage.DecodeJSON(data, &m) != nil || m.ID != p.Meeting.ID {
			lost.Lost = append(lost.Lost, "the former revision "+info.Key+" cannot be read: restore it from a backup")
			continue
		}
		p.tags = append(p.tags, tag{path: revisionPath(info.Key), data: data})
	}
	return nil
}

// readEvents reads the events as they are stored.
func (p *Plan) readEvents(ctx context.Context, store storage.Store, lost *LostError) error {
	for info, listErr := range store.List(ctx, layout.Events(p.Meeting.ID)) {
		if listErr != nil {
			return listErr
		}
		data, _, readErr := storage.ReadAll(ctx, store, info.Key)
		if readErr != nil && !errors.Is(readErr, storage.ErrDamaged) {
			return readErr
		}
		var e archive.Event
		if readErr != nil || storage.DecodeJSON(data, &e) != nil || e.Kind == "" {
			lost.Lost = append(lost.Lost, "the event "+info.Key+" cannot be read: restore it from a backup")
			continue
		}
		p.tags, p.events = append(p.tags, tag{eventPath(info.Key), data, e.Kind != archive.EventExported}), append(p.events, metadata.Event{Event: e, Name: strings.TrimSuffix(path.Base(info.Key), path.Ext(info.Key))})
	}
	slices.SortStableFunc(p.events, func(a, b metadata.Event) int { return archive.CompareEvents(a.Event, b.Event) })
	return nil
}

// renditions adds the files that the steps of the meeting made.
func (p *Plan) renditions(ctx context.Context, store storage.Store, state archive.State, base string, lost *LostError) error {
	if !state.Final() || state.Revision != p.Meeting.Revision {
		lost.Lost = append(lost.Lost, "it is being processed, so its renditions are not complete: wait, or export it without --renditions")
		return nil
	}
	seen := map[string]bool{}
	for _, src := range state.Sources {
		for _, st := range src.Steps {
			if seen[st.Key] || st.Status != archive.StatusDone || st.Space == "" {
				continue
			}
			seen[st.Key] = true
			var r steps.Result
			if _, err := storage.ReadJSON(ctx, store, layout.StepResult(st.Key), &r); errors.Is(err, storage.ErrNotFound) {
				lost.Lost = append(lost.Lost, "the result of the step "+st.Key+" is missing")
				continue
			} else if err != nil {
				return err
			}
			for _, o := range r.Objects {
				i := Item{
					Path: path.Join(renditionsFolder, st.Key, r.Run, o.Name), Size: o.Size, SHA256: o.SHA256,
					key: r.Step.Space.Derived(st.Key, r.Run, o.Name), use: metadata.Rendition, kind: o.Type, step: st.Key,
				}
				if public, is := strings.CutPrefix(i.key, string(layout.Public)+"/"); is && base != "" {
					i.link = base + public
				}
				p.Items = append(p.Items, i)
			}
		}
	}
	return nil
}
