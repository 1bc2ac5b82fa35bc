package layout

import (
	"fmt"
	"path"
	"strings"
)

// Names of the files that list all meetings, at the top of the public space.
const (
	Catalogue = "catalogue.json" // the entry point of the catalogue
	Feed      = "feed.xml"       // Atom
	Podcast   = "podcast.xml"    // RSS 2.0
	Sitemap   = "sitemap.xml"    // the index of the sitemaps
)

// Top is the key of a file that belongs to no meeting: one of the above, Index,
// or one below [CatalogueFolder].
func (s Space) Top(name string) string { return path.Join(string(s), name) }

// CatalogueFolder is the prefix of the catalogue's parts, as [Space.Top] takes
// them and as the files beside [Catalogue] link to them.
const CatalogueFolder = "catalogue/"

// Month is the listing of a month's meetings.
func Month(month string) string { return CatalogueFolder + month + ".json" }

// MonthPage is the page of a month's meetings.
func MonthPage(month string) string { return CatalogueFolder + month + ".html" }

// MonthIndex is the search index of a month's meetings.
func MonthIndex(month string) string { return CatalogueFolder + "search-" + month + ".json" }

// MonthSitemap is the sitemap of a month's meetings.
func MonthSitemap(month string) string { return CatalogueFolder + "sitemap-" + month + ".xml" }

// Terms is the file with the terms of one shard and the months in which they
// occur.
func Terms(shard int) string { return CatalogueFolder + fmt.Sprintf("terms-%02d.json", shard) }

// TermsTemplate is a template of [Terms] for clients to fill in.
const TermsTemplate = CatalogueFolder + "terms-{shard}.json"

// ParseMonth is the month that a key of [Month] or [MonthIndex] is of.
func ParseMonth(key string) (month string, index, ok bool) {
	name, ok := strings.CutSuffix(path.Base(key), ".json")
	if !ok || strings.HasPrefix(name, "terms-") {
		return "", false, false
	}
	month, index = strings.CutPrefix(name, "search-")
	return month, index, true
}

// CatalogueMark is the key of the catalogue entry of a meeting.
func CatalogueMark(id string) string { return Archive + CatalogueFolder + id + ".json" }
