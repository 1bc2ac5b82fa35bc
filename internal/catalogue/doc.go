// Package catalogue lists all public meetings: as pages, as JSON files for
// other sites, as feeds and sitemaps, and as a search index that browsers
// search without a server.
//
// Meetings are grouped by month. Listing a meeting changes the files of its month, a few
// shards that map terms to months, and the files at the top. The top lists the months and
// the newest meetings. The number of changed objects does not depend on the size of the
// archive. It is at most 74:
//
//   - the mark of the meeting
//   - four files of the month: index, listing, page, sitemap
//   - the shards, of 64, that get a new term
//   - five files at the top: head, index.html, two feeds, the index of the sitemaps
//
// A move to another month adds four. Adding one meeting to 10,000 wrote 23 objects; the
// first meeting of a month writes nearly all.
//
// Every file is derived from other stored objects: a month from the manifests
// of its meetings, the top from the months, each page and feed from those.
// There are no locks: a writer updates the derived files by compare-and-swap
// and afterwards checks that their input is unchanged. So the last of many
// writers leaves a correct catalogue, and a rebuild gives the same bytes.
//
// [Catalogue.Update] takes an ID and reads the published manifest, so the order of calls
// does not matter. It first writes the months that may list the meeting, and a count of
// running updates, to the meeting's mark. At the end it adds the ETag of the manifest. An
// update without changes only reads the mark and that ETag. An interrupted update leaves
// its count, so the next one repeats it. The pipeline calls Update before the state is
// final, so the sweep retries a failed update.
package catalogue
