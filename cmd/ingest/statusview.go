package main

import (
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/archive"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/statuspage"
	"proceedings/internal/words"
)

// maxLines limits the files that the list of meetings names, for each meeting and reason.
const maxLines = 3

// row is the meeting in the list of the status pages.
func (r meetingReport) row() statuspage.Row {
	row := statuspage.Row{
		ID: r.Meeting, Title: r.Title, Date: r.Date, Visibility: string(r.Visibility), State: r.State,
		Files: len(r.Sources), Refused: len(r.Refused),
	}
	for _, src := range r.Sources {
		if src.Status == archive.StatusDone {
			row.Done++
		}
	}
	switch r.State {
	case damaged:
		row.Lines = []string{"Its record or its state is missing, or damaged and cannot be read."}
	case archive.Withdrawn:
		row.Files, row.Refused = 0, 0 // no step runs
	default:
		row.Lines = slices.Concat(r.unfinished(), sentences(r.Attention), sentences(r.Refused))
	}
	return row
}

// sentences returns the first refusals as sentences, and the number of the others.
func sentences(files []meeting.Refusal) (list []string) {
	for i, file := range files {
		if i == maxLines {
			return append(list, fmt.Sprintf("and %d more", len(files)-i))
		}
		list = append(list, file.String())
	}
	return list
}

// unfinished describes the first unfinished files, those that are processed before those
// that wait.
func (r meetingReport) unfinished() (list []string) {
	if r.State != manifest.Processing {
		return nil
	}
	var waiting []string
	for _, src := range r.Sources {
		if src.Status != archive.StatusWaiting {
			continue
		}
		line := src.Name + ": " + r.fileState(src)
		if r.Progress[src.ID].Running {
			list = append(list, line)
		} else {
			waiting = append(waiting, line)
		}
	}
	list = append(list, waiting...)
	if len(r.Sources) == 0 {
		return []string{"It waits for a worker that looks at its files."}
	}
	if more := len(list) - maxLines; more > 0 {
		list = append(list[:maxLines], fmt.Sprintf("and %d more", more))
	}
	return list
}

// fileState describes a file in one line, as status prints it.
func (r meetingReport) fileState(src archive.SourceState) string {
	switch p, known := r.Progress[src.ID]; {
	case r.State == archive.Withdrawn:
		return ""
	case src.Status == archive.StatusWaiting && !known:
		return strings.Join(append([]string{"unfinished"}, details(src, p.total)...), ", ")
	default:
		return statusLine(src, p.total, int(p.total.Done*100))
	}
}

// page is the page of the meeting. add is the command that adds a folder.
func (r meetingReport) page(add string) statuspage.Meeting {
	m := statuspage.Meeting{Row: r.row(), Revision: r.Revision, Refusals: allSentences(r.Refused)}
	switch r.State {
	case damaged:
		m.Notices = m.Lines
	case archive.NeedsAttention:
		m.Effect = "What is published of it stays as it is."
	}
	if r.Priority != "" {
		m.Priority = "priority " + string(r.Priority) + r.behind()
	}
	for _, src := range r.Sources {
		f := statuspage.File{Name: src.Name, Role: string(src.Role), State: r.fileState(src)}
		if src.Status == archive.StatusWaiting {
			f.Percent = int(r.Progress[src.ID].total.Done * 100)
		}
		for _, step := range src.Steps {
			if hasMore(src, step) {
				f.Errors = strings.TrimPrefix(f.Errors+"\n"+string(step.Kind)+": "+step.LastError, "\n")
			}
		}
		m.Sources = append(m.Sources, f)
	}
	m.Warnings = slices.Concat(r.Warnings, noteWarnings(r.Sources))
	m.Withheld = withheldNotes(r.Sources)
	for _, a := range r.advice(add) {
		m.Commands = append(m.Commands, statuspage.Command{Text: a.command, Does: a.does})
	}
	return m
}

func allSentences(files []meeting.Refusal) (list []string) {
	for _, file := range files {
		list = append(list, file.String())
	}
	return list
}

// typed says how to type the commands of a page; empty if they work as they are. given are
// the flags that this command was given.
func typed(given []string) string {
	if len(given) == 0 {
		return ""
	}
	return "Add " + words.List(given, len(given)) + " as for this \"ingest serve\"."
}
