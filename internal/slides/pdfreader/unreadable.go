package pdfreader

import (
	"fmt"
	"regexp"
	"strconv"

	"proceedings/internal/slides/pdf"
)

// readablePages returns the output of pdfinfo and the sizes of the pages without the last
// pages, if these have no size: poppler counts pages that are missing, or that lead in a
// circle, and does not find them. unreadable is the number of these pages; 0 if there are
// none, or if no page is readable.
func readablePages(out string) (rest string, sizes []pdf.Size, unreadable int) {
	counts := regexp.MustCompile(`(?m)^Pages:\s+(\d+)$`)
	found := counts.FindAllStringSubmatch(out, -1)
	if found == nil {
		return "", nil, 0
	}
	count, err := strconv.Atoi(found[len(found)-1][1])
	if err != nil || count > pdf.MaxPages {
		return "", nil, 0
	}
	readable := 0
	for _, m := range regexp.MustCompile(`(?m)^Page\s+(\d+) size:\s+(\S+) x (\S+) pts`).FindAllStringSubmatch(out, -1) {
		number, _ := strconv.Atoi(m[1]) // digits
		if m[2] != "0" && m[3] != "0" {
			readable = max(readable, number)
		}
	}
	if readable == 0 || readable >= count {
		return "", nil, 0
	}
	rest = counts.ReplaceAllString(out, fmt.Sprintf("Pages: %d", readable))
	if sizes, err = pdf.ParseInfo(rest); err != nil {
		return "", nil, 0
	}
	return rest, sizes, count - readable
}

// unreadableWarning is the warning about missing pages, a predicate. Where in the file they
// are is not known: poppler numbers the readable pages without a gap.
func unreadableWarning(missing, readable int) string {
	are := "are"
	if missing == 1 {
		are = "is"
	}
	return fmt.Sprintf("is damaged: %d of its %d pages cannot be read and %s left out", missing, missing+readable, are)
}
