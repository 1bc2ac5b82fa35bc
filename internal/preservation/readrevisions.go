package preservation

import (
	"fmt"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

// revisions reads the former revisions of the record. A bag need not have any. Those that no tag
// manifest lists are counted only.
func (r *reading) revisions() error {
	if err := r.countUnproven(revisionsFolder, &r.in.UnprovenRevisions); err != nil {
		return err
	}
	for _, f := range r.in.Bag.Tags {
		if !below(revisionsFolder, f.Path) {
			continue
		}
		data, err := r.read(f)
		if err != nil {
			return err
		}
		var m meeting.Meeting
		err = storage.DecodeJSON(data, &m)
		key := layout.Revision(r.in.Meeting.ID, m.Revision)
		switch {
		case err != nil:
			r.note(f.Path, notRecord(err))
		case m.Schema < 1 || m.Schema > meeting.SchemaVersion:
			r.note(f.Path, fmt.Sprintf("has schema %d; this program knows %d", m.Schema, meeting.SchemaVersion))
		case m.ID != r.in.Meeting.ID:
			r.note(f.Path, "is of the meeting "+quote(m.ID))
		case m.Revision < 1 || m.Revision >= r.in.Meeting.Revision || revisionPath(key) != f.Path:
			r.note(f.Path, fmt.Sprintf("is revision %d, and the record is revision %d", m.Revision, r.in.Meeting.Revision))
		default:
			for _, wrong := range checkRecord(m) {
				r.note(f.Path, wrong)
			}
			for _, src := range m.Sources { // nothing in the bag need have it
				if layout.Parse(layout.Source(src.SHA256)).Sum != src.SHA256 || src.SHA256 == "" {
					r.note(f.Path, fmt.Sprintf("names the original %s with the SHA-256 %s, which is none", quote(src.Name), quote(src.SHA256)))
				}
			}
			r.in.history = append(r.in.history, stored{key, data})
		}
	}
	return nil
}
