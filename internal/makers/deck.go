package makers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/secret"
	"proceedings/internal/slides"
	"proceedings/internal/steps"
)

// deckMakers returns the makers for the steps of a deck.
func deckMakers(c *slides.Converter, key secret.Key) map[plan.Kind]Maker {
	return map[plan.Kind]Maker{
		plan.Text: func(ctx context.Context, t *Task) (steps.Result, error) { return makeText(ctx, c, key, t) },
		plan.Deck: func(ctx context.Context, t *Task) (steps.Result, error) { return makeDeck(ctx, c, key, t) },
		plan.OCR:  func(ctx context.Context, t *Task) (steps.Result, error) { return makeOCR(ctx, c, key, t) },
	}
}

func makeText(ctx context.Context, c *slides.Converter, key secret.Key, t *Task) (steps.Result, error) {
	p, err := params[plan.DeckParams](t)
	if err != nil {
		return steps.Result{}, err
	}
	password, err := t.open(key, p.Password)
	if err != nil {
		return steps.Result{}, err
	}
	made, err := c.Text(ctx, t.Source, t.Dir, slides.Options{Password: password})
	if err != nil {
		return steps.Result{}, fmt.Errorf("read the deck: %w", err)
	}
	text := steps.Text{DeckText: made.DeckText}
	if p.Original {
		if text.Original, err = copyOriginal(t, p.Format); err != nil {
			return steps.Result{}, err
		}
	}
	return steps.Result{Text: &text, Warnings: made.Warnings, Tools: made.Tools}, nil
}

func makeDeck(ctx context.Context, c *slides.Converter, key secret.Key, t *Task) (steps.Result, error) {
	p, err := params[plan.DeckParams](t)
	if err != nil {
		return steps.Result{}, err
	}
	password, err := t.open(key, p.Password)
	if err != nil {
		return steps.Result{}, err
	}
	made, err := c.Render(ctx, t.Source, t.Dir, slides.Options{Password: password, Omit: omission(p.Omit)}, t.pages())
	if err != nil {
		return steps.Result{}, fmt.Errorf("render the deck: %w", err)
	}
	deck := steps.Deck{PDF: made.PDF.Name, Pages: made.Pages, Media: made.Media}
	return steps.Result{Deck: &deck, Warnings: made.Warnings, Tools: made.Tools}, nil
}

func omission(list []plan.Omission) slides.Omission {
	return slides.Omission{
		HiddenSlides: slices.Contains(list, plan.OmitHiddenSlides), Notes: slices.Contains(list, plan.OmitNotes), Comments: slices.Contains(list, plan.OmitComments),
		Metadata: slices.Contains(list, plan.OmitMetadata), Attachments: slices.Contains(list, plan.OmitAttachments),
		CutMedia: slices.Contains(list, plan.OmitCutMedia),
	}
}

func makeOCR(ctx context.Context, c *slides.Converter, key secret.Key, t *Task) (steps.Result, error) {
	p, err := params[plan.OCRParams](t)
	if err != nil {
		return steps.Result{}, err
	}
	password, err := t.open(key, p.Password)
	if err != nil {
		return steps.Result{}, err
	}
	pdf := filepath.Join(filepath.Dir(t.Dir), p.PDF)
	if err = t.fetchObject(ctx, 0, p.PDF, pdf); err != nil {
		return steps.Result{}, err
	}
	pages := slides.OCRPages{Whole: p.Pages, Pictures: p.Pictures, Languages: p.PageLanguages}
	made, err := c.OCR(ctx, pdf, t.Dir, pages, slides.Options{Languages: p.Languages, Password: password}, t.pages())
	if err != nil {
		return steps.Result{}, fmt.Errorf("read the text of the deck's pages: %w", err)
	}
	return steps.Result{OCR: &steps.OCR{Pages: made.Pages}, Warnings: made.Warnings, Tools: made.Tools}, nil
}

// pages returns a function that converts a page count to progress.
func (t *Task) pages() func(done, total int) {
	return func(done, total int) { t.Progress(float64(done) / float64(max(1, total))) }
}

// fetchObject downloads an object of one of the needed steps to a file.
func (t *Task) fetchObject(ctx context.Context, need int, name, to string) (err error) {
	from := t.Needs[need]
	piece := meeting.Piece{Object: from.ByName()[name], Step: from.Step.Key(), Run: from.Run}
	body, err := t.Open(ctx, piece, 0, -1)
	if err != nil {
		return ServiceError{fmt.Errorf("fetch %s: %w", name, err)}
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	out, err := os.Create(to)
	if err != nil {
		return fmt.Errorf("fetch %s: %w", name, err)
	}
	_, err = io.Copy(out, body)
	if err = errors.Join(err, out.Close()); err != nil {
		return ServiceError{fmt.Errorf("fetch %s: %w", name, err)}
	}
	return nil
}
