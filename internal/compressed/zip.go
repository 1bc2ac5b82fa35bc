package compressed

import (
	"archive/zip"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// zip unpacks a ZIP archive.
func (u *unpacking) zip(r io.ReaderAt, size int64) error {
	archive, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return u.damaged(err)
	}
	var total uint64
	for _, entry := range archive.File {
		total += min(entry.UncompressedSize64, 1<<62)
	}
	if total > uint64(u.left) { //nolint:gosec // never negative
		return u.tooLarge()
	}
	for _, entry := range archive.File {
		name := entryName(entry)
		mode := entry.Mode()
		switch {
		case strings.HasSuffix(name, "/") || mode.IsDir():
			continue
		case !mode.IsRegular():
			u.refuse(name, "is a link or a device, and those in archives are not followed")
			continue
		case entry.Flags&encrypted != 0:
			u.refuse(name, "is encrypted: unpack the archive with its password, and add the folder")
			continue
		}
		body, err := entry.Open()
		if errors.Is(err, zip.ErrAlgorithm) {
			u.refuse(name, "is compressed in a way that is not known here: unpack the archive, and add the folder")
			continue
		}
		if err != nil {
			return u.damaged(err)
		}
		err = u.write(name, entry.Modified, body)
		_ = body.Close() // it was read to its end, which checks the checksum
		if err != nil {
			return err
		}
	}
	return nil
}

// encrypted is bit 0 of the flags: APPNOTE.TXT, 4.4.4.
const encrypted = 1

// entryName is the name of an entry. Without the flag for UTF-8, it is in code page 437 by
// the specification (appendix D), unless a program wrote UTF-8 all the same.
func entryName(entry *zip.File) string {
	name := entry.Name
	if entry.NonUTF8 && !utf8.ValidString(name) {
		if decoded, err := charmap.CodePage437.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	return strings.ReplaceAll(name, `\`, "/")
}
