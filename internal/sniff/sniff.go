// Package sniff detects the type of a file by its content. It ignores names and
// extensions: cameras, browsers and people get them wrong.
//
// It reads a bounded part of the file and reports only what that shows. The
// probe finds out whether a recording can be decoded or a deck opened.
package sniff

import (
	"errors"
	"fmt"
	"io"

	"proceedings/internal/meeting"
)

// Format is a file format.
type Format struct {
	Name string       // "mp4", "pptx", "image/png", "unknown", …
	Role meeting.Role // empty where the content alone cannot say
	Type string       // media type
	// Paper says that the file may be a document if somebody names it, although
	// it is not accepted otherwise.
	Paper bool
	// Slides says the same of the decks.
	Slides bool
	// Old says that PowerPoint 95 or an older version wrote the file.
	Old bool

	refusal string
}

// Refusal says why a file of this format cannot be used, as a predicate ("is
// empty"); empty if it can.
func (f Format) Refusal() string { return f.refusal }

// Archive reports whether the file is an archive of files, which has to be unpacked.
func (f Format) Archive() bool { return f.refusal == archived }

// Captions reports whether the file holds timed text.
func (f Format) Captions() bool { return f.Role == meeting.Captions }

const (
	// headSize is how much of the start is looked at; an ID3 tag or an MXF
	// run-in may be about as long.
	headSize = 64 << 10
	// budget is how much may be read in all: far more than an honest file needs,
	// and little enough to look at thousands of files.
	budget = 8 << 20
)

// errBudget ends a look that would take too long. It never leaves the package.
var errBudget = errors.New("more to read than a first look allows")

// File detects the format of the size bytes of r. An error is a read error; a
// file that cannot be used has a [Format] with a refusal.
func File(r io.ReaderAt, size int64) (Format, error) {
	if size <= 0 {
		return refused("empty", "is empty"), nil
	}
	f := &file{r: r, size: size, left: budget}
	head := f.at(0, headSize)
	for _, look := range []func(*file, []byte) Format{byMagic, byBoxes, byContainer, byText, byFrames} {
		format := look(f, head)
		if f.failed != nil { // what was seen may be wrong
			return Format{}, f.failed
		}
		if format.Name != "" {
			return format, nil
		}
	}
	return unknown(head), nil
}

func unknown(head []byte) Format {
	if len(head) >= 512 && zeros(head) {
		return refused("zeros", "begins with nothing but zeros: it is damaged, or was never copied to its end")
	}
	return refused("unknown", fmt.Sprintf("is of a kind that is not known here (first bytes % x); "+
		"recordings, decks (pptx, ppt, odp, pdf, pictures) and documents are", head[:min(8, len(head))]))
}

func zeros(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

func recording(name, mediaType string) Format {
	return Format{Name: name, Role: meeting.Recording, Type: mediaType}
}

func deck(name, mediaType string) Format {
	return Format{Name: name, Role: meeting.Deck, Type: mediaType}
}

func document(name, mediaType string) Format {
	return Format{Name: name, Role: meeting.Document, Type: mediaType, Paper: true}
}

func captions(name, mediaType string) Format {
	return Format{Name: name, Role: meeting.Captions, Type: mediaType, Paper: true}
}

func refused(name, why string) Format {
	return Format{Name: name, Type: "application/octet-stream", refusal: why}
}

// file is an input that counts what is read of it, and keeps the first error
// of the medium: those who parse a file take any error for damage to it.
type file struct {
	r      io.ReaderAt
	size   int64
	left   int64
	failed error
}

// at reads up to n bytes from off on: fewer where the file or the budget ends.
func (f *file) at(off int64, n int) []byte {
	if off < 0 || off >= f.size {
		return nil
	}
	buf := make([]byte, min(int64(n), f.size-off))
	got, err := f.ReadAt(buf, off)
	if errors.Is(err, errBudget) {
		return nil
	}
	return buf[:got]
}

// ReadAt makes a file an [io.ReaderAt] that ends when its budget does.
func (f *file) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 { // a place that an archive's directory made up
		return 0, io.ErrUnexpectedEOF
	}
	if int64(len(p)) > f.left {
		return 0, errBudget
	}
	f.left -= int64(len(p))
	n, err := f.r.ReadAt(p, off)
	if err != nil && !errors.Is(err, io.EOF) && f.failed == nil {
		f.failed = fmt.Errorf("read at %d: %w", off, err)
	}
	return n, err //nolint:wrapcheck // archive/zip wants io.EOF as it is
}
