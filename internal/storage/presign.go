package storage

import (
	"context"
	"time"
)

// Presigner is a store that can lend an object for some time: whoever has the
// address reads it, without a key of his own. A store in memory has none.
type Presigner interface {
	// Presign returns such an address. A name has a browser save what it gets
	// under it, and not show it. The lifetime is from a second to
	// [LongestLink]; an address whose time is over answers 403.
	Presign(ctx context.Context, key string, lifetime time.Duration, name string) (string, error)
}

// LongestLink is how long S3 lets an address live.
const LongestLink = 7 * 24 * time.Hour
