package pdf

import (
	"slices"
	"strconv"
	"strings"

	"proceedings/internal/meeting"
)

// LinkArgs are the arguments with which pdfinfo lists the links of all pages.
func LinkArgs(file string) []string {
	return []string{"-url", "-enc", "UTF-8", "-f", "1", "-l", strconv.Itoa(MaxPages), "--", file}
}

// maxLinks is the largest number of links of a page.
const maxLinks = 1000

// ParseLinks parses the web and mail addresses on each page, by page number, from
// the output of pdfinfo -url:
//
//	Page  Type          URL
//	   1  Annotation    https://example.org/
//
// Each address occurs once a page. pdfinfo does not print the text of a link.
func ParseLinks(out string) map[int][]meeting.Link {
	links := map[int][]meeting.Link{}
	for line := range strings.Lines(out) {
		number, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		_, address, _ := strings.Cut(strings.TrimSpace(rest), " ")
		page, err := strconv.Atoi(number)
		if err != nil || page < 1 || page > MaxPages || len(links[page]) >= maxLinks {
			continue
		}
		address, ok := meeting.Followable(strings.ReplaceAll(strings.TrimSpace(address), " ", "%20"))
		if link := (meeting.Link{URL: address}); ok && !slices.Contains(links[page], link) {
			links[page] = append(links[page], link)
		}
	}
	return links
}
