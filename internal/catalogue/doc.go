// Package catalogue lists all public meetings: as pages, as JSON files for
// other sites, as feeds and sitemaps, and as a search index that browsers
// search without a server.
//
// Meetings are grouped by the month in which they were held. Listing a meeting
// changes the files of its month, a few shards that map terms to months, and
// the files at the top, which list the months and the newest meetings. The
// number of changed objects does not depend on the size of the archive.
//
// Every file is derived from other stored objects: a month from the manifests
// of its meetings, the top from the months, each page and feed from those.
// There are no locks: a writer updates the derived files by compare-and-swap
// and afterwards checks that their input is unchanged. So the last of many
// writers leaves a correct catalogue, and a rebuild gives the same bytes.
package catalogue
