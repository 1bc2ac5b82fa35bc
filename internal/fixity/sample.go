package fixity

import (
	"crypto/sha256"
	"encoding/binary"
	"math"

	"proceedings/internal/archive"
)

// Selects reports whether a sample contains the object with a key. It depends on the seed
// and the key only, so an interrupted run goes on with the same sample. A nil sample
// contains all.
func Selects(s *archive.Sample, key string) bool {
	if s == nil {
		return true
	}
	sum := sha256.Sum256(append(binary.BigEndian.AppendUint64(nil, s.Seed), key...))
	return float64(binary.BigEndian.Uint64(sum[:]))/math.MaxUint64*100 < s.Percent
}
