package slides

import (
	"fmt"
	"io"

	"proceedings/internal/fault"
	"proceedings/internal/slides/office"
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
	KEY  Format = "key" // Keynote's, of which LibreOffice reads some
)

// What is bound into an OpenDocument archive before anything else.
const (
	flat     Format = "fodp"
	picture  Format = "picture"
	pictures Format = "album"
)

// formatOf is the format of what was sniffed, or "" for what is no deck.
func formatOf(found sniff.Format) Format {
	if found.Slides {
		return picture
	}
	switch name := found.Name; name {
	case "pptx", "pptm", "ppsx", "ppsm", "potx", "potm":
		return PPTX
	case "odp", "otp":
		return ODP
	case "fodp", "fotp":
		return flat
	case "ppt", "pdf", "key", "album":
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
	d := deck{format: formatOf(found)}
	switch d.format {
	case "":
		if reason := found.Refusal(); reason != "" {
			return deck{}, fault.Refuse("%s", reason)
		}
		return deck{}, errNoDeck(found.Name)
	case PPTX, ODP, KEY:
		if d.archive, err = office.Open(r, size, office.DefaultLimits()); err != nil {
			return deck{}, fmt.Errorf("open the deck: %w", err)
		}
	}
	if d.format == KEY { // what is in it only LibreOffice knows, which is not to inflate a bomb
		if err = d.archive.Measure(); err != nil {
			return deck{}, fmt.Errorf("measure the deck: %w", err)
		}
		d.archive = nil
	}
	return d, nil
}
