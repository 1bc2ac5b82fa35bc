package preservation

import (
	"fmt"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

// revisions reads the former revisions of the record. A bag need not have any.
func (r *reading) revisions() error {
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
		case m.ID != r.in.Meeting.ID:
			r.note(f.Path, "is of the meeting "+quote(m.ID))
		case m.Revision < 1 || m.Revision >= r.in.Meeting.Revision || revisionPath(key) != f.Path:
			r.note(f.Path, fmt.Sprintf("is revision %d, and the record is revision %d", m.Revision, r.in.Meeting.Revision))
		default:
			for _, wrong := range checkRecord(m) {
				r.note(f.Path, wrong)
			}
			r.in.history = append(r.in.history, stored{key, data})
		}
	}
	return nil
}
