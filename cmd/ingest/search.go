package main

import (
	"context"
	"fmt"
	"strings"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/captions"
	"proceedings/internal/catalogue"
	"proceedings/internal/words"
)

type searchCmd struct {
	dataFlag
	wire.Services

	Words []string `arg:"" name:"word" help:"Words to find. The last one also finds longer words."`
	Limit int      `default:"10" help:"Show at most this many meetings, 1 to 100."`
	JSON  bool     `name:"json" help:"Print JSON, one meeting a line, with the moments that were found."`
}

// momentsShown is how many moments of a meeting are shown.
const momentsShown = 5

func (*searchCmd) Help() string {
	return `Searches all public meetings, as the page of the catalogue does: titles, people,
presentations, slides and transcripts. A meeting must contain all words. For each
meeting it prints the slides and sentences with most of the words: the time in the
recording, the text, and the address of the page at this moment. Addresses are
relative without a base URL ("ingest site --base-url").

Examples:

  ingest search harbour
  ingest search --limit 3 clear water
  ingest search --json dredging | jq -r ".moments[].url"`
}

// found is a meeting in the output of --json.
type found struct {
	ID      string             `json:"id"`
	Title   string             `json:"title"`
	Date    string             `json:"date,omitempty"`
	URL     string             `json:"url"`
	Where   []string           `json:"where"`
	Moments []catalogue.Moment `json:"moments"`
}

// Run searches the published catalogue.
func (s *searchCmd) Run(ctx context.Context, c *console) error {
	if s.Limit < 1 || s.Limit > 100 {
		return fmt.Errorf("%w: --limit: %d is not a number from 1 to 100", wire.ErrUsage, s.Limit)
	}
	return withSystem(ctx, s.Services, s.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		all, err := pipelineOf(sys).Catalogue(ctx)
		if err != nil {
			return err
		}
		text := strings.Join(s.Words, " ")
		results, err := all.Search(ctx, text, catalogue.Options{Meetings: s.Limit, Moments: momentsShown, Cues: captions.ParseWritten})
		if err != nil {
			return err
		}
		return s.print(c, text, all.Site.Base, results)
	})
}

func (s *searchCmd) print(c *console, text, base string, results catalogue.Results) error {
	for _, hit := range results.Hits {
		one := found{ID: hit.Meeting.ID, Title: hit.Meeting.Title, Date: hit.Meeting.Date, URL: base + hit.Meeting.URL, Where: hit.Where, Moments: hit.Moments}
		for i := range one.Moments {
			m := &one.Moments[i]
			m.URL = base + m.URL
			if m.Image != nil {
				m.Image.URL = base + m.Image.URL
			}
		}
		if s.JSON {
			if err := printJSON(c.out, one); err != nil {
				return err
			}
			continue
		}
		printf(c.out, "%s\n  %s\n", strings.TrimSpace(one.Date+" "+one.Title), one.URL)
		for _, m := range one.Moments {
			printf(c.out, "  %8s  %s\n            %s\n", momentTime(m), momentText(m), m.URL)
		}
	}
	if s.JSON {
		return nil
	}
	if len(results.Hits) == 0 {
		printf(c.out, "No public meeting contains %q.\n", text)
	}
	if results.Older {
		printf(c.out, "Older meetings were not searched; --limit searches more.\n")
	}
	return nil
}

func momentTime(m catalogue.Moment) string {
	switch {
	case m.Start == nil:
		return "-"
	case m.Uncertain:
		return "~" + words.Clock(*m.Start)
	}
	return words.Clock(*m.Start)
}

func momentText(m catalogue.Moment) string {
	switch {
	case m.Kind == catalogue.SlideMoment && m.Text != m.Title && m.Title != "":
		return fmt.Sprintf("slide %d, %s: %s", m.Slide, m.Title, m.Text)
	case m.Kind == catalogue.SlideMoment:
		return fmt.Sprintf("slide %d: %s", m.Slide, m.Text)
	case m.Kind == catalogue.TranscriptMoment:
		return m.Text
	}
	return string(m.Kind) + ": " + m.Text
}
