package fixity

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/retention"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// planned holds the units of a meeting.
type planned struct {
	units []Unit
	final bool // the meeting is not being processed, or its state says nothing about that
}

// load reads the records of a meeting and returns its units. While the meeting is
// processed, its pages may be ahead of the manifest and are left out.
func (c *Checker) load(ctx context.Context, id string) (p planned, err error) {
	m, s, lost, err := c.records(ctx, id)
	if err != nil {
		return p, err
	}
	if len(lost) > 0 {
		p.units = []Unit{{Name: "records " + id, Of: archive.OfRecord, Lost: lost}}
	}
	history, err := c.history(ctx, m)
	if err != nil {
		return p, err
	}
	p.units = append(append(p.units, history), Originals(m, s)...)
	made, err := c.stepUnits(ctx, Steps(m, s))
	if err != nil {
		return p, err
	}
	p.units = append(p.units, made...)
	if !isFinal(m, s) {
		p.final = slices.ContainsFunc(lost, func(f archive.Finding) bool { return f.Key == layout.State(id) })
		return p, nil
	}
	p.final = true
	known := map[string]bool{}
	for _, u := range made {
		for _, o := range u.Objects {
			known[o.Key] = true
		}
	}
	pages, err := c.pages(ctx, m, s, known)
	p.units = append(p.units, pages...)
	return p, err
}

// records reads the record and the state of a meeting, and notes what they name. Damaged
// ones are findings.
func (c *Checker) records(ctx context.Context, id string) (m meeting.Meeting, s archive.State, lost []archive.Finding, err error) {
	note := func(kind archive.FindingKind, key, damage, advice string) {
		if damage != "" {
			lost = append(lost, archive.Finding{Kind: kind, Key: key, Of: archive.OfRecord, Text: damage + "; " + advice})
		}
	}
	kind := archive.FindingChanged
	found, damage, err := readJSON(ctx, c.Store, layout.Record(id), &m)
	if err == nil && !found {
		kind, damage = archive.FindingMissing, "is missing, although other objects of the meeting are stored"
		_, err = archive.RecordDamage(ctx, c.Store, id)
	} else if err == nil && damage == "" && m.ID != id {
		damage = notOfMeeting
	}
	if err != nil {
		return m, s, nil, err
	}
	note(kind, layout.Record(id), damage, "restore it from a backup")
	m.ID = id // a damaged record may lack it
	if m.Schema > meeting.SchemaVersion {
		note(archive.FindingChanged, layout.Record(id), fmt.Sprintf("has schema %d, and this program knows %d", m.Schema, meeting.SchemaVersion), "verify it with a later version")
	}
	kind = archive.FindingChanged
	if found, damage, err = readJSON(ctx, c.Store, layout.State(id), &s); err == nil && !found {
		kind = archive.FindingMissing
		damage, err = c.missingState(ctx, id)
	} else if err == nil && damage == "" && s.Meeting != id {
		damage = notOfMeeting
	}
	if err == nil && damage != "" {
		note(kind, layout.State(id), damage, "--repair makes it again")
		s, err = retention.FindState(ctx, c.Store, m)
	}
	if err != nil {
		return m, s, nil, err
	}
	if m.Revision > 0 && s.Revision > m.Revision {
		text := fmt.Sprintf("is revision %d, older than the published revision %d", m.Revision, s.Revision)
		note(archive.FindingChanged, layout.Record(id), text, fmt.Sprintf("\"ingest rollback %s %d\" makes it the latest", id, m.Revision))
	}
	c.named.add(id, m, s)
	return m, s, lost, nil
}

// missingState returns what is wrong if a meeting has no state: nothing before its first
// reconcile.
func (c *Checker) missingState(ctx context.Context, id string) (damage string, err error) {
	_, err = c.Store.Stat(ctx, layout.Unfinished(id))
	if errors.Is(err, storage.ErrNotFound) {
		return "is missing, so nothing says which steps the meeting has", nil
	}
	return "", err
}

