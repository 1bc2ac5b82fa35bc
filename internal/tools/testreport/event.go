package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// event is a line of go test -json (go doc test2json), or one of scripts/test,
// which has a group and, at the group's end, the exit code of its command.
type event struct {
	Action  string
	Package string
	Test    string
	Output  string

	Group   string
	Exit    *int
	Seconds int
}

// readAll reads events to the end of in. Lines that are no events are printed:
// go writes to the same stream when it cannot start at all.
func (r *report) readAll(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		var e event
		switch {
		case strings.TrimSpace(line) == "":
		case strings.HasPrefix(line, "{") && json.Unmarshal([]byte(line), &e) == nil:
			r.add(e)
		default:
			r.print(line)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read test events: %w", err)
		}
	}
}

// add takes in one event.
func (r *report) add(e event) {
	switch {
	case e.Group != "" && e.Exit == nil:
		r.groups = append(r.groups, &group{name: e.Group})
	case e.Group != "":
		r.current().end(*e.Exit, e.Seconds)
	case e.Action == "build-output":
		r.print(e.Output)
	case e.Package == "":
	case e.Test == "":
		r.addPackage(e)
	default:
		r.addTest(e)
	}
}
