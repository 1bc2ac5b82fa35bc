package storage

import (
	"context"
	"time"
)

// Presigner is a store that makes presigned URLs: whoever has the URL can read
// the object without credentials. A store in memory cannot.
type Presigner interface {
	// Presign returns a presigned URL. With a name, browsers save the object
	// under it instead of showing it. The lifetime is between a second and
	// [LongestLink]; an expired URL answers 403.
	Presign(ctx context.Context, key string, lifetime time.Duration, name string) (string, error)
}

// LongestLink is the longest lifetime that S3 allows for a presigned URL.
const LongestLink = 7 * 24 * time.Hour
