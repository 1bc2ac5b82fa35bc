package slides

import (
	"context"
	"fmt"
	"os"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/odp"
	"proceedings/internal/slides/pptx"
)

// Text is what a deck says.
type Text struct {
	meeting.DeckText

	Format   Format
	Warnings []string          // predicates about the deck, in words for a person
	Tools    map[string]string // the tools that were used and their versions
}

// Text reads the deck at path. The folder dir is for what is thrown away, and
// left empty. What it cannot read, it refuses with a reason.
func (c *Converter) Text(ctx context.Context, path, dir string, o Options) (Text, error) {
	j, err := newJob(c, path, dir, o)
	if err != nil {
		return Text{}, err
	}
	defer j.clear()

	d, err := j.open()
	if err != nil {
		return Text{}, err
	}
	defer d.Close() //nolint:errcheck // it was only read from
	text := Text{Format: d.format}
	var tools []string
	switch {
	case d.format == PDF:
		tools = []string{poppler}
		text.DeckText, err = j.pdfText(ctx)
	case d.archive == nil:
		tools = []string{libreOffice}
		text.DeckText, err = j.oldText(ctx, d.format)
	default:
		text.DeckText, err = d.read()
	}
	if err != nil {
		return Text{}, err
	}
	if text.Tools, err = j.tools(ctx, tools...); err != nil {
		return Text{}, err
	}
	text.Warnings = j.warnings
	return text, nil
}

// read is what the slides of a pptx or odp file say.
func (d deck) read() (meeting.DeckText, error) {
	if err := d.archive.Measure(); err != nil {
		return meeting.DeckText{}, fmt.Errorf("measure the deck: %w", err)
	}
	read := odp.Read
	if d.format == PPTX {
		read = pptx.Read
	}
	text, err := read(d.archive)
	if err != nil {
		return meeting.DeckText{}, fmt.Errorf("read the deck's text: %w", err)
	}
	return text, nil
}

// oldText reads a deck of a format that only LibreOffice knows by way of a
// .pptx.
func (j *job) oldText(ctx context.Context, from Format) (meeting.DeckText, error) {
	made, err := j.convert(ctx, j.path, from, pptxExport)
	if err != nil {
		return meeting.DeckText{}, err
	}
	f, err := os.Open(made)
	if err != nil {
		return meeting.DeckText{}, fmt.Errorf("open the converted deck: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was only read from
	info, err := f.Stat()
	if err != nil {
		return meeting.DeckText{}, fmt.Errorf("open the converted deck: %w", err)
	}
	d, err := recognise(f, info.Size())
	if err != nil {
		return meeting.DeckText{}, err
	}
	if d.format != PPTX {
		return meeting.DeckText{}, fmt.Errorf("convert the deck: LibreOffice made a file of format %q", d.format)
	}
	return d.read()
}
