package probe

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
)

// pdf distinguishes decks from documents: slides are wide, papers are high. A role
// that the meeting sets has precedence.
func (p *Prober) pdf(ctx context.Context, path, password string, found meeting.Probe, asked meeting.Role) (meeting.Probe, error) {
	if asked == meeting.Recording {
		return found, fault.Refuse("is named as a recording, but its content is a PDF")
	}
	pages, err := p.pages(ctx, path, password)
	if shut := (finalRefusal{}); err != nil && !errors.As(err, &shut) {
		pages, err = p.askFallback(ctx, pages, err, path, password)
	}
	if err != nil && !errors.Is(err, errNoPageSize) {
		return found, err
	}
	found.Pages = &pages
	switch {
	case asked != "":
		found.Role = asked
	case pages.Landscape:
		found.Role = meeting.Deck
	default:
		found.Role = meeting.Document
	}
	return found, nil
}

// pages counts the pages with pdfinfo.
func (p *Prober) pages(ctx context.Context, path, password string) (meeting.Pages, error) {
	args := []string{path}
	if password != "" {
		args = []string{"-upw", password, path}
	}
	var out bytes.Buffer
	stderr, err := p.Runner.Run(ctx, proc.Command{
		Path: "pdfinfo", Args: args, Stdout: &out, Read: []string{path}, CPU: cpuLimit,
	})
	exit := (*proc.ExitError)(nil)
	switch {
	case errors.As(err, &exit) && strings.Contains(stderr, "Incorrect password") && password != "":
		return meeting.Pages{}, finalRefusal{fault.Refuse("is encrypted, and the password that was given does not open it")}
	case errors.As(err, &exit) && strings.Contains(stderr, "Incorrect password"):
		return meeting.Pages{}, finalRefusal{fault.Refuse("is encrypted and needs a password")}
	case errors.As(err, &exit) && exit.Signal == "":
		return meeting.Pages{}, fmt.Errorf("%w: %s", fault.Refuse("is damaged: no PDF can be read from it"), stderr)
	case err != nil:
		return meeting.Pages{}, fmt.Errorf("probe: %w", err)
	}
	return parsePageCount(out.String())
}

// errNoPageSize is the error for a file whose pages can be counted but not read: its
// first one has no size.
var errNoPageSize = errors.New("its first page has no size")

// parsePageCount reads the pages from the output of pdfinfo.
func parsePageCount(info string) (meeting.Pages, error) {
	pages, sized := parsePDFInfo(info)
	switch {
	case pages.Count == 0:
		return pages, fault.Refuse("is a PDF without pages")
	case !sized:
		return pages, errNoPageSize
	}
	return pages, nil
}

// parsePDFInfo reads pdfinfo's "Name:  value" lines.
func parsePDFInfo(text string) (pages meeting.Pages, sized bool) {
	var (
		width, height float64
		rotated       bool
	)
	lines := bufio.NewScanner(strings.NewReader(text))
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimSpace(value)
		switch name {
		case "Pages":
			pages.Count, _ = strconv.Atoi(value) // 0 is refused by the caller
		case "Page size": // 720 x 405 pts
			if _, err := fmt.Sscanf(value, "%g x %g", &width, &height); err != nil {
				width, height = 0, 0
			}
		case "Page rot":
			rotated = value == "90" || value == "270"
		}
	}
	if rotated {
		width, height = height, width
	}
	pages.Landscape = width > 0 && width >= height
	return pages, width > 0 && height > 0
}
