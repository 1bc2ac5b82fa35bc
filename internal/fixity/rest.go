package fixity

import (
	"context"

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
// original that no meeting names any more must match its key. Files of steps, and pages,
// that no meeting names are unknown.
func (c *Checker) Rest(ctx context.Context) (archive.Check, error) {
	var units []Unit
	rest := Unit{Name: "rest"}
	for info, err := range c.Store.List(ctx, layout.Sources) {
		if err != nil {
			return archive.Check{}, err
		}
		switch sum := layout.SourceOf(info.Key); {
		case sum == "":
			rest.addUnknown(archive.OfOriginal, info.Key)
		case !c.named.sources[sum] && info.Key == layout.Source(sum):
			units = append(units, originalUnit(sum, "", -1))
		}
	}
	for _, space := range []layout.Space{layout.Public, layout.Private, layout.Withdrawn} {
		for info, err := range c.Store.List(ctx, space.AllDerived()) {
			if err != nil {
				return archive.Check{}, err
			}
			if !c.named.steps[space.StepIn(info.Key)] {
				rest.addUnknown(archive.OfStep, info.Key)
			}
		}
		for info, err := range c.Store.List(ctx, space.AllMeetings()) {
			if err != nil {
				return archive.Check{}, err
			}
			id := space.MeetingIn(info.Key)
			if c.named.meetings[id] {
				continue
			}
			rest.addUnknown(archive.OfPage, info.Key)
			if id != "" && info.Key == space.Meeting(id, layout.Manifest) { // it was published, so it had a record
				rest.Lost = append(rest.Lost, archive.Finding{
					Kind: archive.FindingMissing, Key: layout.Record(id), Of: archive.OfRecord, Text: "is missing, although " + id + " is published; restore it from a backup",
				})
			}
		}
	}
	units = append(units, rest)
	found, err := c.all(ctx, "", units)
	return c.summary(units, found), err
}

func (u *Unit) addUnknown(of archive.FindingOf, key string) {
	u.Lost = append(u.Lost, archive.Finding{Kind: archive.FindingUnknown, Key: key, Of: of, Text: unknown})
}
