package layout

import (
	"fmt"
	"strconv"
	"strings"
)

// Revisions is the prefix of the former revisions of a meeting's record. They are not below
// [Meetings], so that the list of all meetings does not grow with them.
func Revisions(id string) string { return "archive/revisions/" + id + "/" }

// Revision is the key of a former revision of a meeting's record.
func Revision(id string, revision int) string {
	return Revisions(id) + fmt.Sprintf("%06d.json", revision)
}

// RevisionNumber is the number in the last part of a key of [Revision], or 0 for another name.
func RevisionNumber(name string) int {
	digits, named := strings.CutSuffix(name, ".json")
	n, err := strconv.Atoi(digits)
	if !named || err != nil || n < 1 || name != fmt.Sprintf("%06d.json", n) {
		return 0
	}
	return n
}
