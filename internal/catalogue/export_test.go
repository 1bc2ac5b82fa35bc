package catalogue

// ShardOf is for the test of the pages' script.
func ShardOf(term string) int { return shardOf(term) }
