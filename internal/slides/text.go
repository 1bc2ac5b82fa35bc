package slides

import (
	"context"
	"fmt"
	"os"
	"slices"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/odp"
	"proceedings/internal/slides/pptx"
)

// Text is the text of a deck.
type Text struct {
	meeting.DeckText

	Format   Format
	Warnings []string          // predicates about the deck, in words for a person
	Tools    map[string]string // versions of the tools that were used, by name
}

// Text reads the deck at path. The folder dir is for temporary files, and empty
// again afterwards. A deck that cannot be read is refused with a reason.
func (c *Converter) Text(ctx context.Context, path, dir string, o Options) (Text, error) {
	j, err := newJob(c, path, dir, o)
	if err != nil {
		return Text{}, err
	}
	defer j.close()

	d, err := j.open()
	if err != nil {
		return Text{}, err
	}
	defer d.Close() //nolint:errcheck // only read
	text := Text{Format: d.format}
	var tools []string
	switch {
	case d.format == PDF:
		if err = j.choosePassword(ctx); err != nil {
			return Text{}, err
		}
		document := j.openPDF(j.path, true)
		text.DeckText, err = document.Text(ctx)
		text.Warnings = slices.Concat(j.warnings, document.Warnings())
		tools = append(pdfTools(document), qpdfTool)
	case d.archive == nil:
		tools = []string{libreOfficeTool}
		text.DeckText, err = j.convertedText(ctx, d.deck)
		if d.keynote != nil && fault.IsPermanent(err) {
			text.DeckText, err = j.textOfPictures(d.deck, err)
		}
	default:
		text.DeckText, err = d.text()
	}
	if err != nil {
		return Text{}, err
	}
	if d.format != PDF {
		text.Warnings = j.warnings
	}
	if text.Tools, err = j.toolVersions(ctx, tools...); err != nil {
		return Text{}, err
	}
	return text, nil
}

// textOfPictures is the text of a Keynote deck that LibreOffice refused.
func (j *job) textOfPictures(d deck, refusal error) (meeting.DeckText, error) {
	pictures, err := j.keynotePictures(d, refusal)
	if err != nil {
		return meeting.DeckText{}, err
	}
	defer pictures.Close() //nolint:errcheck // only read
	return pictures.text()
}

// text is the text of a pptx or odp file.
func (d deck) text() (meeting.DeckText, error) {
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

// convertedText is the text of a deck that only LibreOffice can read, by way of a pptx
// file. An odp file of a .ppt has footers among the text, symbols as private characters
// and single spaces; both have the tables in notes.
func (j *job) convertedText(ctx context.Context, from deck) (meeting.DeckText, error) {
	path, err := j.convert(ctx, j.path, from, "pptx")
	if err != nil {
		return meeting.DeckText{}, err
	}
	f, err := os.Open(path)
	if err != nil {
		return meeting.DeckText{}, fmt.Errorf("open the converted deck: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
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
	text, err := d.text()
	removeFields(&text)
	return text, err
}
