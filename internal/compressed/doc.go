// Package compressed unpacks an archive of files (ZIP, tar, also compressed with gzip or bzip2) into a
// folder.
//
// Archives are hostile: nothing is written outside the folder, no link is made, and the number, the
// depth and the size of the files are limited, so that a small archive cannot fill a disk. A file that
// cannot be unpacked is refused by name. An archive that ends early, or has wrong checksums, is an error
// as a whole, because more files may be missing.
//
// Formats: APPNOTE.TXT 6.3 (ZIP), POSIX.1-2001 pax and GNU tar, as archive/zip and archive/tar read them.
package compressed
