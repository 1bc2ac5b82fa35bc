package pdf

import (
	"slices"
	"strconv"
	"strings"

	"proceedings/internal/meeting"
)

// LinkArgs are the arguments by which pdfinfo tells where the file's pages lead.
func LinkArgs(file string) []string {
	return []string{"-url", "-enc", "UTF-8", "-f", "1", "-l", strconv.Itoa(MaxPages), "--", file}
}

// maxLinks bounds the links of a page.
const maxLinks = 1000

// ParseLinks reads the addresses of web pages and of people on each page, by
// the pages' numbers, from the output of pdfinfo -url:
//
//	Page  Type          URL
//	   1  Annotation    https://example.org/
//
// Each address is on a page once. By what text it is shown is not told.
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
