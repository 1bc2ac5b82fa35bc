package probe

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
)

// pdf distinguishes decks from documents, see [pdfFacts.role]. A role that the meeting
// sets has precedence.
func (p *Prober) pdf(ctx context.Context, path, password string, found meeting.Probe, asked meeting.Role) (meeting.Probe, error) {
	if asked == meeting.Recording {
		return found, fault.Refuse("is named as a recording, but its content is a PDF")
	}
	facts, err := p.pages(ctx, path)
	original := path
	if shut := (finalRefusal{}); password != "" && errors.As(err, &shut) {
		dir, tempErr := os.MkdirTemp("", "proceedings-probe-")
		if tempErr != nil {
			return found, fmt.Errorf("make a working folder: %w", tempErr)
		}
		defer os.RemoveAll(dir) //nolint:errcheck // temporary
		if path, err = p.opened(ctx, path, password, dir); err == nil {
			facts, err = p.pages(ctx, path)
		}
	}
	if shut := (finalRefusal{}); err != nil && !errors.As(err, &shut) {
		facts, err = p.askFallback(ctx, facts, err, original, password)
	}
	if err != nil && !errors.Is(err, errNoPageSize) {
		return found, err
	}
	found.Pages = &meeting.Pages{Count: facts.count, Landscape: facts.landscape()}
	if asked == meeting.Deck && facts.count > MaxDeckPages {
		return found, fault.Refuse("has %d pages, and a deck has at most %d; split it, or give it role: document in meeting.yaml", facts.count, MaxDeckPages)
	}
	if found.Role = asked; asked != "" {
		return found, nil
	}
	if facts.count <= MaxDeckPages && facts.needsLetters() {
		if facts.letters, err = p.lettersPerPage(ctx, path); err != nil {
			return found, err
		}
	}
	found.Role = facts.role()
	if facts.count > MaxDeckPages {
		found.Role = meeting.Document
	}
	return found, nil
}

// MaxDeckPages is the largest number of pages of a deck.
const MaxDeckPages = 2000

// sizesMax is the number of pages whose sizes are read, from the first.
const sizesMax = MaxDeckPages

// Warnings returns what the organiser should know of a probed file: predicates. asked is
// the role that the meeting sets.
func Warnings(found meeting.Probe, asked meeting.Role) []string {
	if asked != "" || found.Role != meeting.Document || found.Pages == nil || !found.Pages.Landscape || found.Pages.Count <= MaxDeckPages {
		return nil
	}
	return []string{fmt.Sprintf("has %d pages, and a deck has at most %d: it is offered as a document, without images of its pages", found.Pages.Count, MaxDeckPages)}
}

// pages counts and measures the pages with pdfinfo.
func (p *Prober) pages(ctx context.Context, path string) (pdfFacts, error) {
	args := []string{"-enc", "UTF-8", "-f", "1", "-l", strconv.Itoa(sizesMax), path}
	var out bytes.Buffer
	stderr, err := p.Runner.Run(ctx, proc.Command{
		Path: "pdfinfo", Args: args, Stdout: &out, Read: []string{path}, CPU: cpuLimit,
	})
	exit := (*proc.ExitError)(nil)
	switch {
	case errors.As(err, &exit) && strings.Contains(stderr, "Incorrect password"):
		return pdfFacts{}, finalRefusal{fault.Refuse("is encrypted and needs a password")}
	case errors.As(err, &exit) && exit.Signal == "":
		return pdfFacts{}, fmt.Errorf("%w: %s", fault.Refuse("is damaged: no PDF can be read from it"), stderr)
	case err != nil:
		return pdfFacts{}, fmt.Errorf("probe: %w", err)
	}
	return parsePageCount(out.String())
}

// errNoPageSize is the error for a file whose pages can be counted but not read: its
// first one has no size.
var errNoPageSize = errors.New("its first page has no size")

// parsePageCount reads the pages from the output of pdfinfo.
func parsePageCount(info string) (pdfFacts, error) {
	facts := parsePDFInfo(info)
	switch {
	case facts.count == 0:
		return facts, fault.Refuse("is a PDF without pages")
	case len(facts.sizes) == 0 || !facts.sizes[0].isKnown():
		return facts, errNoPageSize
	}
	return facts, nil
}

// parsePDFInfo reads pdfinfo's "Name:  value" lines.
func parsePDFInfo(text string) pdfFacts {
	facts := pdfFacts{letters: lettersUnknown}
	info := map[string]string{}
	lines := bufio.NewScanner(strings.NewReader(text))
	lines.Buffer(nil, lineMax)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimSpace(value)
		page, property := pageProperty(name)
		switch {
		case name == "Pages":
			facts.count, _ = strconv.Atoi(value) // 0 is refused by the caller
		case property == "size": // 720 x 405 pts
			facts.page(page).parse(value)
		case property == "rot":
			facts.page(page).rotated = value == "90" || value == "270"
		case info[name] == "":
			info[name] = value
		}
	}
	facts.program = programOf(info["Creator"], info["Producer"], info["Title"])
	return facts
}

// lineMax bounds a line of pdfinfo: metadata may be of any length.
const lineMax = 1 << 20

// pageProperty splits a name such as "Page    7 size" into the page, from 1, and its
// property. "Page size" is that of the first page.
func pageProperty(name string) (page int, property string) {
	f := strings.Fields(name)
	switch {
	case len(f) == 2 && f[0] == "Page":
		return 1, f[1]
	case len(f) == 3 && f[0] == "Page":
		if page, err := strconv.Atoi(f[1]); err == nil && page >= 1 && page <= sizesMax {
			return page, f[2]
		}
	}
	return 0, ""
}
