package main

import (
	"context"
	"errors"
	"path/filepath"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/intake"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

// spaceNeeded returns the minimum space, in bytes, to publish files in a data folder.
// Each new original needs space twice: as an object and as the worker's copy. Output
// comes on top; the worker checks the space again before each step.
func spaceNeeded(files []intake.File, stored []meeting.Source) int64 {
	type file struct {
		name string
		size int64
	}
	known := map[file]bool{}
	for _, s := range stored {
		known[file{s.Name, s.Size}] = true
	}
	need := int64(wire.Reserve)
	for _, f := range files {
		if !known[file{f.Source.Name, f.Source.Size}] {
			need += 2 * f.Source.Size
		}
	}
	return need
}

// checkSpace returns an error if the data folder has too little space for a meeting.
// sys is nil for a new folder.
func (d dataFlag) checkSpace(ctx context.Context, sys *wire.System, in intake.Input) error {
	var old meeting.Meeting
	if sys != nil {
		_, err := storage.ReadJSON(ctx, sys.Store, layout.Record(in.Meeting.ID), &old)
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return err
		}
	}
	return d.room("publish "+in.Meeting.ID, spaceNeeded(in.Files, old.Sources))
}

// room returns an error if the data folder has less than need bytes of free space.
func (d dataFlag) room(what string, need int64) error {
	folder, err := filepath.Abs(d.Data)
	if err != nil {
		folder = d.Data
	}
	free, err := wire.Free(folder)
	if err != nil {
		return err
	}
	return wire.EnoughSpace(what, folder, need, free)
}
