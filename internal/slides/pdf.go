package slides

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/proc"
	"proceedings/internal/slides/pdf"
)

// saidMax bounds what is kept of what a tool says of a file: lists of links and
// of pictures have no other end.
const saidMax = 32 << 20

// pdfText is what a PDF file says.
func (j *job) pdfText(ctx context.Context) (meeting.DeckText, error) {
	info, sizes, err := j.info(ctx, true)
	if err != nil {
		return meeting.DeckText{}, err
	}
	text := meeting.DeckText{Properties: pdf.ParseProperties(info), Slides: make([]meeting.Slide, len(sizes))}
	for i := range text.Slides {
		text.Slides[i].Number = i + 1
	}
	err = j.layout(ctx, sizes, func(number int, p pdf.Page) error {
		if p.Unmapped { // what it says is read off its picture
			p.Lines = slices.DeleteFunc(p.Lines, func(l pdf.Line) bool { return pdf.Unmapped(l.Text) })
		}
		text.Slides[number-1] = p.Slide(number)
		return nil
	})
	if err != nil {
		return meeting.DeckText{}, err
	}
	links, err := j.said(ctx, "pdfinfo", pdf.LinkArgs(j.pdf))
	if err != nil {
		return meeting.DeckText{}, fmt.Errorf("look for links: %w", err)
	}
	for page, found := range pdf.ParseLinks(string(links)) {
		if page <= len(text.Slides) {
			text.Slides[page-1].Links = found
		}
	}
	outline, err := j.said(ctx, "pdftohtml", pdf.OutlineArgs(j.pdf))
	if err != nil {
		return meeting.DeckText{}, fmt.Errorf("look for a table of contents: %w", err)
	}
	text.Outline = pdf.ParseOutline(outline)
	return text, nil
}

// covered is the share of each page that pictures cover.
func (j *job) covered(ctx context.Context, sizes []size) ([]float64, error) {
	list, err := j.said(ctx, "pdfimages", pdf.ImageArgs(j.pdf))
	if err != nil {
		return nil, fmt.Errorf("look for pictures: %w", err)
	}
	return pdf.ParseImages(string(list), sizes), nil
}

// said is what one of poppler's tools says of the PDF file beside its text. A
// file that the tool gives up on has nothing of the kind: its text is worth
// more than a table of contents.
func (j *job) said(ctx context.Context, tool string, args []string) ([]byte, error) {
	var out bounded
	c := j.poppler(tool, args)
	c.Stdout = &out
	_, err := j.runner.Run(ctx, c)
	if exit := (*proc.ExitError)(nil); errors.As(err, &exit) {
		err = nil
	}
	return out.kept.Bytes(), err
}

// bounded keeps the beginning of what is written to it.
type bounded struct{ kept bytes.Buffer }

func (b *bounded) Write(data []byte) (int, error) {
	b.kept.Write(data[:min(len(data), saidMax-b.kept.Len())])
	return len(data), nil
}
