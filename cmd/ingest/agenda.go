package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"proceedings/internal/intake"
	agendas "proceedings/internal/intake/agenda"
	"proceedings/internal/meeting"
	"proceedings/internal/slides"
)

// agendaPages is how many pages of a PDF file are searched for an agenda.
const agendaPages = 10

// agendaItem is a presentation that a PDF file seems to list.
type agendaItem struct {
	Title    string   `json:"title"`
	Speakers []string `json:"speakers,omitempty"`
	Planned  string   `json:"planned"` // time of day, 15:04
}

// readAgenda reads the presentations that a PDF file called an agenda lists. They are
// suggestions: text on a page is less reliable than meeting.yaml or a schedule, and is not
// read if the meeting has either.
func readAgenda(ctx context.Context, decks *slides.Converter, m meeting.Meeting, f intake.File) ([]agendaItem, error) {
	if len(m.Presentations) > 0 || f.Format.Name != "pdf" || !intake.IsAgendaName(f.Source.Name) {
		return nil, nil
	}
	dir, err := os.MkdirTemp("", "proceedings-plan-")
	if err != nil {
		return nil, fmt.Errorf("make a working folder: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // temporary
	lines, err := decks.Lines(ctx, f.Path, f.Source.Password, dir, agendaPages)
	if err != nil {
		return nil, fmt.Errorf("read the agenda: %w", err)
	}
	var list []agendaItem
	for _, i := range agendas.Lines(lines) {
		list = append(list, agendaItem{i.Title, i.Speakers, i.Clock()})
	}
	return list, nil
}

// printAgenda prints the presentations of a PDF file as lines for meeting.yaml.
func printAgenda(w io.Writer, name string, list []agendaItem) {
	if len(list) == 0 {
		return
	}
	printf(w, "agenda: %s seems to list %d presentations. To publish them, check these lines and add them to meeting.yaml:\npresentations:\n", name, len(list))
	for _, i := range list {
		speakers := make([]string, len(i.Speakers))
		for k, s := range i.Speakers {
			speakers[k] = strconv.Quote(s)
		}
		of := ""
		if len(speakers) > 0 {
			of = "speakers: [" + strings.Join(speakers, ", ") + "], "
		}
		printf(w, "  - {title: %s, %splanned: %q}\n", strconv.Quote(i.Title), of, i.Planned)
	}
}
