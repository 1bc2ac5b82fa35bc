package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/probe"
	"proceedings/internal/proc"
	"proceedings/internal/slides"
	"proceedings/internal/transcode"
)

// Makers are the ways to run every kind of step with tools run by r.
func Makers(r *proc.Runner) map[plan.Kind]Maker {
	prober := &probe.Prober{Runner: r}
	converter := slides.New(r)
	makers := recordingMakers(&transcode.Transcoder{Runner: r})
	maps.Copy(makers, map[plan.Kind]Maker{
		plan.Probe: func(ctx context.Context, t *Task) (Result, error) {
			params, err := params[plan.ProbeParams](t)
			if err != nil {
				return Result{}, err
			}
			found, err := prober.File(ctx, t.Source, params.Role)
			return Result{Probe: &found}, err
		},
		plan.Deck: func(ctx context.Context, t *Task) (Result, error) {
			return makeDeck(ctx, converter, t)
		},
		plan.Document: makeDocument,
	})
	return makers
}

// params decodes a task's parameters.
func params[T any](t *Task) (T, error) {
	var v T
	if err := json.Unmarshal(t.Step.Params, &v); err != nil {
		return v, fmt.Errorf("decode the parameters: %w", err)
	}
	return v, nil
}

func makeDeck(ctx context.Context, c *slides.Converter, t *Task) (Result, error) {
	p, err := params[plan.DeckParams](t)
	if err != nil {
		return Result{}, err
	}
	made, err := c.Convert(ctx, t.Source, t.Dir, func(done, total int) {
		t.Progress(float64(done) / float64(max(1, total)))
	})
	if err != nil {
		return Result{}, fmt.Errorf("convert the deck: %w", err)
	}
	deck := Deck{PDF: made.PDF.Name, Slides: made.Slides}
	switch {
	case !p.Original:
	case p.Format == "pdf":
		deck.Original = deck.PDF // the same bytes: no second copy
	default:
		if deck.Original, err = copyOriginal(t, p.Format); err != nil {
			return Result{}, err
		}
	}
	return Result{Deck: &deck, Warnings: made.Warnings, Tools: made.Tools}, nil
}

func makeDocument(_ context.Context, t *Task) (Result, error) {
	p, err := params[plan.DocumentParams](t)
	if err != nil || !p.Original {
		return Result{Document: &Document{}}, err
	}
	name, err := copyOriginal(t, p.Format)
	return Result{Document: &Document{Original: name}}, err
}

// copyOriginal puts the original among the output, for readers to download.
func copyOriginal(t *Task, format string) (name string, err error) {
	name = "original." + extension(format)
	from, err := os.Open(t.Source)
	if err != nil {
		return "", fmt.Errorf("copy the original: %w", err)
	}
	defer func() { _ = from.Close() }() // only read
	to, err := os.Create(filepath.Join(t.Dir, name))
	if err != nil {
		return "", fmt.Errorf("copy the original: %w", err)
	}
	_, err = io.Copy(to, from)
	if err = errors.Join(err, to.Close()); err != nil {
		return "", fmt.Errorf("copy the original: %w", err)
	}
	return name, nil
}

// extension is that of a format. Sniffed names of documents are extensions;
// anything else gets one that no browser runs.
func extension(format string) string {
	switch format {
	case "text":
		return "txt"
	case "", "html", "htm", "xht", "svg", "xml", "js", "mjs", "css", "swf":
		return "bin"
	}
	if len(format) > 4 || strings.ContainsFunc(format, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) {
		return "bin"
	}
	return format
}

// byName is a result's objects by their names.
func (r Result) byName() map[string]meeting.Object {
	m := make(map[string]meeting.Object, len(r.Objects))
	for _, o := range r.Objects {
		m[o.Name] = o
	}
	return m
}
