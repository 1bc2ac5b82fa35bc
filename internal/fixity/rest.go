package fixity

import (
	"context"
	"strings"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
)

// named holds what the records of all meetings of a run name.
type named struct{ meetings, sources, steps map[string]bool }

func (n *named) add(id string, m meeting.Meeting, s archive.State) {
	if n.meetings == nil {
		*n = named{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	}
	n.meetings[id] = true
	for _, u := range Originals(m, s) {
		n.sources[u.Objects[0].SHA256] = true
	}
	for _, st := range s.AllSteps() {
		n.steps[st.Key] = true
	}
}

// Note reads the records of a meeting without verifying it, for [Checker.Rest].
func (c *Checker) Note(ctx context.Context, id string) error {
	_, _, _, err := c.records(ctx, id)
	return err
}

// Rest verifies what no meeting names, after all meetings were verified or noted. An
// original that no meeting names any more must match its key. The settings of the site and the
// JSON objects of the catalogue are decoded. Files of steps, pages, and files
// of other programs, which no meeting names, are unknown.
func (c *Checker) Rest(ctx context.Context) (archive.Check, error) {
	r := rest{named: &c.named, unit: Unit{Name: "rest"}, noRecord: map[string]bool{}}
	for info, err := range c.Store.List(ctx, "") {
		if err != nil {
			return archive.Check{}, err
		}
		r.add(info.Key)
	}
	units := append(append(r.originals, r.site...), r.unit)
	found, err := c.all(ctx, "", units)
	return c.summary(units, found), err
}

// rest sorts the objects of the bucket that no meeting names.
type rest struct {
	named     *named
	originals []Unit
	site      []Unit          // settings and catalogue
	unit      Unit            // what is unknown
	noRecord  map[string]bool // IDs of meetings whose record is noted as missing
}

func (r *rest) add(key string) {
	if strings.HasPrefix(key, layout.Sources) {
		r.addOriginal(key)
		return
	}
	for _, space := range []layout.Space{layout.Public, layout.Private, layout.Withdrawn} {
		switch {
		case strings.HasPrefix(key, space.AllDerived()):
			if !r.named.steps[space.StepIn(key)] {
				r.addUnknown(archive.OfStep, key, unknown)
			}
			return
		case strings.HasPrefix(key, space.AllMeetings()):
			r.addPage(space, key)
			return
		}
	}
	p := layout.Parse(key)
	switch {
	case key == layout.Site, layout.IsCatalogue(key):
		r.site = append(r.site, Unit{Name: "site " + key, Of: archive.OfSite, JSON: []string{key}})
	case p.Class == layout.Unknown, p.Class == layout.Lasting && p.Meeting == "" && strings.HasPrefix(key, layout.Meetings):
		r.addUnknown(archive.OfNothing, key, foreign)
	case p.Class == layout.Lasting && p.Meeting != "" && !r.named.meetings[p.Meeting]:
		r.missesRecord(p.Meeting, "its state is stored")
	}
}

func (r *rest) addOriginal(key string) {
	switch sum := layout.SourceOf(key); {
	case sum == "":
		r.addUnknown(archive.OfOriginal, key, unknown)
	case !r.named.sources[sum] && key == layout.Source(sum):
		r.originals = append(r.originals, originalUnit(sum, "", -1))
	}
}

func (r *rest) addPage(space layout.Space, key string) {
	id := space.MeetingIn(key)
	if r.named.meetings[id] {
		return
	}
	r.addUnknown(archive.OfPage, key, unknown)
	if id != "" && key == space.Meeting(id, layout.Manifest) { // it was published, so it had a record
		r.missesRecord(id, id+" is published")
	}
}

// missesRecord notes once that a meeting has no record.
func (r *rest) missesRecord(id, although string) {
	if r.noRecord[id] {
		return
	}
	r.noRecord[id] = true
	r.unit.Lost = append(r.unit.Lost, archive.Finding{
		Kind: archive.FindingMissing, Key: layout.Record(id), Of: archive.OfRecord, Text: "is missing, although " + although + "; restore it from a backup",
	})
}

func (r *rest) addUnknown(of archive.FindingOf, key, text string) {
	r.unit.Lost = append(r.unit.Lost, archive.Finding{Kind: archive.FindingUnknown, Key: key, Of: of, Text: text})
}
