package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// summary is the result of a submission.
type summary struct {
	Meeting    string
	Visibility meeting.Visibility
	State      manifest.State
	Manifest   string // its key in the storage
	Took       time.Duration
	Refused    []meeting.Refusal
	Attention  []meeting.Refusal // files with a step that keeps failing
	Warnings   []string          // with advice, which the manifest lacks
	Withheld   []string          // notes on content of decks that is not published

	published manifest.Manifest
}

// summaryEvent is the summary for scripts.
type summaryEvent struct {
	Event      string             `json:"event"`
	Meeting    string             `json:"meeting"`
	Visibility meeting.Visibility `json:"visibility,omitempty"`
	State      manifest.State     `json:"state"`
	Manifest   string             `json:"manifest,omitempty"`
	Seconds    float64            `json:"seconds"`
	Refused    []meeting.Refusal  `json:"refused"`
	Attention  []meeting.Refusal  `json:"attention,omitempty"`
	Warnings   []string           `json:"warnings,omitempty"`
	Withheld   []string           `json:"withheld,omitempty"`
}

func (s summary) asEvent() summaryEvent {
	refused := s.Refused
	if refused == nil {
		refused = []meeting.Refusal{}
	}
	return summaryEvent{"summary", s.Meeting, s.Visibility, s.State, s.Manifest, s.Took.Seconds(), refused, s.Attention, s.Warnings, s.Withheld}
}

// playedOf describes the part of a recording that is played; empty for all of it.
func playedOf(r manifest.Recording) string {
	if r.Trim == nil {
		return ""
	}
	return fmt.Sprintf(" (plays %s to %s)", words.Clock(r.Trim.Start), words.Clock(r.Trim.End))
}

// write prints the summary for a person.
func (s summary) write(w io.Writer) {
	printf(w, "\n")
	if s.State == manifest.Published {
		m := s.published
		printf(w, "Published %q (%s, %s, revision %d) in %s\n", m.Title, m.ID, s.Visibility, m.Revision, s.Took)
		for _, r := range m.Recordings {
			printf(w, "  recording  %s  %s  %s\n", r.ID, words.Clock(r.Duration)+playedOf(r), renditions(r))
		}
		for _, d := range m.Decks {
			slides := fmt.Sprintf("%d slides", len(d.Slides))
			if len(d.Slides) == 1 {
				slides = "1 slide"
			}
			if d.Reconstructed != "" {
				slides += ", found in the recording"
			}
			printf(w, "  deck       %s  %s\n", d.ID, slides)
		}
		for _, d := range m.Documents {
			printf(w, "  document   %s\n", d.ID)
		}
		for _, text := range s.Warnings {
			printf(w, "  warning    %s\n", text)
		}
		for _, note := range s.Withheld {
			printf(w, "  withheld   %s\n", note)
		}
		printf(w, "  manifest   %s\n", s.Manifest)
	} else if s.State == archive.Withdrawn {
		printf(w, "%s is withdrawn, and not published; \"ingest publish %s\" publishes it\n", s.Meeting, s.Meeting)
	} else if s.State == archive.NeedsAttention {
		writeAttention(w, s.Meeting, s.Attention)
	} else {
		printf(w, "Nothing of %s could be published\n", s.Meeting)
	}
	for _, r := range s.Refused {
		printf(w, "  refused    %s\n", r)
	}
}

// writeAttention says why a meeting needs attention, and what to do.
func writeAttention(w io.Writer, id string, files []meeting.Refusal) {
	printf(w, "%s needs attention; what is published of it stays as it is\n", id)
	for _, file := range files {
		printf(w, "  attention  %s\n", file)
	}
	printf(w, "  \"ingest status --json %s\" has the errors under lastError\n", id)
	for i, a := range retryAdvice(id, files) {
		gap := "    "
		if i == 0 {
			gap = "                    " // as long as the name of a file
		}
		printf(w, "  %s%s%s\n", a.command, gap, a.does)
	}
}

func renditions(r manifest.Recording) string {
	ids := make([]string, 0, len(r.Renditions))
	for _, rendition := range r.Renditions {
		ids = append(ids, rendition.ID)
	}
	return strings.Join(ids, " ")
}
