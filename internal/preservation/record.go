package preservation

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/words"
)

// maxRevision is the highest revision of a record from elsewhere. It leaves room for changes, on
// every platform.
const maxRevision = math.MaxInt32

// notRecord says in words why JSON is no record, as a predicate.
func notRecord(err error) string {
	const not = "is not a record of a meeting"
	if wrong, is := errors.AsType[*json.UnmarshalTypeError](err); is && wrong.Field != "" {
		return fmt.Sprintf("%s: the value of %s is of the wrong kind", not, words.Clip(wrong.Field, maxQuote))
	}
	if _, is := errors.AsType[*json.UnmarshalTypeError](err); is {
		return not + ": it is no JSON object"
	}
	if _, is := errors.AsType[*json.SyntaxError](err); is {
		return not + ": it is not valid JSON"
	}
	return not
}

// checking collects what is wrong with a record, as predicates.
type checking struct {
	meeting meeting.Meeting
	sources map[string]bool // by ID
	list    []string
}

// checkRecord returns what a record from elsewhere has that "ingest add" would not have stored,
// as predicates.
func checkRecord(m meeting.Meeting) []string {
	c := checking{meeting: m, sources: map[string]bool{}}
	if m.Revision > maxRevision {
		c.note("has the revision %d, and %d is the highest", m.Revision, maxRevision)
	}
	if !intake.ValidID(m.ID) {
		c.note("has the ID %s, which is not valid", quote(m.ID))
	}
	if m.Date != "" && !intake.IsDate(m.Date) {
		c.note("has the date %s, which is not valid", quote(m.Date))
	}
	if _, err := plan.ProfileNamed(m.Profile); err != nil {
		c.note("has the profile %s, which is not known", quote(m.Profile))
	}
	if !slices.Contains(meeting.Visibilities(), m.Visibility) {
		c.note("has the visibility %s, which is not known", quote(string(m.Visibility)))
	}
	c.title("the meeting", m.Title)
	for _, s := range m.Sources {
		c.source(s)
	}
	c.links()
	c.presentations()
	return c.list
}

func (c *checking) note(format string, args ...any) {
	c.list = append(c.list, fmt.Sprintf(format, args...))
}

func (c *checking) title(of, title string) {
	if len(title) > intake.MaxText {
		c.note("has a title of %d bytes for %s, and %d are allowed", len(title), of, intake.MaxText)
	}
}

// source checks a file. The values of passwords never get into messages.
func (c *checking) source(s meeting.Source) {
	if !intake.ValidID(s.ID) || c.sources[s.ID] {
		c.note("has the file ID %s, which is not valid or is there twice", quote(s.ID))
	}
	c.sources[s.ID] = true
	if wrong := intake.CheckName(s.Name); wrong != "" {
		c.note("has the file name %s, which %s", quote(s.Name), wrong)
	}
	if s.Role != "" && !slices.Contains(meeting.Roles(), s.Role) {
		c.note("has the role %s, which is not known", quote(string(s.Role)))
	}
	if s.Password != "" {
		c.note("holds a password that is not encrypted: that of the file %s", quote(s.Name))
	}
	c.title("the file "+quote(s.ID), s.Title)
}

// links checks the links between files. A submission stores only links to files that it stores.
func (c *checking) links() {
	for _, s := range c.meeting.Sources {
		c.link("the file "+quote(s.ID), s.PartOf, s.ViewOf, s.TwinOf, s.Recording)
	}
	for i, chapter := range c.meeting.Chapters {
		of := fmt.Sprintf("chapter %d", i+1)
		c.title(of, chapter.Title)
		c.link(of, chapter.Recording)
	}
	for i, a := range c.meeting.Alignments {
		c.link(fmt.Sprintf("alignment %d", i+1), a.Recording)
	}
}

// link checks the links of something; empty ones are none.
func (c *checking) link(of string, ids ...string) {
	for _, id := range ids {
		if id != "" && !c.sources[id] {
			c.note("links %s to the file %s, which it does not have", of, quote(id))
		}
	}
}

func (c *checking) presentations() {
	seen := map[string]bool{}
	for _, p := range c.meeting.Presentations {
		if !intake.ValidID(p.ID) || seen[p.ID] {
			c.note("has the presentation ID %s, which is not valid or is there twice", quote(p.ID))
		}
		seen[p.ID] = true
		c.title("the presentation "+quote(p.ID), p.Title)
		c.link("the presentation "+quote(p.ID), p.Deck, p.Recording)
	}
}
