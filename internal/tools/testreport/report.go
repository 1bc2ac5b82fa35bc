package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// optionalPrefix begins the reason of a skip that is meant: the test needs
// something that no installation has to have. [proctest.Optional] writes it.
const optionalPrefix = "optional: "

// report is what the events told so far.
type report struct {
	out     io.Writer
	require bool

	groups []*group
	tests  map[testID][]string // output lines of the tests that have not ended
	lines  map[string][]string // output lines of the packages that have not ended
	broken map[string]bool     // packages of which a test failed
}

// testID names a test of a package.
type testID struct{ pkg, test string }

func newReport(out io.Writer, require bool) *report {
	return &report{out: out, require: require, tests: map[testID][]string{}, lines: map[string][]string{}, broken: map[string]bool{}}
}

func (r *report) print(text string) { fmt.Fprint(r.out, text) }

// current is the group that runs; events before the first group get one without
// a name.
func (r *report) current() *group {
	if len(r.groups) == 0 {
		r.groups = append(r.groups, &group{})
	}
	return r.groups[len(r.groups)-1]
}

// addTest keeps the output of a test until the test ends, and prints it when the
// test failed.
func (r *report) addTest(e event) {
	id := testID{e.Package, e.Test}
	switch e.Action {
	case "run":
		r.tests[id] = nil
		return
	case "output":
		r.tests[id] = append(r.tests[id], e.Output)
		return
	case "pass":
		r.current().passed++
	case "skip":
		r.current().skip(reason(r.tests[id]))
	case "fail":
		r.broken[id.pkg] = true
		r.current().fail(id.pkg + " " + id.test + errorsOf(r.tests[id]))
		r.print(withoutMarks(r.tests[id]))
	default: // pause, cont
		return
	}
	delete(r.tests, id)
}

// addPackage prints the last line of a package that passed, and everything of one
// that failed: the output of a test that never ended is where it panicked.
func (r *report) addPackage(e event) {
	lines := r.lines[e.Package]
	switch e.Action {
	case "output":
		r.lines[e.Package] = append(lines, e.Output)
		return
	case "pass":
		if len(lines) > 0 {
			r.print(lines[len(lines)-1])
		}
	case "fail":
		for id, output := range r.tests {
			if id.pkg == e.Package {
				r.current().fail(id.pkg + " " + id.test + " (did not end)")
				r.broken[id.pkg] = true
				r.print(withoutMarks(output))
				delete(r.tests, id)
			}
		}
		if !r.broken[e.Package] {
			r.current().fail(e.Package)
		}
		r.print(strings.Join(lines, ""))
	case "skip": // it has no tests
	default:
		return
	}
	delete(r.lines, e.Package)
}

// withoutMarks is output without the lines that tell when a test ran.
func withoutMarks(output []string) string {
	var kept strings.Builder
	for _, line := range output {
		if !strings.HasPrefix(line, "=== ") {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// position begins a line that a test logged: where it did.
var position = regexp.MustCompile(`^\s*[\w.-]+\.go:\d+: `)

// errorsOf is the first lines that a test that failed logged, to read below its name: what
// follows may be the long output of programs.
func errorsOf(output []string) (text string) {
	const most, longest = 3, 300
	n := 0
	for _, line := range output {
		if n < most && position.MatchString(line) {
			line = strings.TrimSpace(line)
			text += "\n    " + line[:min(longest, len(line))]
			n++
		}
	}
	return text
}

// reason is what a test logged last, on one line and without its position.
func reason(output []string) string {
	var last []string
	for line := range strings.Lines(withoutMarks(output)) {
		switch {
		case strings.HasPrefix(strings.TrimSpace(line), "--- SKIP: "):
		case position.MatchString(line):
			last = []string{strings.TrimSpace(position.ReplaceAllString(line, ""))}
		default:
			last = append(last, strings.TrimSpace(line))
		}
	}
	if len(last) == 0 {
		return "no reason given"
	}
	return strings.Join(last, " ")
}
