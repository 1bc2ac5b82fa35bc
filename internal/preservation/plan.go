package preservation

import (
	"context"
	"fmt"
	"strings"

	"proceedings/internal/archive"
	"proceedings/internal/bag"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/preservation/metadata"
	"proceedings/internal/storage"
)

// Item is a payload file that an export writes.
type Item struct {
	Path   string // in the bag
	Size   int64
	SHA256 string

	key    string // of the stored object; empty for data
	link   string // address in fetch.txt; empty for a file in the bag
	data   []byte
	use    metadata.Use
	kind   string // media type
	step   string // that made it
	source *meeting.Source
}

// tag is a small file of a bag that is no payload.
type tag struct {
	path string
	data []byte
	news bool // an event other than an export
}

// Plan is what an export writes.
type Plan struct {
	Meeting meeting.Meeting
	Items   []Item   // the payload
	Sealed  []string // names of files with an encrypted password, which the record keeps
	Cleared []string // names of files with a password in clear, which is left out

	events []metadata.Event
	tags   []tag
}

// LostError names what is missing, so that a meeting cannot be exported.
type LostError struct {
	Meeting string
	Lost    []string // sentences without a full stop
}

// Error implements error.
func (e *LostError) Error() string {
	return fmt.Sprintf("%s cannot be exported: %s; \"ingest verify %s\" reads all of it", e.Meeting, strings.Join(e.Lost, "; "), e.Meeting)
}

// Choice says what is exported beside the originals.
type Choice struct {
	Renditions bool
	Base       string // URL of the public space: its renditions are not copied, and fetch.txt has their addresses; empty to copy them
}

// Read plans the export of a meeting. It reads what is small, and looks for the originals.
func Read(ctx context.Context, store storage.Store, id string, choice Choice) (p Plan, err error) {
	if !intake.ValidID(id) {
		return p, fmt.Errorf("%w: %s", archive.ErrNoMeeting, id)
	}
	m, etag, err := archive.ReadRecord(ctx, store, id)
	if err != nil {
		return p, err
	}
	if etag == "" {
		return p, fmt.Errorf("%w: %s", archive.ErrNoMeeting, id)
	}
	p.Meeting = m
	record, err := p.record(ctx, store)
	if err != nil {
		return p, err
	}
	lost := &LostError{Meeting: id}
	if err = p.originals(ctx, store, lost); err != nil {
		return p, err
	}
	p.Items = append(p.Items, item(recordFile, record, metadata.Record))
	state, err := p.history(ctx, store, lost)
	if err == nil && choice.Renditions {
		err = p.renditions(ctx, store, state, choice.Base, lost)
	}
	if err == nil && len(lost.Lost) > 0 {
		err = lost
	}
	return p, err
}

// Bytes is the size of the payload.
func (p *Plan) Bytes() (sum int64) {
	for _, i := range p.Items {
		sum += i.Size
	}
	return sum
}

// Linked counts the files that fetch.txt names.
func (p *Plan) Linked() (n int) {
	for _, i := range p.Items {
		if i.link != "" {
			n++
		}
	}
	return n
}

// manifest is the payload manifest that the bag will have.
func (p *Plan) manifest() string {
	files := make([]bag.File, len(p.Items))
	for i, item := range p.Items {
		files[i] = bag.File{Path: item.Path, Size: item.Size, Sums: map[string]string{bag.SHA256: item.SHA256}}
	}
	return bag.PayloadManifest(files)
}
