package child

import (
	"fmt"
	"io"
	"strings"

	"github.com/klippa-app/go-pdfium/requests"

	"proceedings/internal/words"
)

// sizesMax limits the pages whose sizes are printed: no more are rendered.
const sizesMax = 2000

// info prints the lines of pdfinfo that the callers read.
func (d document) info(w io.Writer) error {
	var said strings.Builder
	for _, tag := range []string{"Title", "Subject", "Keywords", "Author", "Creator", "Producer"} {
		text, err := d.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: d.ref, Tag: tag})
		if err != nil {
			continue // a file need not say anything of itself
		}
		// In one line, or it could say how many pages there are.
		if value := words.OneLine(strings.ToValidUTF8(text.Value, "")); value != "" {
			fmt.Fprintf(&said, "%s: %s\n", tag, value)
		}
	}
	fmt.Fprintf(&said, "Pages: %d\n", d.pages)
	for i := range min(d.pages, sizesMax) {
		width, height := d.size(i)
		if i == 0 {
			fmt.Fprintf(&said, "Page size: %g x %g pts\n", width, height)
		}
		fmt.Fprintf(&said, "Page %d size: %g x %g pts\n", i+1, width, height)
	}
	if _, err := io.WriteString(w, said.String()); err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return nil
}

// size is the displayed size of a page, counted from 0: cropped and rotated. It is 0
// for a page that cannot be read.
func (d document) size(index int) (width, height float64) {
	size, err := d.FPDF_GetPageSizeByIndexF(&requests.FPDF_GetPageSizeByIndexF{Document: d.ref, Index: index})
	if err != nil {
		return 0, 0
	}
	return float64(size.Size.Width), float64(size.Size.Height)
}
