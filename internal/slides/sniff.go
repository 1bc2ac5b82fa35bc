package slides

import (
	"fmt"
	"io"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/odp"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/pptx"
	"proceedings/internal/sniff"
)

// Format is the kind of a deck, as far as the way of reading it goes.
type Format string

// The formats. Shows, templates and files with macros are of the format that
// they share: a .ppsm is PPTX, an .otp is ODP.
const (
	PPTX Format = "pptx"
	PPT  Format = "ppt"
	ODP  Format = "odp"
	PDF  Format = "pdf"
)

// formatOf is the format of what was sniffed, or "" for what is no deck.
func formatOf(name string) Format {
	switch name {
	case "pptx", "pptm", "ppsx", "ppsm", "potx", "potm":
		return PPTX
	case "odp", "otp":
		return ODP
	case "ppt", "pdf":
		return Format(name)
	}
	return ""
}

// deck is an input that was recognised.
type deck struct {
	format  Format
	archive *office.Archive // nil unless pptx or odp
}

// recognise tells formats apart by content: names lie. It refuses what is
// encrypted or is no deck.
func recognise(r io.ReaderAt, size int64) (deck, error) {
	found, err := sniff.File(r, size)
	if err != nil {
		return deck{}, fmt.Errorf("look at the deck: %w", err)
	}
	d := deck{format: formatOf(found.Name)}
	switch d.format {
	case "":
		if reason := found.Refusal(); reason != "" {
			return deck{}, fault.Refuse("%s", reason)
		}
		return deck{}, fault.Refuse("is no deck but of the format %s; decks are pptx, ppt, odp and pdf", found.Name)
	case PPTX, ODP:
		if d.archive, err = office.Open(r, size, office.DefaultLimits()); err != nil {
			return deck{}, fmt.Errorf("open the deck: %w", err)
		}
	}
	return d, nil
}

// text is what the slides of a pptx or odp file say.
func (d deck) text() ([]meeting.Slide, error) {
	read := odp.Read
	if d.format == PPTX {
		read = pptx.Read
	}
	slides, err := read(d.archive)
	if err != nil {
		return nil, fmt.Errorf("read the deck's text: %w", err)
	}
	return slides, nil
}
