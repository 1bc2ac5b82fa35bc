package slides

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"proceedings/internal/meeting"
	"proceedings/internal/proc"
)

// Reading is what was read off the pictures of pages.
type Reading struct {
	Pages []meeting.Slide   // of each page its number and text; without a title
	Tools map[string]string // the tools that were used and their versions
}

const (
	readWidth    = 2000 // pixels; more of them hardly make a difference on slides
	tesseractCPU = 120 * time.Second
	pointsInch   = 72
)

// ReadPages reads the pages of these numbers, from 1, of the file pdf off their
// pictures. The folder dir is for what is thrown away, and left empty. It calls
// progress, if not nil, after each page. A page that cannot be read is left
// out, unless none can.
func (c *Converter) ReadPages(ctx context.Context, pdf, dir string, pages []int, o Options, progress func(done, total int)) (Reading, error) {
	j, err := newJob(c, pdf, dir, o)
	if err != nil {
		return Reading{}, err
	}
	defer j.clear()

	var reading Reading
	if reading.Tools, err = j.tools(ctx, poppler, tesseract); err != nil {
		return Reading{}, err
	}
	sizes, err := j.sizes(ctx, false)
	if err != nil {
		return Reading{}, err
	}
	language, err := j.language(ctx)
	if err != nil {
		return Reading{}, err
	}
	var failed error
	for i, number := range pages {
		if number < 1 || number > len(sizes) {
			return Reading{}, fmt.Errorf("read page %d: the PDF file has %d", number, len(sizes))
		}
		blocks, err := j.read(ctx, number, sizes[number-1], language)
		switch exit := (*proc.ExitError)(nil); {
		case errors.As(err, &exit):
			failed = err
		case err != nil:
			return Reading{}, err
		default:
			reading.Pages = append(reading.Pages, meeting.Slide{
				Number: number, Blocks: blocks, Body: meeting.Body(blocks), OCR: true,
			})
		}
		if progress != nil {
			progress(i+1, len(pages))
		}
	}
	if len(reading.Pages) == 0 && failed != nil {
		return Reading{}, failed
	}
	return reading, nil
}

// read reads one page off its picture.
func (j *job) read(ctx context.Context, number int, s size, language string) ([]meeting.Block, error) {
	c := fit(s, readWidth)
	painted, err := j.paint(ctx, batch{first: number, last: number, canvas: c})
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(filepath.Dir(painted[0])) //nolint:errcheck // the folder of work is removed with all that is in it
	dpi := math.Round(float64(c.width) / (s.Width / pointsInch))
	out := filepath.Join(j.work, "read")
	_, err = j.runner.Run(ctx, proc.Command{
		Path: "tesseract",
		Args: []string{painted[0], out, "-l", language, "--dpi", strconv.Itoa(int(min(max(70, dpi), 2400))), "tsv"},
		Dir:  j.work, Read: []string{painted[0]}, Write: []string{j.work},
		// Threads of its own make it slower on the whole, not faster.
		Env: []string{"OMP_THREAD_LIMIT=1"}, CPU: tesseractCPU, FileSize: layoutLimit,
	})
	if err != nil {
		return nil, fmt.Errorf("read page %d: %w", number, err)
	}
	data, err := os.ReadFile(out + ".tsv")
	if err != nil {
		return nil, fmt.Errorf("read page %d: %w", number, err)
	}
	return parseTSV(string(data)), nil
}
