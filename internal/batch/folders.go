package batch

import (
	"fmt"
	"regexp"

	"proceedings/internal/meeting"
)

// FromFolders plans a meeting for each folder. The named groups of pattern are columns. Without
// a pattern, a folder is what its name and its files say.
func FromFolders(names []string, pattern *regexp.Regexp, opts Options) (Plan, error) {
	var p Plan
	m, err := newMapping(opts.Map)
	if err != nil {
		return p, err
	}
	if pattern != nil {
		known := newClassifier()
		for i, name := range pattern.SubexpNames() {
			if name == "" {
				continue
			}
			c := Column{Name: name, Letter: "group " + name, index: i}
			if kind, is := m.kinds[plainName(name)]; is {
				c.Kind = kind
			} else {
				c.Kind, c.Role = known.find(name)
			}
			p.Columns = append(p.Columns, c)
		}
		if len(p.Columns) == 0 {
			return p, fmt.Errorf(`--pattern %q has no named group, such as (?P<date>\d{4}-\d\d-\d\d)`, pattern)
		}
	}
	order := opts.Order
	if order == "" {
		order, _ = orderOf(datesOf(names, pattern, p.Columns))
	}
	ids := map[string]int{}
	for i, name := range names {
		one := Meeting{Rows: []int{i + 1}, Files: []string{name}}
		row := Row{Number: i + 1, Title: name, Meeting: i}
		one.Problem = one.match(name, pattern, p.Columns, order, opts.Profiles)
		if first, again := ids[one.ID]; one.ID != "" && again && one.Problem == "" {
			one.Problem = fmt.Sprintf("the folder %q has the same ID as %q: %s", name, names[first], one.ID)
		}
		ids[one.ID] = i
		row.Problem = one.Problem
		p.Meetings, p.Rows = append(p.Meetings, one), append(p.Rows, row)
	}
	return p, nil
}

// match sets what the groups of pattern say. It returns a problem, if there is one.
func (m *Meeting) match(name string, pattern *regexp.Regexp, columns []Column, order Order, profiles []string) string {
	if pattern == nil {
		return ""
	}
	found := pattern.FindStringSubmatch(name)
	if found == nil {
		return fmt.Sprintf("the name of the folder %q does not match --pattern", name)
	}
	m.Metadata = []meeting.Field{}
	for _, c := range columns {
		text := found[c.index]
		if text == "" || c.Kind == Ignore || c.Kind == Files {
			continue
		}
		if c.Kind == Title {
			text = spaces(text)
		}
		if _, err := m.set(c, text, order, profiles); err != nil {
			return fmt.Sprintf("the name of the folder %q, group %q: %s", name, c.Name, err)
		}
	}
	return ""
}

// spaces returns a title whose words are separated by underscores with spaces.
func spaces(text string) string { return regexp.MustCompile(`_+`).ReplaceAllString(text, " ") }

func datesOf(names []string, pattern *regexp.Regexp, columns []Column) (list []string) {
	for _, c := range columns {
		for _, name := range names {
			if found := pattern.FindStringSubmatch(name); c.Kind == Date && found != nil {
				list = append(list, found[c.index])
			}
		}
	}
	return list
}
