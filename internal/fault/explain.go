package fault

import (
	"fmt"
	"strings"
)

// explained is an error in words for a person. What a library said stays below
// it, for the log.
type explained struct {
	text  string
	cause error
}

func (e *explained) Error() string { return e.text }
func (e *explained) Unwrap() error { return e.cause }

// Explain puts cause into words for a person: the error's text is the given one
// alone. [errors.Is] still finds the cause, and [Detail] its text.
func Explain(cause error, format string, args ...any) error {
	return &explained{fmt.Sprintf(format, args...), cause}
}

// Detail is the text of the causes that [Explain] put into other words, one a
// line, for a log; empty if there are none.
func Detail(err error) string {
	var lines []string
	var walk func(error)
	walk = func(err error) {
		switch e := err.(type) { //nolint:errorlint // it walks the tree itself
		case *explained:
			lines = append(lines, e.cause.Error())
		case interface{ Unwrap() error }:
			if inner := e.Unwrap(); inner != nil {
				walk(inner)
			}
		case interface{ Unwrap() []error }:
			for _, inner := range e.Unwrap() {
				walk(inner)
			}
		}
	}
	walk(err)
	return strings.Join(lines, "\n")
}
