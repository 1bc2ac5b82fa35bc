package statuspage

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/url"
	"sync"
	"time"

	"proceedings/internal/words"
)

//go:embed *.html.tmpl
var templates embed.FS

// The seconds between two updates of a page: while something is in progress, and otherwise.
const (
	busySeconds = 5
	idleSeconds = 30
)

// maxOthers limits the meetings of the last group on the first page. An archive has
// thousands of them, and nothing is to be done about them.
const maxOthers = 50

// frame is what all pages have in common.
type frame struct {
	Title string
	Home  string // path of the list; empty on the list itself
	Busy  bool
	Every int // seconds
	AsOf  time.Time
}

type section struct {
	ID, Title string
	Attention bool
	Rows      []Row
	Left      int // that are not shown
}

type listView struct {
	frame

	Notices  []string
	Counts   []string
	Sections []section
}

type meetingView struct {
	frame
	Meeting
}

// renderList renders the list of all meetings; all of them if complete.
func renderList(o Overview, complete bool, now time.Time) ([]byte, error) {
	v := listView{frame: frame{Title: "Meetings", AsOf: now, Every: idleSeconds}, Notices: o.Notices}
	for i, rows := range grouped(o.Meetings) {
		g := Group(i)
		if len(rows) == 0 {
			continue
		}
		s := section{ID: fmt.Sprintf("group-%d", g), Title: g.title(), Attention: g == Attention, Rows: rows}
		v.Counts = append(v.Counts, fmt.Sprintf("%s: %d", g.title(), len(rows)))
		if g == InProgress {
			v.Busy, v.Every = true, busySeconds
		}
		if g == Others && !complete && len(rows) > maxOthers {
			s.Rows, s.Left = rows[:maxOthers], len(rows)-maxOthers
		}
		v.Sections = append(v.Sections, s)
	}
	return execute(listPage, v)
}

// renderMeeting renders the page of a meeting.
func renderMeeting(m Meeting, now time.Time) ([]byte, error) {
	v := meetingView{frame{Title: title(m.Row), Home: home, AsOf: now, Every: idleSeconds}, m}
	if GroupOf(m.Row) == InProgress {
		v.Busy, v.Every = true, busySeconds
	}
	return execute(meetingPage, v)
}

// The templates are parsed once.
//
//nolint:gochecknoglobals // they never change
var (
	listPage    = sync.OnceValues(func() (*template.Template, error) { return parsed("list.html.tmpl") })
	meetingPage = sync.OnceValues(func() (*template.Template, error) { return parsed("meeting.html.tmpl") })
)

func parsed(name string) (*template.Template, error) {
	page, err := template.New(name).Funcs(template.FuncMap{
		// No text may change the direction of what follows.
		"line":  func(text any) string { return words.Line(fmt.Sprint(text)) },
		"lines": words.Lines,
		"path":  func(id string) string { return meetingPrefix + url.PathEscape(id) },
		"name":  title,
	}).ParseFS(templates, name, "frame.html.tmpl")
	if err != nil {
		return nil, fmt.Errorf("read the template %s: %w", name, err)
	}
	return page, nil
}

func execute(from func() (*template.Template, error), v any) ([]byte, error) {
	page, err := from()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err = page.Execute(&out, v); err != nil {
		return nil, fmt.Errorf("write the page: %w", err)
	}
	return bytes.ToValidUTF8(out.Bytes(), []byte("\uFFFD")), nil
}

// title returns the title of a meeting; its ID if it has none.
func title(r Row) string {
	if text := words.OneLine(r.Title); text != "" {
		return text
	}
	return r.ID
}
