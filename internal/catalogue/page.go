package catalogue

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"sync"
	"time"

	"proceedings/internal/bcp47"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

//go:embed page.html.tmpl
var templates embed.FS

// pageView is the data of the template.
type pageView struct {
	Title, Description, Language string
	Month                        string // such as "March 2026"; empty on the first page
	Count                        string
	Up                           string // relative path to the top
	Styles                       []string
	Icon, Script                 string
	Preload                      []string
	Feeds                        []feedView
	Cards                        []cardView
	Years                        []yearView
	Blank                        cardView
}

type feedView struct{ Name, Type, Label string }

type cardView struct {
	Blank        bool // template that the script fills
	Title, URL   string
	Language     string
	Date, Day    string
	Clock, Names string
	Counts       string
	Image        *Image
}

type yearView struct {
	Name   string
	Months []monthView
}

type monthView struct {
	Name, Year, URL string
	Count, Unit     string // "1,234", "meetings"
}

// indexPage renders the page of the newest meetings, with links to all months.
func indexPage(site meeting.Site, assets Assets, h Head) ([]byte, error) {
	v := viewOf(site, assets, "")
	v.Description = words.OneLine(h.Description)
	v.Count = number(h.Count, "meeting")
	for _, e := range h.Latest {
		v.Cards = append(v.Cards, cardOf(e, ""))
	}
	for _, p := range h.Pages {
		year, name := split(p.Month)
		if len(v.Years) == 0 || v.Years[len(v.Years)-1].Name != year {
			v.Years = append(v.Years, yearView{Name: year})
		}
		last := &v.Years[len(v.Years)-1]
		count, unit, _ := strings.Cut(number(p.Count, "meeting"), " ")
		last.Months = append(last.Months, monthView{Name: name, Year: year, URL: p.Page, Count: count, Unit: unit})
	}
	return render(v)
}

// monthPage renders the page of a month's meetings.
func monthPage(site meeting.Site, assets Assets, m Month) ([]byte, error) {
	v := viewOf(site, assets, layout.ToTop(1))
	v.Month = monthWords(m.Month)
	v.Count = number(len(m.Meetings), "meeting")
	for _, e := range m.Meetings {
		v.Cards = append(v.Cards, cardOf(e, v.Up))
	}
	v.Script = "" // the script works on the first page only
	return render(v)
}

func viewOf(site meeting.Site, assets Assets, up string) pageView {
	v := pageView{
		Title: titleOf(site), Language: bcp47.Checked(site.Language), Up: up,
		Icon: assets.Icon, Script: assets.Script, Preload: assets.Preload, Blank: cardView{Blank: true},
	}
	if assets.Style != "" {
		v.Styles = append(v.Styles, assets.Style)
	}
	v.Styles = append(v.Styles, ownStyleName())
	if site.Base != "" {
		v.Feeds = []feedView{
			{layout.Feed, xmlType(layout.Feed), "Feed of new meetings"}, {layout.Podcast, xmlType(layout.Podcast), "Podcast"},
		}
	}
	return v
}

// parsed is the template of all pages, parsed once: to parse it takes longer than to render
// a small page.
//
//nolint:gochecknoglobals // it never changes
var parsed = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page.html.tmpl").ParseFS(templates, "page.html.tmpl")
})

func render(v pageView) ([]byte, error) {
	page, err := parsed()
	if err != nil {
		return nil, fmt.Errorf("read the template of the catalogue: %w", err)
	}
	var out bytes.Buffer
	if err = page.Execute(&out, v); err != nil {
		return nil, fmt.Errorf("write a page of the catalogue: %w", err)
	}
	return bytes.ToValidUTF8(out.Bytes(), []byte("\uFFFD")), nil
}

// cardOf returns an entry on a page; up is the relative path to the top.
func cardOf(e Entry, up string) cardView {
	c := cardView{
		Title: e.Title, URL: up + e.URL, Language: bcp47.Checked(e.Language), Date: e.Date, Names: strings.Join(e.names(), ", "),
	}
	if at, err := time.Parse(time.DateOnly, e.Date); err == nil {
		c.Day = at.Format("2 January 2006")
	}
	if e.Duration > 0 {
		c.Clock = words.Clock(e.Duration)
	}
	if e.Image != nil {
		c.Image = &Image{URL: up + e.Image.URL, Width: e.Image.Width, Height: e.Image.Height}
	}
	var counts []string
	for _, n := range []struct {
		count int
		word  string
	}{{e.Counts.Presentations, "presentation"}, {e.Counts.Slides, "slide"}, {e.Counts.Documents, "document"}} {
		if n.count > 0 {
			counts = append(counts, number(n.count, n.word))
		}
	}
	c.Counts = strings.Join(counts, " · ")
	return c
}

func titleOf(site meeting.Site) string { return cmp.Or(words.OneLine(site.Title), "Meetings") }

// number formats a count with its unit.
func number(n int, word string) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	if n != 1 {
		word += "s"
	}
	return text + " " + word
}

// split splits a month into year and name.
func split(month string) (year, name string) {
	at, err := time.Parse("2006-01", month)
	if err != nil {
		return "", "Date not known"
	}
	return at.Format("2006"), at.Format("January")
}

func monthWords(month string) string {
	at, err := time.Parse("2006-01", month)
	if err != nil {
		return "Date not known"
	}
	return at.Format("January 2006")
}

const htmlType = "text/html; charset=utf-8"
