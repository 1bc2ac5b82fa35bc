package catalogue

// ShardOf is for the test that the pages' script agrees.
func ShardOf(term string) int { return shardOf(term) }
