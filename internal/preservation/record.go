package preservation

import (
	"fmt"
	"regexp"
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// validID is what the ID of a meeting looks like, which becomes part of keys. IDs of sources and
// presentations become part of published names.
var validID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// checkRecord returns what a record from elsewhere has that "ingest add" would not have stored,
// as predicates.
func checkRecord(m meeting.Meeting) (list []string) {
	note := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	if !validID.MatchString(m.ID) {
		note("has the ID %q, which is not valid", m.ID)
	}
	if _, err := plan.ProfileNamed(m.Profile); err != nil {
		note("has the profile %q, which is not known", m.Profile)
	}
	if !slices.Contains(meeting.Visibilities(), m.Visibility) {
		note("has the visibility %q, which is not known", m.Visibility)
	}
	sources, presentations := map[string]bool{}, map[string]bool{}
	for _, s := range m.Sources {
		if !validID.MatchString(s.ID) || sources[s.ID] {
			note("has the file ID %q, which is not valid or is there twice", s.ID)
		}
		sources[s.ID] = true
		if s.Role != "" && !slices.Contains(meeting.Roles(), s.Role) {
			note("has the role %q, which is not known", s.Role)
		}
	}
	linked := func(ids ...string) bool { // to a file, which may have been refused
		return !slices.ContainsFunc(ids, func(id string) bool { return id != "" && !validID.MatchString(id) })
	}
	for _, s := range m.Sources {
		if !linked(s.PartOf, s.ViewOf, s.TwinOf, s.Recording) {
			note("has the file %q with a link that is not valid", s.ID)
		}
	}
	for _, p := range m.Presentations {
		if !validID.MatchString(p.ID) || presentations[p.ID] {
			note("has the presentation ID %q, which is not valid or is there twice", p.ID)
		}
		presentations[p.ID] = true
		if !linked(p.Deck, p.Recording) {
			note("has the presentation %q with a link that is not valid", p.ID)
		}
	}
	return list
}
