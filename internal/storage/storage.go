// Package storage defines the contract of every store: whole objects under
// keys, with conditional writes. The implementations are s3 and mem;
// storagetest tests each of them against every sentence of the contract.
package storage

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"
)

// Errors that callers tell apart. Implementations wrap them with the key and,
// for ErrUnavailable, the address.
var (
	ErrNotFound     = errors.New("no such object")
	ErrPrecondition = errors.New("precondition failed")    // another writer was first
	ErrUnavailable  = errors.New("storage is unavailable") // a retry may help
	ErrDenied       = errors.New("access denied")          // the key of this program lacks a right
	ErrDamaged      = errors.New("the object is damaged")  // it is not what was stored
)

// Store stores objects. Its methods are safe for concurrent use. A key must
// pass [CheckKey] and must not be a folder of another key: some servers cannot
// store a/b and a/b/c.
type Store interface {
	// Put stores what body yields under key, whole or not at all, if cond
	// holds at that moment, and else returns ErrPrecondition; to match the ETag
	// of an object that is not there fails so too. body is read from its
	// current position to its end and may be read more than once; large ones
	// travel in parts. The Info has no time.
	//
	// Where the answer to a first attempt was lost on the way and a second one
	// was made, ErrPrecondition may mean our own write: what is there decides.
	Put(ctx context.Context, key string, body io.ReadSeeker, attrs Attrs, cond Condition) (Info, error)

	// Get opens length bytes of the object at key from offset on; a negative
	// length reads to the end. What lies beyond the end is left out: a length
	// that reaches over it is cut, and an offset at or beyond it yields nothing.
	// A negative offset is refused. The Info is that of the whole object. A
	// reader that was cut short returns an error, never a silent io.EOF. The
	// caller closes it.
	Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, Info, error)

	// Copy copies the object at one key to another with its attributes, whole or not
	// at all. It replaces an object that is already there. The content stays in the
	// store: it does not travel through the caller.
	Copy(ctx context.Context, from, to string) error

	// Stat describes the object at key.
	Stat(ctx context.Context, key string) (Info, error)

	// List yields all objects whose key begins with prefix, in the order of
	// their keys. Attrs are not filled in. It ends with the first error.
	List(ctx context.Context, prefix string) iter.Seq2[Info, error]

	// Delete removes the object at key. A missing object is no error.
	Delete(ctx context.Context, key string) error
}

// How long what is served may be kept by whoever gets it.
const (
	CacheForever = "public, max-age=31536000, immutable" // for what never changes under its name (RFC 8246)
	CacheBriefly = "public, max-age=60, must-revalidate" // for what changes under one name
)

// Attrs are stored with an object and served as headers.
type Attrs struct {
	ContentType        string // application/octet-stream where empty
	CacheControl       string
	ContentDisposition string
	Metadata           map[string]string // lower-case ASCII names, printable ASCII values
}

// Info describes a stored object.
type Info struct {
	Key      string
	Size     int64
	ETag     string    // opaque, without quotes; changes with the content
	Modified time.Time // to the second
	Attrs
}

// Condition must hold for a Put to happen. The zero value always holds.
type Condition struct {
	Absent bool   // no object may be there yet
	ETag   string // the object there must have this ETag
}

// Conditions in words.
var (
	Always   = Condition{}
	IfAbsent = Condition{Absent: true}
)

// IfMatch holds if the stored object has this ETag.
func IfMatch(etag string) Condition { return Condition{ETag: etag} }
