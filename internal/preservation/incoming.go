package preservation

import (
	"context"
	"errors"
	"os"

	"proceedings/internal/bag"
	"proceedings/internal/meeting"
)

// Incoming is a meeting in a valid bag, ready to be stored.
type Incoming struct {
	Meeting meeting.Meeting
	Bag     *bag.Bag
	Sealed  []string // names of files with an encrypted password

	Unproven          int // events in the bag that no tag manifest lists; they are not imported
	UnprovenRevisions int // the same of former revisions

	dir     string
	record  []byte
	files   []string // path in the bag of each source
	history []stored // events and former revisions
}

// stored is an object to be stored as it is.
type stored struct {
	key  string
	data []byte
}

// ReadBag validates all of a bag, and reads the meeting in it. It needs no storage. An invalid
// bag, or one that is of no meeting, is an [InvalidError] with all problems.
func ReadBag(ctx context.Context, dir string, progress func(int64)) (in Incoming, err error) {
	if in.Bag, err = Open(ctx, dir, false, progress); err != nil {
		return in, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return in, unreadable(err, dir)
	}
	defer func() { _ = root.Close() }() // only read
	in.dir = dir
	r := reading{in: &in, fsys: root.FS()}
	if err = r.record(); err != nil {
		return in, err
	}
	if len(r.problems) == 0 { // a record that cannot be used says nothing about the rest
		r.sources()
		if err = errors.Join(r.events(), r.revisions()); err != nil {
			return in, err
		}
	}
	if len(r.problems) > 0 {
		return in, &InvalidError{dir, r.problems}
	}
	return in, nil
}

// Manifest is the SHA-256 of the payload manifest.
func (in *Incoming) Manifest() string { return sumOf([]byte(bag.PayloadManifest(in.Bag.Payload))) }

// Bytes is the size of the originals, each once.
func (in *Incoming) Bytes() (sum int64) {
	seen := map[string]bool{}
	for _, src := range in.Meeting.Sources {
		if !seen[src.SHA256] {
			sum += src.Size
		}
		seen[src.SHA256] = true
	}
	return sum
}

// PayloadBytes is the size of the payload.
func (in *Incoming) PayloadBytes() (sum int64) {
	sum, _ = bag.Oxum(in.Bag.Payload)
	return sum
}

// Renditions counts the renditions in the bag.
func (in *Incoming) Renditions() (n int) {
	for _, f := range in.Bag.Payload {
		if below(renditionsFolder, f.Path) {
			n++
		}
	}
	return n
}

// ErrTaken means that the storage has another meeting, or another state of it, under the ID.
var ErrTaken = errors.New("the archive has another state of this meeting")
