package office

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"

	"proceedings/internal/fault"
)

// incompressible is the growth by inflating up to which a part may exceed the limit
// of a part: images and films, however large, hardly grow, and the size of the
// archive bounds theirs.
const incompressible = 2

// headSize is the size of a part's beginning that is kept in memory: enough to hold
// the size of an image.
const headSize = 128 << 10

// measured is what is known about a part that was inflated once.
type measured struct {
	whole bool // inflates to exactly what the directory says
	sum   uint32
	kind  kind
}

// Measure inflates all parts without keeping them, and refuses the archive if a
// part or the whole is too large. It ignores the sizes in the directory. It
// protects the programs that open the archive next.
func (a *Archive) Measure() error {
	if a.measured != nil {
		return nil
	}
	if err := a.checkOverlap(); err != nil {
		return err
	}
	all := make(map[*zip.File]measured, len(a.files))
	var total int64
	most := max(a.limits.Total, incompressible*a.size)
	for _, f := range a.files {
		if f.Flags&encryptedFlag != 0 {
			return RefuseEncrypted()
		}
		allowed := max(a.limits.Part, incompressible*min(a.size, compressed(f)))
		m, n, err := measure(f, min(allowed, most-total)+1)
		if err != nil {
			return err
		}
		if n > allowed {
			return fault.Refuse("has a part that is larger than %d MB: %s", allowed>>20, f.Name)
		}
		if total += n; total > most {
			return fault.Refuse("has more than %d MB in it", most>>20)
		}
		all[f] = m
	}
	a.measured = all
	return nil
}

// checkOverlap refuses an archive whose entries share bytes: no program writes
// such archives, and a few bytes can inflate to any number of parts.
func (a *Archive) checkOverlap() error {
	type body struct {
		from, to int64
		name     string
	}
	bodies := make([]body, 0, len(a.files))
	for _, f := range a.files {
		from, err := f.DataOffset()
		if err != nil {
			if err = ioError(f.Name, err); err != nil {
				return err
			}
			continue // nobody can read this part
		}
		if n := compressed(f); n > 0 {
			bodies = append(bodies, body{from, from + n, f.Name})
		}
	}
	slices.SortFunc(bodies, func(a, b body) int {
		switch {
		case a.from < b.from:
			return -1
		case a.from > b.from:
			return 1
		}
		return 0
	})
	for i := 1; i < len(bodies); i++ {
		if bodies[i].from < bodies[i-1].to {
			return fault.Refuse("is damaged: %s and %s overlap", bodies[i-1].name, bodies[i].name)
		}
	}
	return nil
}

func compressed(f *zip.File) int64 {
	return int64(min(f.CompressedSize64, 1<<40)) //nolint:gosec // bounded
}

// measure inflates up to limit bytes. It does not use the archive's own reader,
// which stops at the size in the directory; other programs may not. A damaged part
// counts up to the damage: whoever reads it will return the error.
func measure(f *zip.File, limit int64) (m measured, size int64, err error) {
	raw, err := f.OpenRaw()
	if err != nil {
		return m, 0, ioError(f.Name, err)
	}
	body := raw
	switch f.Method {
	case zip.Store:
	case zip.Deflate:
		body = flate.NewReader(raw)
	default: // a method that decks do not use: nobody will read it
		return m, compressed(f), nil
	}
	head, err := io.ReadAll(io.LimitReader(body, min(headSize, limit)))
	sum := crc32.NewIEEE()
	_, _ = sum.Write(head) // a hash.Hash never returns an error
	size = int64(len(head))
	if err == nil && size < limit {
		var rest int64
		rest, err = io.Copy(sum, io.LimitReader(body, limit-size))
		size += rest
	}
	m.sum = sum.Sum32()
	m.whole = err == nil && (m.sum == f.CRC32 || f.CRC32 == 0) && uint64(size) == f.UncompressedSize64 //nolint:gosec // a count
	m.kind = kindOf(head)
	if err = ioError(f.Name, err); err == nil && m.kind.gzip {
		var within int64
		within, err = gunzippedSize(f, limit)
		size = max(size, within)
	}
	if f.Method == zip.Store && !m.kind.gzip {
		size = min(size, compressed(f)) // it needs no more memory than its own size
	}
	return m, size, err
}

// gunzippedSize is the inflated size of a drawing that is itself compressed.
func gunzippedSize(f *zip.File, limit int64) (int64, error) {
	body, err := f.Open()
	if err != nil {
		return 0, ioError(f.Name, err)
	}
	defer body.Close() //nolint:errcheck // only read
	z, err := gzip.NewReader(body)
	if err != nil {
		return 0, ioError(f.Name, err)
	}
	n, err := io.Copy(io.Discard, io.LimitReader(z, limit))
	return n, ioError(f.Name, err)
}

// Gunzip decompresses data by gzip, to at most limit bytes.
func Gunzip(data []byte, limit int64) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	data, err = io.ReadAll(io.LimitReader(z, limit+1))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	if int64(len(data)) > limit {
		return nil, errors.New("it is too large")
	}
	return data, nil
}

// ioError is err if it is an error of the disk, and nil otherwise.
func ioError(name string, err error) error {
	if err == nil || fault.IsPermanent(Damaged(name, err)) {
		return nil
	}
	return fmt.Errorf("measure %s: %w", name, err)
}
