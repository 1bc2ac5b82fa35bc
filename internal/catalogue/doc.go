// Package catalogue lists all public meetings: as pages for people, as files
// for other sites, as feeds, as sitemaps, and as an index that a browser
// searches without a server.
//
// It is built of buckets, one for each month in which meetings were held. To
// list a meeting is to change its month, a few shards that say which words occur
// in which months, and the files at the top, which name the months and the
// newest meetings: a number of objects that does not grow with the archive.
//
// Whatever is written follows from something else that is stored: a month from
// the manifests of its meetings, the top from the months, each HTML page and
// feed from those. Nobody locks anything: whoever changed a thing makes what
// follows from it anew, by compare-and-swap, and looks afterwards whether it
// still follows. So the last of many publishers leaves all of it right, and a
// rebuild from nothing gives the same bytes.
package catalogue
