package main

import (
	"fmt"
	"text/tabwriter"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// alignment is the output of ingest align as JSON.
type alignment struct {
	Meeting    string               `json:"meeting"`
	Recording  string               `json:"recording"`
	Duration   float64              `json:"duration"` // seconds
	SlideTimes []manifest.SlideTime `json:"slideTimes"`
	NotAligned string               `json:"notAligned,omitempty"`
	Processing bool                 `json:"processing,omitempty"` // times may follow

	Corrections *meeting.Alignment `json:"corrections,omitempty"`
}

// print prints the slide times of a recording.
func (a *alignCmd) print(c *console, m manifest.Manifest, r manifest.Recording, corrections meeting.Alignment) error {
	if a.JSON {
		doc := alignment{
			Meeting: m.ID, Recording: r.ID, Duration: r.Duration, SlideTimes: append([]manifest.SlideTime{}, r.SlideTimes...), NotAligned: r.NotAligned,
			Processing: m.State == manifest.Processing,
		}
		if !corrections.IsZero() {
			doc.Corrections = &corrections
		}
		return printJSON(c.out, doc)
	}
	switch {
	case len(r.SlideTimes) > 0:
	case r.NotAligned != "":
		printf(c.out, "%s %s.\n", r.ID, r.NotAligned)
	case m.State == manifest.Processing:
		printf(c.out, "%s has no slide times yet; \"ingest status %s\" shows the progress.\n", r.ID, m.ID)
	default:
		printf(c.out, "%s has no slide times: the recording has no picture, the deck no page images, or meeting.yaml says findSlides: false.\n", r.ID)
	}
	if len(r.SlideTimes) == 0 {
		return nil
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	printf(table, "START\tEND\tDECK\tSLIDE\tCONFIDENCE\tTITLE\n")
	last := 0.0
	for _, t := range r.SlideTimes {
		if t.Start > last+0.5 {
			printf(table, "%s\t%s\t-\t-\t\t(no slide)\n", words.Clock(last), words.Clock(t.Start))
		}
		last = t.End
		mark := ""
		switch {
		case t.Corrected:
			mark = " *"
		case t.Uncertain:
			mark = " ?"
		}
		printf(table, "%s\t%s\t%s\t%d\t%.2f%s\t%s\n", words.Clock(t.Start), words.Clock(t.End), t.Deck, t.Slide, t.Confidence, mark, slideTitle(m, t))
	}
	if r.Duration > last+0.5 {
		printf(table, "%s\t%s\t-\t-\t\t(no slide)\n", words.Clock(last), words.Clock(r.Duration))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the slide times: %w", err)
	}
	if corrections.Offset != 0 {
		printf(c.out, "The times that were found are moved by %g s.\n", corrections.Offset)
	}
	return nil
}

func slideTitle(m manifest.Manifest, t manifest.SlideTime) string {
	for _, d := range m.Decks {
		if d.ID != t.Deck {
			continue
		}
		for _, s := range d.Slides {
			if s.Number == t.Slide {
				return words.OneLine(s.Title)
			}
		}
	}
	return ""
}
