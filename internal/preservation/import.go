package preservation

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"proceedings/internal/archive"
	"proceedings/internal/intake"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/originals"
	"proceedings/internal/sniff"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

// Check compares a bag with what the storage has under the ID of its meeting. there is true if
// the storage has the same record; another record is [ErrTaken], with the difference in words.
func (in *Incoming) Check(ctx context.Context, store storage.Store) (there bool, err error) {
	id := in.Meeting.ID
	data, _, err := storage.ReadAll(ctx, store, layout.Record(id))
	switch {
	case errors.Is(err, storage.ErrNotFound):
		return false, in.checkRevision(ctx, store)
	case err != nil:
		return false, err
	case bytes.Equal(data, in.record):
		return true, nil
	}
	var m meeting.Meeting
	if storage.DecodeJSON(data, &m) != nil {
		return false, fmt.Errorf("%w: its record is damaged, and nothing was overwritten; delete %s first if the bag is right", ErrTaken, layout.Record(id))
	}
	return false, fmt.Errorf("%w: %s; nothing was overwritten", ErrTaken, words.List(differences(data, in.record), maxNamed))
}

// checkRevision refuses a bag that is older than what was published of a lost record.
func (in *Incoming) checkRevision(ctx context.Context, store storage.Store) error {
	next, err := archive.NextRevision(ctx, store, meeting.Meeting{}, in.Meeting.ID)
	if err != nil {
		return err
	}
	if next-1 > in.Meeting.Revision {
		return fmt.Errorf("%w: its record is lost, and its pages are of revision %d, later than revision %d of the bag; nothing was overwritten", ErrTaken, next-1, in.Meeting.Revision)
	}
	return nil
}

// Import stores the meeting: the originals, the history, and the record last, so that nothing is
// half imported. After an interruption it can run again. It changes nothing that is stored. there
// is true if the storage has the same record, perhaps of another import that was faster.
func (in *Incoming) Import(ctx context.Context, store storage.Store, w originals.Watcher) (there bool, err error) {
	if there, err = in.Check(ctx, store); there || err != nil {
		return there, err
	}
	done := map[string]bool{}
	for i, src := range in.Meeting.Sources {
		if done[src.SHA256] {
			continue
		}
		done[src.SHA256] = true
		if err = in.upload(ctx, store, in.files[i], src, w); err != nil {
			return false, err
		}
	}
	for _, e := range in.history {
		_, err = store.Put(ctx, e.key, bytes.NewReader(e.data), storage.Attrs{ContentType: "application/json"}, storage.IfAbsent)
		if err != nil && !errors.Is(err, storage.ErrPrecondition) {
			return false, err
		}
	}
	err = archive.RestoreRecord(ctx, store, in.Meeting.ID, in.record)
	if !errors.Is(err, storage.ErrPrecondition) {
		return false, err
	}
	if there, err = in.Check(ctx, store); there || err != nil {
		return there, err
	}
	return false, fmt.Errorf("%w: it was submitted and deleted meanwhile; nothing was overwritten", ErrTaken)
}

// upload stores an original, as it was when the bag was validated.
func (in *Incoming) upload(ctx context.Context, store storage.Store, name string, src meeting.Source, w originals.Watcher) error {
	file := filepath.Join(in.dir, filepath.FromSlash(name))
	format, err := formatOf(file, src.Size)
	if err != nil {
		return unreadable(err, file)
	}
	sum, err := originals.Upload(ctx, store, intake.File{Path: file, Source: meeting.Source{Name: src.Name, Size: src.Size}, Format: format}, w)
	if errors.Is(err, originals.ErrChanged) || err == nil && sum != src.SHA256 {
		return &NoBagError{file, "changed after the bag was validated"}
	}
	return unreadable(err, file)
}

func formatOf(name string, size int64) (sniff.Format, error) {
	file, err := os.Open(name)
	if err != nil {
		return sniff.Format{}, err //nolint:wrapcheck // the caller names the file
	}
	defer func() { _ = file.Close() }() // only read
	return sniff.File(file, size)
}
