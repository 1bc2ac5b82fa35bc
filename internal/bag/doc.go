// Package bag writes and validates bags (BagIt, RFC 8493): folders of files with
// manifests of their checksums, as repositories exchange them.
//
// A bag from elsewhere is not trusted until [Validate] has read all of it and listed everything
// that is wrong, each with its file. Writing and validating use only
// [io/fs] and writers; the caller owns the folder.
//
// The rules of names are stricter than the RFC: names that differ only in case or in Unicode
// normalisation, and backslashes, are refused, since Windows and macOS would lose a file.
package bag

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"hash"
	"path"
	"strconv"

	"proceedings/internal/words"
)

// The algorithms of the manifests that a [Writer] makes.
const (
	SHA256 = "sha256"
	SHA512 = "sha512"
)

// The names of the files that the RFC defines.
const (
	declaration = "bagit.txt"
	infoFile    = "bag-info.txt"
	fetchFile   = "fetch.txt"
	payload     = "data/"
	tagPrefix   = "tagmanifest-"
	listPrefix  = "manifest-"
)

// File is a file of a bag.
type File struct {
	Path string            // below the bag, with slashes
	Size int64             // bytes
	Sums map[string]string // checksums, lower-case hexadecimal, by algorithm
}

// Bag is a validated bag.
type Bag struct {
	Version string  // of BagIt: 1.0 or 0.97
	Info    []Field // bag-info.txt
	Payload []File  // sorted by path
	Tags    []File  // that a tag manifest lists, sorted by path
	Absent  []File  // payload files that are not there and that fetch.txt lists; each is also a problem
}

// Find returns a payload file or a listed tag file; ok is false if there is none.
func (b *Bag) Find(name string) (f File, ok bool) {
	for _, list := range [][]File{b.Payload, b.Tags} {
		for _, f := range list {
			if f.Path == name {
				return f, true
			}
		}
	}
	return File{}, false
}

// Field is a line of bag-info.txt.
type Field struct{ Label, Value string }

// Value returns the first value of a label of bag-info.txt; empty if there is none.
func (b *Bag) Value(label string) string {
	for _, f := range b.Info {
		if f.Label == label {
			return f.Value
		}
	}
	return ""
}

// Problem is something that is wrong with a bag: "<File> <Text>" is a sentence.
type Problem struct{ File, Text string }

// The longest texts of a bag that a message repeats, in characters. Two SHA-512 fit into one.
const (
	maxQuote = 200
	maxText  = 600
)

// String is the problem as a sentence. What is very long is cut.
func (p Problem) String() string {
	return words.Clip(p.File, maxQuote) + " " + words.Clip(p.Text, maxText)
}

// quote quotes a text of a bag for a message.
func quote(text string) string { return strconv.Quote(words.Clip(text, maxQuote)) }

// newHash returns a hash of an algorithm; nil if it is not known. MD5 and SHA-1 are compared
// where a bag has them, but a bag needs SHA-256 or SHA-512 as well.
func newHash(algorithm string) hash.Hash {
	switch algorithm {
	case SHA256:
		return sha256.New()
	case SHA512:
		return sha512.New()
	case "sha1":
		return sha1.New()
	case "md5":
		return md5.New()
	}
	return nil
}

// manifestName is the name of the manifest of an algorithm.
func manifestName(prefix, algorithm string) string { return prefix + algorithm + ".txt" }

// inPayload reports whether a path is below data/.
func inPayload(name string) bool {
	return len(name) > len(payload) && path.Clean(name) == name && name[:len(payload)] == payload
}
