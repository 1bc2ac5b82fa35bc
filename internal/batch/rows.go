package batch

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/sheet"
	"proceedings/internal/words"
)

// FromSheet plans the meetings of a sheet. It returns an error if the sheet as a whole is not
// understood; what is wrong with a row is in its Problem.
func FromSheet(table sheet.Table, opts Options) (Plan, error) {
	m, err := newMapping(opts.Map)
	if err != nil {
		return Plan{}, err
	}
	if len(table.Rows) == 0 {
		return Plan{}, errors.New("it has no rows with text")
	}
	h, err := findHeader(table, m)
	if err != nil {
		return Plan{}, err
	}
	if !slices.ContainsFunc(h.columns, func(c Column) bool { return c.Kind == Files }) {
		return Plan{}, fmt.Errorf("no column names the folders or files of the meetings; it has %s; name one with --map \"NAME=folder\"", columnNames(h.columns))
	}
	r := reader{plan: Plan{Header: h.row, Columns: h.columns, Notes: slices.Concat(table.Notes, h.notes)}, opts: opts, faults: map[int][]sheet.Fault{}, byID: map[string]int{}, rows: map[int]int{}}
	if len(table.Others) > 0 {
		r.plan.Notes = append(r.plan.Notes, fmt.Sprintf("The sheet %q was read. Others were not: %s. --sheet reads another one.", table.Name, words.List(table.Others, 10)))
	}
	for _, f := range table.Faults {
		r.faults[f.Row] = append(r.faults[f.Row], f)
	}
	r.findOrder(table.Rows, h.skipped)
	for _, row := range table.Rows {
		if !h.skipped[row.Number] {
			r.row(row)
		}
	}
	r.finish()
	return r.plan, nil
}

// reader plans row by row.
type reader struct {
	plan   Plan
	opts   Options
	order  Order
	clash  bool
	faults map[int][]sheet.Fault
	byID   map[string]int // meeting by its ID
	rows   map[int]int    // row by its number
	last   int            // meeting of the row above, plus one; 0 without one
}

// findOrder finds the order of numeric dates.
func (r *reader) findOrder(rows []sheet.Row, skipped map[int]bool) {
	if r.order = r.opts.Order; r.order != "" {
		return
	}
	var texts []string
	for _, c := range r.plan.Columns {
		if c.Kind != Date {
			continue
		}
		for _, row := range rows {
			if !skipped[row.Number] {
				texts = append(texts, row.Cell(c.index))
			}
		}
	}
	r.order, r.clash = orderOf(texts)
	if r.clash {
		r.plan.Notes = append(r.plan.Notes, "Some dates have the day first, others the month.")
	}
}

// row adds a row to its meeting.
func (r *reader) row(row sheet.Row) {
	var m Meeting
	var problems []string
	out := Row{Number: row.Number, Meeting: -1}
	say := func(c Column, err error) {
		problems = append(problems, fmt.Sprintf("row %d, column %q (%s): %s", row.Number, c.Name, c.Letter, err))
	}
	for _, f := range r.faults[row.Number] {
		i := slices.IndexFunc(r.plan.Columns, func(c Column) bool { return c.index == f.Column })
		if i < 0 || r.plan.Columns[i].Kind == Ignore {
			continue
		}
		c := r.plan.Columns[i]
		text := fmt.Sprintf("column %q (%s): cell %s%d %s", c.Name, c.Letter, c.Letter, row.Number, f.Reason)
		if c.Kind == "" || c.Kind == Metadata {
			out.Notes = append(out.Notes, text+"; it is only metadata, so the meeting is submitted without it")
			continue
		}
		problems = append(problems, fmt.Sprintf("row %d, %s", row.Number, text))
	}
	continues := false
	for _, c := range r.plan.Columns {
		text := row.Cell(c.index)
		if text == "" || c.Kind == Ignore {
			continue
		}
		if row.Merged[c.index] && (c.Kind == Title || c.Kind == ID) {
			continues = true
		}
		note, err := m.set(c, text, r.order, r.opts.Profiles)
		if err != nil {
			say(c, err)
		}
		if note != "" {
			out.Notes = append(out.Notes, fmt.Sprintf("column %q (%s): %s", c.Name, c.Letter, note))
		}
	}
	for i := len(r.plan.Columns); i < len(row.Cells); i++ { // below no header
		if row.Cells[i] != "" {
			out.Notes = append(out.Notes, fmt.Sprintf("cell %s%d (%q) has no column name above it, and is kept as metadata; if it is the rest of a text that contains the separator, put that text in quotation marks",
				sheet.Column(i), row.Number, shorten(row.Cells[i])))
			m.Metadata = append(m.Metadata, meeting.Field{Name: "column " + sheet.Column(i), Value: row.Cells[i]})
		}
	}
	m.Problem = strings.Join(problems, "; ")
	out.Title, out.Problem = cmp.Or(m.Title, strings.Join(m.Files, ", "), m.ID), m.Problem
	at := r.meetingOf(m, continues)
	if at < 0 {
		at = len(r.plan.Meetings)
		r.plan.Meetings = append(r.plan.Meetings, m)
		if m.ID != "" {
			r.byID[m.ID] = at
		}
	} else if problem := r.plan.Meetings[at].add(m, row.Number); problem != "" {
		out.Problem = strings.TrimPrefix(out.Problem+"; "+problem, "; ")
	}
	group := &r.plan.Meetings[at]
	group.Rows = append(group.Rows, row.Number)
	group.Problem = cmp.Or(group.Problem, out.Problem)
	out.Meeting, r.last = at, at+1
	r.plan.Rows = append(r.plan.Rows, out)
}

