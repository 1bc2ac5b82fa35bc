package slides

import (
	"fmt"
	"io"
	"os"

	"proceedings/internal/fault"
	"proceedings/internal/slides/office"
	"proceedings/internal/sniff"
)

// deck is a file whose format is recognised.
type deck struct {
	format  Format
	archive *office.Archive // nil unless pptx or odp
	keynote *office.Archive // nil unless key

	unknown  bool   // LibreOffice must detect the version
	unopened string // why LibreOffice cannot open it, a predicate; empty if it is damaged
}

// openDeck is a deck whose file is open.
type openDeck struct {
	deck
	*os.File
}

// open opens the deck and recognises its format. A deck that is only a wrapping
// away from OpenDocument is wrapped first.
func (j *job) open() (openDeck, error) {
	f, err := os.Open(j.path)
	if err != nil {
		return openDeck{}, fmt.Errorf("open the deck: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close() // only read
		return openDeck{}, fmt.Errorf("open the deck: %w", err)
	}
	d, err := j.recognise(f, info.Size())
	if err != nil {
		_ = f.Close() // only read
		return openDeck{}, err
	}
	if d.format.needsWrapping() {
		defer f.Close() //nolint:errcheck // only read
		return j.wrap(f, info.Size(), d.format)
	}
	if d.keynote != nil {
		opened, err := j.openKeynote(f, d)
		if err != nil {
			_ = f.Close() // only read
		}
		return opened, err
	}
	return openDeck{deck: d, File: f}, nil
}

// recognise recognises a deck; an encrypted file counts as one if there is a
// password.
func (j *job) recognise(r io.ReaderAt, size int64) (deck, error) {
	if j.Password != "" {
		format, err := encryptedFormat(r, size)
		d := deck{format: format}
		if format == PPT {
			d.unopened = sniff.LockedPPT
		}
		if err != nil || format != "" {
			return d, err
		}
	}
	return recognise(r, size)
}

// recognise tells formats apart by content, because names lie. It refuses what is
// encrypted or is not a deck.
func recognise(r io.ReaderAt, size int64) (deck, error) {
	found, err := sniff.File(r, size)
	if err != nil {
		return deck{}, fmt.Errorf("look at the deck: %w", err)
	}
	d := deck{format: formatOf(found)}
	switch d.format {
	case "":
		if reason := found.Refusal(); reason != "" {
			return deck{}, fault.Refuse("%s", reason)
		}
		return deck{}, fault.Refuse("is not a deck but of the format %s; decks are pptx, ppt, odp, pdf and images", found.Name)
	case PPTX, ODP, KEY:
		if d.archive, err = office.Open(r, size, office.DefaultLimits()); err != nil {
			return deck{}, fmt.Errorf("open the deck: %w", err)
		}
	}
	if d.format == PPT && found.Old {
		d.unknown = true
		d.unopened = "is from PowerPoint 95 or an older version, and LibreOffice cannot open it; open it in a newer PowerPoint and save it as PPTX or PDF"
	}
	if d.format == KEY { // only LibreOffice reads its parts, and it must not get a zip bomb
		if err = d.archive.Measure(); err != nil {
			return deck{}, fmt.Errorf("measure the deck: %w", err)
		}
		d.archive, d.keynote, d.unknown = nil, d.archive, true
		d.unopened = "is a Keynote deck that LibreOffice cannot read, without a preview of its slides inside; export it from Keynote as PDF or PowerPoint"
	}
	return d, nil
}
