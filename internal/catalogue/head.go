package catalogue

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
)

// Newest is the number of meetings in the head and in the feeds.
const Newest = 48

// Head is catalogue.json, the entry point of the catalogue. URLs are relative
// to it.
type Head struct {
	Schema      int         `json:"schema"`
	Title       string      `json:"title"`
	Description string      `json:"description,omitempty"`
	Language    string      `json:"language,omitempty"` // BCP 47
	Count       int         `json:"count"`              // meetings in all
	Pages       []PageOf    `json:"pages"`              // one a month, the newest first
	Search      SearchFiles `json:"search"`
	Latest      []Entry     `json:"latest"` // the newest meetings
}

// PageOf is a month's entry in the head.
type PageOf struct {
	Month     string         `json:"month"` // 2006-01, or "undated"
	Count     int            `json:"count"` // meetings
	URL       string         `json:"url"`   // of its listing
	Index     string         `json:"index"` // for MiniSearch
	Page      string         `json:"page"`  // HTML page
	Languages map[string]int `json:"languages,omitempty"`
	Modified  string         `json:"modified"` // when a meeting of it last changed, RFC 3339
}

// SearchFiles names the files that map terms to months.
type SearchFiles struct {
	Terms string `json:"terms"` // {shard} stands for a number of two digits
	Count int    `json:"count"`
}

// pageOf returns the entry of a month in the head.
func pageOf(m Month) PageOf {
	p := PageOf{
		Month: m.Month, Count: len(m.Meetings), URL: layout.Month(m.Month), Index: layout.MonthIndex(m.Month), Page: layout.MonthPage(m.Month),
		Languages: map[string]int{},
	}
	for _, e := range m.Meetings {
		p.Modified = max(p.Modified, e.Modified)
		if e.Language != "" {
			p.Languages[e.Language]++
		}
	}
	return p
}

// with returns h with new versions of the given months.
func (h Head) with(site meeting.Site, months map[string]Month) Head {
	made := Head{
		Schema: Schema, Title: titleOf(site), Description: site.Description, Language: site.Language,
		Search: SearchFiles{Terms: layout.TermsTemplate, Count: Shards},
		Pages:  []PageOf{}, Latest: []Entry{},
	}
	for _, p := range h.Pages {
		if _, again := months[p.Month]; !again {
			made.Pages = append(made.Pages, p)
		}
	}
	for _, e := range h.Latest {
		if _, again := months[e.Month()]; !again {
			made.Latest = append(made.Latest, e)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(months)) {
		m := months[name]
		m.Month = name
		if len(m.Meetings) > 0 {
			made.Pages = append(made.Pages, pageOf(m))
			made.Latest = append(made.Latest, m.Meetings...)
		}
	}
	slices.SortFunc(made.Pages, func(a, b PageOf) int { return strings.Compare(order(b.Month), order(a.Month)) })
	for _, p := range made.Pages {
		made.Count += p.Count
	}
	slices.SortFunc(made.Latest, newer)
	made.Latest = made.Latest[:min(len(made.Latest), Newest)]
	return made
}

// order returns the sort key of a month; "undated" sorts before all others.
func order(month string) string {
	if month == Undated {
		return ""
	}
	return month
}

// short returns the newest month whose listing may have further newest meetings, after
// others were removed from the head; "" if the head is complete.
func (h Head) short() string {
	have := map[string]int{}
	for _, e := range h.Latest {
		have[e.Month()]++
	}
	left := Newest
	for _, p := range h.Pages {
		if left <= 0 {
			break
		}
		if have[p.Month] < min(left, p.Count) {
			return p.Month
		}
		left -= p.Count
	}
	return ""
}

func decodeHead(data []byte) (Head, error) {
	var h Head
	if err := decode(data, &h); err != nil {
		return h, fmt.Errorf("read the head of the catalogue: %w", err)
	}
	return h, nil
}
