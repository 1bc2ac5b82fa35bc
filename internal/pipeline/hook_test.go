package pipeline_test

import (
	"strings"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/storage/storagetest"
)

// isShard reports whether the call is to a shard of the catalogue.
func isShard(c storagetest.Call) bool { return strings.Contains(c.Key, "/terms-") }

func onShard(calls []storagetest.Call, n int) bool {
	return n >= 1 && n <= len(calls) && isShard(calls[n-1])
}

// amongShards reports whether breaking call n shows nothing new, since it is one of
// many to the catalogue's shards, which are all written in the same way and several
// at once. The first, the last and every eighth are broken; the long tests break all.
func amongShards(calls []storagetest.Call, n int) bool {
	return !proctest.Long() && n%8 != 0 && onShard(calls, n-1) && onShard(calls, n) && onShard(calls, n+1)
}

// pastShards returns the last of the calls from n on that need not be broken.
func pastShards(calls []storagetest.Call, n int) int {
	for amongShards(calls, n+1) {
		n++
	}
	return n
}

// puts returns the keys that were written, in order.
func puts(store *storagetest.Hooked) []string {
	var list []string
	for _, c := range store.Calls() {
		if c.Op == "put" {
			list = append(list, c.Key)
		}
	}
	return list
}
