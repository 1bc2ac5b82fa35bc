package layout

import (
	"fmt"
	"path"
	"strings"
)

// Names of the files that tell of all meetings, in the public space itself.
const (
	Catalogue = "catalogue.json" // where the catalogue begins
	Feed      = "feed.xml"       // Atom
	Podcast   = "podcast.xml"    // RSS 2.0
	Sitemap   = "sitemap.xml"    // the index of the sitemaps
)

// Top is the key of a file that belongs to no meeting: one of the above, Index,
// or one below [CatalogueFolder].
func (s Space) Top(name string) string { return path.Join(string(s), name) }

// CatalogueFolder is the prefix of the parts of the catalogue, as [Space.Top]
// takes it and as the files beside [Catalogue] link to them.
const CatalogueFolder = "catalogue/"

// Month is the listing of a month's meetings.
func Month(month string) string { return CatalogueFolder + month + ".json" }

// MonthPage is the page of a month's meetings.
func MonthPage(month string) string { return CatalogueFolder + month + ".html" }

// MonthIndex is the search index of a month's meetings.
func MonthIndex(month string) string { return CatalogueFolder + "search-" + month + ".json" }

// MonthSitemap is the sitemap of a month's meetings.
func MonthSitemap(month string) string { return CatalogueFolder + "sitemap-" + month + ".xml" }

// Terms are the terms of one shard, with the months in which they occur.
func Terms(shard int) string { return CatalogueFolder + fmt.Sprintf("terms-%02d.json", shard) }

// TermsTemplate is [Terms] for a reader to fill in.
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

// CatalogueMark is the key of what the catalogue lists of a meeting.
func CatalogueMark(id string) string { return Archive + CatalogueFolder + id + ".json" }