// meetingOf returns the meeting that a row belongs to: the one with its ID, or that of the row
// above if a merged cell covers both. It is -1 for a new one.
func (r *reader) meetingOf(m Meeting, continues bool) int {
	if m.ID != "" {
		if at, known := r.byID[m.ID]; known {
			return at
		}
		return -1
	}
	if continues && r.last > 0 {
		return r.last - 1
	}
	return -1
}

// finish completes meetings, and gives all rows of a meeting with a problem a reason.
func (r *reader) finish() {
	for i := range r.plan.Rows {
		r.rows[r.plan.Rows[i].Number] = i
	}
	for at := range r.plan.Meetings {
		m := &r.plan.Meetings[at]
		if m.Problem == "" && len(m.Files) == 0 {
			m.Problem = fmt.Sprintf("row %d names neither a folder nor a file", m.Rows[0])
		}
		if m.Problem == "" {
			continue
		}
		for _, number := range m.Rows {
			row := &r.plan.Rows[r.rows[number]]
			if row.Problem == "" && len(m.Rows) > 1 {
				row.Problem = "another row of the same meeting has a problem: " + m.Problem
			}
			row.Problem = cmp.Or(row.Problem, m.Problem)
		}
	}
}

// add adds what a further row says of a meeting. It returns a problem if the row contradicts
// the rows before.
func (m *Meeting) add(row Meeting, number int) string {
	if given, other := cmp.Or(row.GivenID, row.ID), cmp.Or(m.GivenID, m.ID); given != "" && given != other {
		return fmt.Sprintf("row %d has the ID %q, and row %d has %q: both would be %s in addresses; give one of them another ID", number, given, m.Rows[0], other, m.ID)
	}
	for _, f := range []struct {
		what   string
		to     *string
		differ string
	}{
		{"title", &m.Title, row.Title}, {"date", &m.Date, row.Date},
	} {
		if *f.to != "" && f.differ != "" && *f.to != f.differ {
			return fmt.Sprintf("row %d has the same ID as row %d, %q, but another %s (%q there): give one of them another ID, or the same %s", number, m.Rows[0], cmp.Or(row.GivenID, row.ID), f.what, shorten(*f.to), f.what)
		}
		*f.to = cmp.Or(*f.to, f.differ)
	}
	m.Language, m.License, m.Holder = cmp.Or(m.Language, row.Language), cmp.Or(m.License, row.License), cmp.Or(m.Holder, row.Holder)
	m.Profile, m.Description = cmp.Or(m.Profile, row.Profile), cmp.Or(m.Description, row.Description)
	if m.Visibility != "" && row.Visibility != "" && m.Visibility != row.Visibility {
		return fmt.Sprintf("row %d has another visibility (%s) than row %d of the same meeting (%s)", number, row.Visibility, m.Rows[0], m.Visibility)
	}
	m.Visibility = cmp.Or(m.Visibility, row.Visibility)
	for _, name := range row.Files {
		if !slices.Contains(m.Files, name) {
			m.Files = append(m.Files, name)
		}
	}
	for _, p := range row.People {
		if !slices.Contains(m.People, p) {
			m.People = append(m.People, p)
		}
	}
	for _, f := range row.Metadata {
		if !slices.Contains(m.Metadata, f) {
			m.Metadata = append(m.Metadata, f)
		}
	}
	return ""
}

// set sets what a cell says. note says how an unusual value was read.
func (m *Meeting) set(c Column, text string, order Order, profiles []string) (note string, err error) {
	switch c.Kind {
	case ID:
		m.ID = intake.MakeID(text)
		if m.ID == "" {
			return "", fmt.Errorf("%q has too few Latin letters and digits for an ID: IDs are part of addresses", shorten(text))
		}
		if m.ID != text {
			m.GivenID = text
			m.Metadata = append(m.Metadata, meeting.Field{Name: c.Name, Value: text})
		}
	case Title:
		m.Title = words.OneLine(text)
	case Date:
		m.Date, note, err = parseDate(text, order)
		if m.Date == "" && err == nil {
			m.Metadata = append(m.Metadata, meeting.Field{Name: c.Name, Value: text})
		}
	case Files:
		for _, name := range splitFiles(text) {
			clean, pathErr := cleanPath(name)
			if pathErr != nil {
				return "", pathErr
			}
			if !slices.Contains(m.Files, clean) {
				m.Files = append(m.Files, clean)
			}
		}
	case Language:
		m.Language, err = languageOf(text)
	case People:
		for _, name := range splitNames(text) {
			m.People = append(m.People, meeting.Person{Name: name, Role: c.Role})
		}
	case License:
		m.License = words.OneLine(text)
	case Holder:
		m.Holder = words.OneLine(text)
	case Visibility:
		m.Visibility, err = visibilityOf(text)
	case Profile:
		m.Profile, err = profileOf(text, profiles)
	case Description:
		m.Description = text
	default: // a series has no page yet, and is kept like any other column
		m.Metadata = append(m.Metadata, meeting.Field{Name: c.Name, Value: text})
	}
	return note, err
}
