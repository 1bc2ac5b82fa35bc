// Package storagetest tests a store against every sentence of the contract of
// package storage.
package storagetest

import (
	"testing"

	"proceedings/internal/storage"
)

// largeSize is more than a store sends in one piece.
const largeSize = 40 << 20

// Run tests the stores that open returns. Each test opens its own, which must
// be empty; tests run in parallel.
func Run(t *testing.T, open func(t *testing.T) storage.Store) {
	t.Helper()
	tests := []struct {
		name string
		test func(*testing.T, storage.Store)
	}{
		{"what is not there is ErrNotFound", testMissing},
		{"what was put is what is got", testRoundTrip},
		{"an object may be empty", testEmpty},
		{"attributes are kept and served", testAttrs},
		{"a type is given to an object without one", testDefaultType},
		{"a put replaces content, attributes and etag", testReplace},
		{"a body is read from its position", testPosition},
		{"ranges are exact and cut at the end", testRanges},
		{"a negative offset is refused", testNegativeOffset},
		{"all safe characters make a key", testSafeKeys},
		{"an unsafe key is refused", testUnsafeKeys},
		{"a large object comes back whole", testLarge},
		{"if absent holds once", testIfAbsent},
		{"if match holds for the current etag only", testIfMatch},
		{"conditions hold for large objects", testLargeConditions},
		{"of racing creators one wins", testRacingCreators},
		{"racing updates are all counted", testRacingUpdates},
		{"a put under an ended context is no put", testEndedContext},
		{"a cancelled put is no put", testCancelledPut},
		{"a body that fails is no put", testFailingBody},
		{"a copy has the content and the attributes", testCopy},
		{"a copy of what is not there is ErrNotFound", testCopyMissing},
		{"a listing is in the order of keys", testListOrder},
		{"a prefix is exact", testListPrefix},
		{"a listing tells size, etag and time", testListInfo},
		{"a long listing is whole and may be left early", testLongList},
		{"a listing ends with its first error", testListError},
		{"a delete removes, and may be repeated", testDelete},
		{"a put beside a delete in the same folder succeeds", testNeighbours},
		{"an original is stored once", testUpload},
		{"many may use it at once", testConcurrentUse},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.test(t, open(t))
		})
	}
}
