package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// recordText returns all of a record that a person would compare: its description, what else was
// asked for, its files and the corrections of slide times.
func recordText(m meeting.Meeting) string {
	var out strings.Builder
	out.Write(intake.Describe(m))
	printf(&out, "profile: %s\n", m.Profile)
	if m.Withdrawn {
		printf(&out, "withdrawn: true\n")
	}
	printf(&out, "all files:\n")
	for _, src := range m.Sources {
		printf(&out, "  - %s (%s, SHA-256 %s)", src.Name, words.Size(src.Size), src.SHA256)
		for _, of := range [][2]string{{"role", string(src.Role)}, {"part of", src.PartOf}, {"view of", src.ViewOf}, {"same sound as", src.TwinOf}} {
			if of[1] != "" {
				printf(&out, ", %s %s", of[0], of[1])
			}
		}
		if src.Without {
			printf(&out, ", without the results of its failed steps")
		}
		printf(&out, "\n")
	}
	for _, r := range m.Refused {
		printf(&out, "  - refused: %s\n", r)
	}
	for _, a := range m.Alignments {
		printf(&out, "slide times of %s: offset %g s, off %t\n", a.Recording, a.Offset, a.Off)
		for _, s := range a.Slides {
			printf(&out, "  - from %g s to %g s: slide %d of %s\n", s.Start, s.End, s.Slide, cmp.Or(s.Deck, "no deck"))
		}
	}
	for _, f := range m.Metadata {
		printf(&out, "metadata: %s = %s\n", f.Name, f.Value)
	}
	return out.String()
}

// printDiff prints the lines in which two revisions differ, and reports whether there are any.
func printDiff(w io.Writer, a, b meeting.Meeting) bool {
	text := udiff.Unified(fmt.Sprintf("revision %d", a.Revision), fmt.Sprintf("revision %d", b.Revision), recordText(a), recordText(b))
	for line := range strings.Lines(text) {
		printf(w, "%s\n", strings.TrimSuffix(line, "\n"))
	}
	return text != ""
}

// changedParts names what differs between two revisions, for people.
func changedParts(a, b meeting.Meeting) []string {
	names := map[string]string{
		"sources": "files", "refused": "refused files", "alignments": "slide times", "noFoundSlides": "found slides", "withdrawn": "withdrawn",
		"schema": "", "revision": "", "id": "", "priority": "", "batch": "",
	}
	before, after := fieldsOf(a), fieldsOf(b)
	all := maps.Clone(before)
	maps.Copy(all, after)
	var list []string
	for key := range all {
		name, special := names[key]
		if !special {
			name = key
		}
		if name != "" && !reflect.DeepEqual(before[key], after[key]) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// fieldsOf returns a record by its keys in JSON.
func fieldsOf(m meeting.Meeting) map[string]any {
	fields := map[string]any{}
	data, err := json.Marshal(m)
	if err == nil {
		err = json.Unmarshal(data, &fields)
	}
	if err != nil { // it was read from JSON
		return nil
	}
	return fields
}
