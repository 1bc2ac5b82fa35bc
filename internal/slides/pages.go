package slides

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/slides/pdf"
)

const (
	popplerCPU  = 300 * time.Second
	layoutLimit = 256 << 20

	popplerOther = 99 // its exit code for what is wrong in a way of its own, as a file without pages
)

// sizes asks for the sizes of the PDF file's pages. Where the file is what was
// handed in, a complaint is a refusal; where LibreOffice made it, it is ours.
func (j *job) sizes(ctx context.Context, handedIn bool) ([]pdf.Size, error) {
	_, sizes, err := j.info(ctx, handedIn)
	return sizes, err
}

// info gives the sizes of the pages, and all that pdfinfo says besides. Where it
// gives the file up, another program is asked.
func (j *job) info(ctx context.Context, handedIn bool) (string, []pdf.Size, error) {
	said, sizes, err := j.firstInfo(ctx, handedIn)
	if shut := (locked{}); err == nil || errors.As(err, &shut) {
		return said, sizes, err
	}
	return j.askInfo(ctx, err)
}

// firstInfo is what pdfinfo says.
func (j *job) firstInfo(ctx context.Context, handedIn bool) (string, []pdf.Size, error) {
	var out bytes.Buffer
	c := j.poppler("pdfinfo", pdf.InfoArgs(j.pdf))
	c.Stdout = &out
	stderr, err := j.runner.Run(ctx, c)
	if exit := (*proc.ExitError)(nil); handedIn && errors.As(err, &exit) && (exit.Code == 1 || exit.Code == popplerOther) {
		return "", nil, j.refusal(stderr)
	}
	if err != nil {
		return "", nil, fmt.Errorf("look at the PDF file: %w", err)
	}
	sizes, err := pdf.ParseInfo(out.String())
	if err != nil && !handedIn {
		return "", nil, fmt.Errorf("look at LibreOffice's PDF file: %w: %s", errIncomplete, err) //nolint:errorlint // no refusal of the deck
	}
	return out.String(), sizes, err
}

// refusal is why a file that pdfinfo gives up is refused.
func (j *job) refusal(stderr string) error {
	switch refusal := pdf.Refusal(stderr); {
	case strings.Contains(stderr, "Incorrect password") && j.Password != "":
		return locked{fault.Refuse("is encrypted and has another password than the one that was given")}
	case strings.Contains(stderr, "Incorrect password"):
		return locked{refusal}
	case refusal != nil:
		return refusal
	}
	return fault.Refuse("is damaged: it cannot be opened as PDF")
}

// locked is a refusal that no other program would take back.
type locked struct{ error }

func (l locked) Unwrap() error { return l.error }

// layoutPages are the pages whose text is read at once: with the place of every
// word it takes up a hundred times what it says.
const layoutPages = 100

// layout gives the text of each of the PDF file's pages, in their order.
func (j *job) layout(ctx context.Context, sizes []size, each func(number int, p pdf.Page) error) error {
	out := filepath.Join(j.work, "layout.html")
	for first := 1; first <= len(sizes); first += layoutPages {
		last := min(first+layoutPages-1, len(sizes))
		if err := j.layoutOf(ctx, first, last, out); err != nil {
			return fmt.Errorf("read the text of pages %d to %d: %w", first, last, err)
		}
		data, err := os.ReadFile(out)
		if err != nil {
			return fmt.Errorf("read the text of pages %d to %d: %w", first, last, err)
		}
		layout, err := pdf.ParseLayout(data)
		if err != nil {
			return fmt.Errorf("read the text of pages %d to %d: %w", first, last, err)
		}
		for i, p := range layout[:min(len(layout), last-first+1)] {
			if err := each(first+i, p.Sized(sizes[first+i-1])); err != nil {
				return err
			}
		}
	}
	return nil
}

// layoutOf writes what some pages say, with its places, to the file out.
func (j *job) layoutOf(ctx context.Context, first, last int, out string) error {
	err := unopened()
	if !j.onlySecond {
		args := only(pdf.LayoutArgs(j.pdf, out), first, last)
		_, err = j.runner.Run(ctx, j.poppler("pdftotext", args))
	}
	if err != nil {
		return j.askText(ctx, err, first, last, out)
	}
	return nil
}

// only narrows the arguments of one of poppler's tools to some pages: of an
// option that it finds twice, the last counts.
func only(args []string, first, last int) []string {
	return slices.Insert(args, slices.Index(args, "--"), "-f", strconv.Itoa(first), "-l", strconv.Itoa(last))
}

// poppler is a run of one of its tools on the PDF file. A password may be that
// of the owner or that of the reader, and its tools try both.
func (j *job) poppler(tool string, args []string) proc.Command {
	if j.Password != "" {
		args = append([]string{"-opw", j.Password, "-upw", j.Password}, args...)
	}
	return proc.Command{
		Path: tool, Args: args, Dir: j.work, Read: []string{j.pdf}, Write: []string{j.work},
		CPU: popplerCPU, FileSize: layoutLimit,
	}
}
