package main

import (
	"maps"
	"slices"
	"time"

	"proceedings/internal/makers"
	"proceedings/internal/standalone"
)

// localFolders are the folders of this machine in which killed programs leave files.
type localFolders struct {
	scratch string // of workers
	data    string // data folder; empty with other services
}

// localGarbage holds folders that nothing uses, with their sizes in bytes.
type localGarbage struct{ scratch, uploads map[string]int64 }

// find finds unused folders. Uploads must not have changed since before.
func (l localFolders) find(before time.Time) (g localGarbage, err error) {
	if g.scratch, err = makers.DeadScratch(l.scratch); err != nil || l.data == "" {
		return g, err
	}
	g.uploads, err = standalone.UnfinishedUploads(l.data, before)
	return g, err
}

// remove deletes unused folders.
func (l localFolders) remove(g localGarbage) error {
	for _, upload := range slices.Sorted(maps.Keys(g.uploads)) {
		if err := standalone.RemoveUpload(upload); err != nil {
			return err
		}
	}
	return makers.SweepScratch(l.scratch)
}
