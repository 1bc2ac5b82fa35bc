package s3

import (
	"fmt"

	"proceedings/internal/fault"
)

// Limits of the protocol, and our own choice between them. A part is what one
// retry sends again; larger ones are fewer requests.
const (
	mib         = int64(1) << 20
	minPart     = 5 * mib
	maxPart     = 5 << 10 * mib
	maxParts    = 10_000
	maxObject   = 5 << 20 * mib
	defaultPart = 16 * mib
)

// partSizeFor is the part size for an object of size bytes: the preferred one
// if that gives at most 10,000 parts, else the smallest number of MiB that
// does.
func partSizeFor(size, preferred int64) (int64, error) {
	if size > maxObject {
		return 0, fault.Refuse("has %d bytes, and S3 stores no more than 5 TiB in one object", size)
	}
	least := (size + maxParts - 1) / maxParts
	return max(minPart, preferred, (least+mib-1)/mib*mib), nil
}

// part is one part of a multipart upload.
type part struct {
	number       int32 // from 1
	offset, size int64
}

// split divides an object of size bytes into parts of partSize; the last may be
// shorter.
func split(size, partSize int64) []part {
	parts := make([]part, 0, (size+partSize-1)/partSize)
	for offset := int64(0); offset < size; offset += partSize {
		parts = append(parts, part{int32(len(parts) + 1), offset, min(partSize, size-offset)})
	}
	return parts
}

// usable reports whether an upload of size bytes can resume with parts of
// partSize. That value was stored, and somebody may have changed it.
func usable(size, partSize int64) error {
	if partSize < minPart || partSize > maxPart || (size+partSize-1)/partSize > maxParts {
		return fmt.Errorf("parts of %d bytes do not suit an object of %d", partSize, size)
	}
	return nil
}
