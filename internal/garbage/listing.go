package garbage

import (
	"context"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// Listing is what a storage holds, as far as [Decide] needs it. Its zero value is empty.
type Listing struct {
	Meetings  []string                  // IDs with a record, a state, or a copy of a page; some more than once
	Manifests map[string][]layout.Space // spaces in which a meeting has a manifest, by ID
	Runs      map[Run]Group             // derived files
	Steps     map[string]Group          // results and statuses, by step key
	Uploads   []storage.Info
	Links     []storage.Info
	Copies    []storage.Info   // versioned copies of pages
	Originals map[string]Group // with the checksums of their blocks, by SHA-256
	Unknown   []storage.Info   // of other programs or later versions
	Objects   int
}

// Run is the folder of the files of one run of a step.
type Run struct {
	Space layout.Space
	Step  string
	ID    string
}

// Group is the number of some objects, their size in bytes, and the time at which the
// newest was stored.
type Group struct {
	Objects int
	Bytes   int64
	Newest  time.Time
}

// plus returns the group of both.
func (g Group) plus(o Group) Group {
	g.Objects += o.Objects
	g.Bytes += o.Bytes
	if o.Newest.After(g.Newest) {
		g.Newest = o.Newest
	}
	return g
}

func groupOf(o storage.Info) Group { return Group{1, o.Size, o.Modified} }

// List lists the objects of this program. progress receives the number so far.
func List(ctx context.Context, store storage.Store, progress func(objects int)) (Listing, error) {
	var l Listing
	for _, prefix := range []string{layout.Archive, string(layout.Public) + "/"} {
		for info, err := range store.List(ctx, prefix) {
			if err != nil {
				return l, err
			}
			l.Add(info)
			progress(l.Objects)
		}
	}
	return l, nil
}

// Add adds an object to the listing.
func (l *Listing) Add(o storage.Info) {
	l.Objects++
	switch p := layout.Parse(o.Key); p.Class {
	case layout.DerivedFile:
		add(&l.Runs, Run{p.Space, p.Step, p.Run}, o)
	case layout.StepFile:
		add(&l.Steps, p.Step, o)
	case layout.Original:
		add(&l.Originals, p.Sum, o)
	case layout.UploadState:
		l.Uploads = append(l.Uploads, o)
	case layout.LinkPage:
		l.Links = append(l.Links, o)
	case layout.RecordFile:
		l.Meetings = append(l.Meetings, p.Meeting)
	case layout.MeetingPage:
		switch {
		case p.Name == layout.Manifest:
			if l.Manifests == nil {
				l.Manifests = map[string][]layout.Space{}
			}
			l.Manifests[p.Meeting] = append(l.Manifests[p.Meeting], p.Space)
		case layout.IsVersioned(p.Name):
			l.Copies = append(l.Copies, o)
			l.Meetings = append(l.Meetings, p.Meeting)
		}
	case layout.Unknown:
		l.Unknown = append(l.Unknown, o)
	case layout.Lasting:
		if p.Meeting != "" {
			l.Meetings = append(l.Meetings, p.Meeting)
		}
	}
}

func add[K comparable](groups *map[K]Group, key K, o storage.Info) {
	if *groups == nil {
		*groups = map[K]Group{}
	}
	(*groups)[key] = (*groups)[key].plus(groupOf(o))
}
