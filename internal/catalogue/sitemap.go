package catalogue

import (
	"cmp"
	"encoding/xml"
	"math"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
)

// siteIndex is a sitemap of sitemaps (sitemaps.org, version 0.9).
type siteIndex struct {
	XMLName  xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Sitemaps []siteMap `xml:"sitemap"`
}

type siteMap struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemapIndex lists the sitemap of each month.
func sitemapIndex(site meeting.Site, h Head) ([]byte, error) {
	var index siteIndex
	for _, p := range h.Pages {
		index.Sitemaps = append(index.Sitemaps, siteMap{site.Base + layout.MonthSitemap(p.Month), p.Modified})
	}
	return encodeXML(index)
}

// urlSet is a sitemap with Google's video extension, version 1.1.
type urlSet struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Video   string    `xml:"xmlns:video,attr"`
	URLs    []siteURL `xml:"url"`
}

type siteURL struct {
	Loc     string     `xml:"loc"`
	LastMod string     `xml:"lastmod,omitempty"`
	Video   *siteVideo `xml:"video:video"`
}

type siteVideo struct {
	Thumbnail   string `xml:"video:thumbnail_loc"`
	Title       string `xml:"video:title"`
	Description string `xml:"video:description"`
	Content     string `xml:"video:content_loc"`
	Player      string `xml:"video:player_loc,omitempty"`
	Duration    int    `xml:"video:duration,omitempty"`
	Published   string `xml:"video:publication_date,omitempty"`
}

// Google's limits.
const (
	longestVideoTitle = 100
	longestVideo      = 28_800 // seconds
)

// sitemap returns the sitemap of a month: its page and its meetings.
func sitemap(site meeting.Site, m Month) ([]byte, error) {
	set := urlSet{Video: "http://www.google.com/schemas/sitemap-video/1.1"}
	page := siteURL{Loc: site.Base + layout.MonthPage(m.Month), LastMod: pageOf(m).Modified}
	set.URLs = append(set.URLs, page)
	for _, e := range m.Meetings {
		set.URLs = append(set.URLs, siteURL{Loc: site.Base + e.URL, LastMod: e.Modified, Video: videoOf(site.Base, e)})
	}
	return encodeXML(set)
}

// videoOf returns the video extension for a recording; nil without an image, which
// search engines require.
func videoOf(base string, e Entry) *siteVideo {
	if e.Video == nil || e.Image == nil {
		return nil
	}
	v := &siteVideo{
		Thumbnail: base + e.Image.URL, Title: beginning(e.Title, longestVideoTitle-1),
		Description: cmp.Or(e.Description, e.Title), Content: base + e.Video.URL,
		Duration: int(math.Round(min(e.Video.Duration, longestVideo))), Published: e.Date,
	}
	if e.Embed != "" {
		v.Player = base + e.Embed
	}
	return v
}
