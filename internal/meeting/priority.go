package meeting

// Priority says how soon the steps of a meeting run, compared with those of others.
type Priority string

// The priorities that a user can request.
const (
	Urgent  Priority = "urgent"
	Default Priority = "default"
	Bulk    Priority = "bulk" // imports of old meetings
)

// Priorities returns these, the most urgent first.
func Priorities() []Priority { return []Priority{Urgent, Default, Bulk} }
