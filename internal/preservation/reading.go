package preservation

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"proceedings/internal/archive"
	"proceedings/internal/bag"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

// reading is a running [ReadBag].
type reading struct {
	in       *Incoming
	fsys     fs.FS
	problems []bag.Problem
}

func (r *reading) note(file, text string) {
	r.problems = append(r.problems, bag.Problem{File: file, Text: text})
}

// read reads a small file, and checks that it is what was validated.
func (r *reading) read(f bag.File) ([]byte, error) {
	data, err := fs.ReadFile(r.fsys, f.Path)
	if err != nil {
		return nil, unreadable(err, path.Join(r.in.dir, f.Path))
	}
	if sumOf(data) != f.Sums[bag.SHA256] {
		return nil, &NoBagError{path.Join(r.in.dir, f.Path), "changed while it was read"}
	}
	return data, nil
}

// record reads the record.
func (r *reading) record() error {
	f, there := r.in.Bag.Find(recordFile)
	if !there {
		r.note(recordFile, "is missing: this bag was not made by \"ingest export\"")
		return nil
	}
	data, err := r.read(f)
	if err != nil {
		return err
	}
	m := &r.in.Meeting
	err = storage.DecodeJSON(data, m)
	switch {
	case err != nil:
		r.note(recordFile, notRecord(err))
	case m.Schema > meeting.SchemaVersion:
		r.note(recordFile, fmt.Sprintf("has schema %d; this program knows %d: use a later version of ingest", m.Schema, meeting.SchemaVersion))
	case m.Schema < 1 || m.Revision < 1:
		r.note(recordFile, "is not a record of a meeting: it has no schema or no revision")
	case r.in.Bag.Value("External-Identifier") != "" && r.in.Bag.Value("External-Identifier") != m.ID:
		r.note("bag-info.txt", fmt.Sprintf("names the meeting %s, and the record is of %s", quote(r.in.Bag.Value("External-Identifier")), quote(m.ID)))
	}
	if len(r.problems) == 0 {
		for _, wrong := range checkRecord(*m) {
			r.note(recordFile, wrong)
		}
	}
	r.in.record = data
	return nil
}

// sources finds the file of each source by its content, and names files of no source.
func (r *reading) sources() {
	bySum, used := map[string]bag.File{}, map[string]bool{}
	for _, f := range r.in.Bag.Payload {
		if below(originalsFolder, f.Path) {
			bySum[f.Sums[bag.SHA256]] = f
		}
	}
	for _, src := range r.in.Meeting.Sources {
		f, there := bySum[src.SHA256]
		switch {
		case !there:
			r.note(recordFile, fmt.Sprintf("names the original %s, and no file in %s/ has its SHA-256 %s", quote(src.Name), originalsFolder, words.Clip(src.SHA256, maxQuote)))
		case f.Size != src.Size:
			r.note(f.Path, fmt.Sprintf("has %d bytes, and the record says %d", f.Size, src.Size))
		}
		used[src.SHA256] = true
		r.in.files = append(r.in.files, f.Path)
		if src.SealedPassword != "" {
			r.in.Sealed = append(r.in.Sealed, src.Name)
		}
	}
	for _, f := range r.in.Bag.Payload {
		if f.Path != recordFile && !below(renditionsFolder, f.Path) && !used[f.Sums[bag.SHA256]] {
			r.note(f.Path, "is in the payload, and the record does not name it")
		}
	}
}

// events reads the events. Those that no tag manifest lists are counted only: nothing proves
// that they are as they were.
func (r *reading) events() error {
	if err := r.countUnproven(eventsFolder, &r.in.Unproven); err != nil {
		return err
	}
	for _, f := range r.in.Bag.Tags {
		if !below(eventsFolder, f.Path) {
			continue
		}
		data, err := r.read(f)
		if err != nil {
			return err
		}
		var e archive.Event
		err = storage.DecodeJSON(data, &e)
		key := layout.Event(r.in.Meeting.ID, strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path)))
		switch {
		case err != nil || e.Kind == "":
			r.note(f.Path, "is not an event")
		case e.Meeting != r.in.Meeting.ID:
			r.note(f.Path, "is an event of the meeting "+quote(e.Meeting))
		case path.Dir(f.Path) != eventsFolder || storage.CheckKey(key) != nil || eventPath(key) != f.Path:
			r.note(f.Path, "has a name that no event has")
		default:
			r.in.history = append(r.in.history, stored{key, data})
		}
	}
	return nil
}

// countUnproven counts the files of a folder of the bag that no tag manifest lists.
func (r *reading) countUnproven(folder string, n *int) error {
	on, err := fs.ReadDir(r.fsys, folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unreadable(err, path.Join(r.in.dir, folder))
	}
	for _, entry := range on {
		if _, listed := r.in.Bag.Find(path.Join(folder, entry.Name())); !listed && !entry.IsDir() {
			*n++
		}
	}
	return nil
}
