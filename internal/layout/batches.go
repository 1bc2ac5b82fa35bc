package layout

import (
	"fmt"
	"strings"
)

// Batches is the prefix of all batches.
const Batches = "archive/batches/"

// Batch is the key of what is known of a batch as a whole.
func Batch(id string) string { return Batches + id + ".json" }

// BatchRows is the key of a part of the rows of a batch, from 1.
func BatchRows(id string, part int) string {
	return Batches + id + fmt.Sprintf("/rows-%05d.json", part)
}

// BatchID is the ID of the batch in a key of [Batch], or "" for another key.
func BatchID(key string) string {
	id, below := strings.CutPrefix(key, Batches)
	id, named := strings.CutSuffix(id, ".json")
	if !below || !named || strings.Contains(id, "/") {
		return ""
	}
	return id
}