// history lists the events of a meeting, and compares its former revisions with their numbers: since the
// first one that is kept, there is one of each number below the present one.
func (c *Checker) history(ctx context.Context, m meeting.Meeting) (Unit, error) {
	u := Unit{Name: "history " + m.ID, Of: archive.OfEvent}
	for info, err := range c.Store.List(ctx, layout.Events(m.ID)) {
		if err != nil {
			return u, err
		}
		u.JSON = append(u.JSON, info.Key)
	}
	kept, err := archive.Revisions(ctx, c.Store, m.ID)
	if err != nil || len(kept) == 0 {
		return u, err
	}
	for n := kept[0]; n < max(m.Revision, kept[len(kept)-1]+1); n++ {
		key := layout.Revision(m.ID, n)
		var former meeting.Meeting
		found, damage, err := readJSON(ctx, c.Store, key, &former)
		switch {
		case err != nil:
			return u, err
		case !found:
			u.Lost = append(u.Lost, u.finding(archive.FindingMissing, key, "is missing, although an earlier revision is stored; restore it from a backup"))
		case damage == "" && (former.ID != m.ID || former.Revision != n):
			damage = fmt.Sprintf("has changed: it is not revision %d of the meeting", n)
		}
		if damage != "" {
			u.Lost = append(u.Lost, u.Damaged(key, damage))
		}
	}
	return u, nil
}

// stepUnits reads the results of steps.
func (c *Checker) stepUnits(ctx context.Context, refs []StepRef) ([]Unit, error) {
	units := make([]Unit, len(refs))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(1, c.Readers))
	for i, ref := range refs {
		group.Go(func() (err error) {
			units[i], err = c.stepUnit(ctx, ref)
			return err
		})
	}
	return units, group.Wait() //nolint:wrapcheck // errors of the store name the object
}

func (c *Checker) stepUnit(ctx context.Context, ref StepRef) (Unit, error) {
	var r steps.Result
	found, damage, err := readJSON(ctx, c.Store, layout.StepResult(ref.Key), &r)
	if found && damage == "" && !r.IsResultOf(ref.Key) {
		damage = "has changed: it is not the result of the step"
	}
	switch {
	case err != nil:
		return Unit{}, err
	case damage != "":
		u := StepUnit(StepRef{Key: ref.Key}, nil, nil)
		u.Name += " damaged"
		u.Lost = []archive.Finding{u.finding(archive.FindingChanged, layout.StepResult(ref.Key), damage)}
		return u, nil
	case found:
		return StepUnit(ref, &r, nil), nil
	}
	st, err := steps.ReadStatus(ctx, c.Store, ref.Key)
	if errors.Is(err, storage.ErrDamaged) { // a finding of the unit
		err = nil
	}
	return StepUnit(ref, nil, st.Withdrawn), err
}

// pages reads the manifest of a meeting.
func (c *Checker) pages(ctx context.Context, m meeting.Meeting, s archive.State, known map[string]bool) ([]Unit, error) {
	key := plan.Space(m.Visibility).Meeting(m.ID, layout.Manifest)
	var man manifest.Manifest
	found, damage, err := readJSON(ctx, c.Store, key, &man)
	if found && damage == "" && (man.Schema < 1 || man.ID != m.ID) {
		damage = notOfMeeting
	}
	lost := Unit{Name: "manifest " + m.ID, Of: archive.OfPage}
	switch {
	case err != nil:
		return nil, err
	case damage != "":
		lost.Lost = []archive.Finding{lost.finding(archive.FindingChanged, key, damage)}
	case found:
		return Pages(m, &man, known), nil
	case s.Version == "" || m.Withdrawn:
		return Pages(m, nil, known), nil
	default:
		lost.Lost = []archive.Finding{lost.finding(archive.FindingMissing, key, "is missing, although the meeting is published")}
	}
	return []Unit{lost}, nil
}

// notOfMeeting is the damage of {} or another meeting's object.
const notOfMeeting = "has changed: it is not of the meeting"

// readJSON reads a JSON object into v. damage says why it cannot be decoded, as a
// predicate.
func readJSON(ctx context.Context, store storage.Store, key string, v any) (found bool, damage string, err error) {
	data, _, err := storage.ReadAll(ctx, store, key)
	if errors.Is(err, storage.ErrNotFound) {
		return false, "", nil
	}
	if errors.Is(err, storage.ErrDamaged) {
		return true, "has changed: its checksum does not match", nil
	}
	if err != nil {
		return false, "", err
	}
	if decodeErr := storage.DecodeJSON(data, v); decodeErr != nil {
		damage = "has changed: it cannot be decoded: " + decodeErr.Error()
	}
	return true, damage, nil
}
