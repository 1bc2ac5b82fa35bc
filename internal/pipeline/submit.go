package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"proceedings/internal/archive"
	"proceedings/internal/intake"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/originals"
	"proceedings/internal/plan"
	"proceedings/internal/secret"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

// ErrOtherMeeting means that the ID belongs to a meeting that shares no file with the
// submitted one.
var ErrOtherMeeting = errors.New("another meeting has this ID")

// errNoKey tells the user how to set a key.
var errNoKey = fmt.Errorf("%w, and meeting.yaml has a password, which is stored encrypted: set PROCEEDINGS_SECRET_KEY, or PROCEEDINGS_SECRET_KEY_FILE, "+
	"to one value for this command and all workers; \"openssl rand -hex 32\" makes one", secret.ErrNoKey)

// Submit stores a submitted meeting: first the missing originals, then the record. It
// returns the stored record and whether it is new or changed. Submitting the same
// meeting again changes at most its priority and batch. A default visibility never makes a
// stored meeting visible to more people, and a withdrawn one stays withdrawn. key encrypts
// the passwords of decks; without it, a meeting that has some is refused.
func Submit(ctx context.Context, store storage.Store, in intake.Input, key secret.Key, w originals.Watcher) (meeting.Meeting, bool, error) {
	m := in.Meeting
	if _, err := plan.ProfileNamed(m.Profile); err != nil {
		return m, false, err
	}
	m.Sources = slices.Clone(m.Sources) // must not change the caller's input
	if key.IsZero() && slices.ContainsFunc(m.Sources, func(s meeting.Source) bool { return s.Password != "" }) {
		return m, false, errNoKey
	}
	for i, f := range in.Files {
		sum, err := originals.Upload(ctx, store, f, w)
		if err != nil {
			return m, false, fmt.Errorf("upload %s: %w", words.Line(f.Source.Name), err)
		}
		m.Sources[i].SHA256 = sum
		if err = seal(&m.Sources[i], key); err != nil {
			return m, false, fmt.Errorf("encrypt the password of %s: %w", words.Line(f.Source.Name), err)
		}
	}
	old, etag, err := archive.ReadRecord(ctx, store, m.ID)
	if err != nil {
		return m, false, err
	}
	if old.Revision > 0 && !in.Explicit && !archive.Related(old, m) {
		return m, false, fmt.Errorf("%w: %s (%q) has none of these files; give this one an ID of its own with --id or id: in meeting.yaml, or the same ID to replace the other",
			ErrOtherMeeting, m.ID, old.Title)
	}
	if old.Revision > 0 && in.DefaultVisibility && m.Visibility.Wider(old.Visibility) {
		m.Visibility = old.Visibility // a flag that is forgotten must not publish anything
	}
	m.Withdrawn = old.Withdrawn // only "ingest publish" ends that
	m.Schema = meeting.SchemaVersion
	m.Revision = old.Revision
	m.KeepAlignments(old)
	m.KeepMetadata(old)
	same := false
	if old.Revision > 0 {
		if same, err = archive.SameRecord(old, m); err != nil || same && m.Priority == old.Priority && m.Batch == old.Batch {
			return m, false, err
		}
	}
	if !same {
		if m.Revision, err = archive.NextRevision(ctx, store, old, m.ID); err != nil {
			return m, false, err
		}
	}
	if etag == "" && in.DefaultVisibility {
		if err = refuseLost(ctx, store, m); err != nil {
			return m, false, err
		}
	}
	cond := storage.IfAbsent
	if etag != "" {
		cond = storage.IfMatch(etag)
	}
	err = archive.ReplaceRecord(ctx, store, old, m, cond)
	if errors.Is(err, storage.ErrPrecondition) {
		return m, false, fmt.Errorf("record %s: another command submitted the same meeting at the same time; try again", m.ID)
	}
	return m, err == nil && !same, err
}

// ErrLost means that a meeting was stored under the ID, and its record is lost.
var ErrLost = errors.New("its record is lost")

// refuseLost refuses a meeting whose record is lost: nobody knows whether it was private or withdrawn.
func refuseLost(ctx context.Context, store storage.Store, m meeting.Meeting) error {
	known := m.Revision > 1
	for _, err := range store.List(ctx, layout.Events(m.ID)) {
		if err != nil {
			return err
		}
		known = true
		break
	}
	if !known {
		return nil
	}
	return fmt.Errorf("%s was submitted before, and %w: restore it from a backup; or set --visibility to submit the meeting anew", m.ID, ErrLost)
}

// seal encrypts the password of a source, whose SHA-256 is known.
func seal(src *meeting.Source, key secret.Key) (err error) {
	if src.Password == "" {
		return nil
	}
	src.SealedPassword, err = key.Seal(src.Password, src.SHA256)
	src.Password = ""
	return err
}
