package layout

import "path"

// Names of the files that tell of all meetings, in the public space itself.
const (
	Catalogue = "catalogue.json" // where the catalogue begins
	Feed      = "feed.xml"       // Atom
	Podcast   = "podcast.xml"    // RSS 2.0
	Sitemap   = "sitemap.xml"    // the index of the sitemaps
)

// Top is the key of a file that belongs to no meeting: one of the above, Index,
// or what [CatalogueFile] names.
func (s Space) Top(name string) string { return path.Join(string(s), name) }

// CatalogueFile is the name of a part of the catalogue, as [Space.Top] takes it
// and as the files beside [Catalogue] link to it.
func CatalogueFile(name string) string { return path.Join("catalogue", name) }

// CatalogueMark is the key of what the catalogue lists of a meeting.
func CatalogueMark(id string) string { return "archive/catalogue/" + id + ".json" }
