package slides

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
	"proceedings/internal/slides/pdf"
)

const (
	popplerCPU  = 300 * time.Second
	layoutLimit = 256 << 20
)

// pages asks for the sizes of the PDF file's pages. Where the file is what was
// handed in, a complaint is a refusal; where LibreOffice made it, it is ours.
func (j *job) pages(ctx context.Context, handedIn bool) ([]pdf.Size, error) {
	var out bytes.Buffer
	c := j.poppler("pdfinfo", pdf.InfoArgs(j.pdf()))
	c.Stdout = &out
	stderr, err := j.runner.Run(ctx, c)
	if exit := (*proc.ExitError)(nil); handedIn && errors.As(err, &exit) && exit.Code == 1 {
		if refusal := pdf.Refusal(stderr); refusal != nil {
			return nil, refusal
		}
		return nil, fault.Refuse("is damaged: it cannot be opened as PDF")
	}
	if err != nil {
		return nil, fmt.Errorf("look at the PDF file: %w", err)
	}
	sizes, err := pdf.ParseInfo(out.String())
	if err != nil && !handedIn {
		return nil, fmt.Errorf("look at LibreOffice's PDF file: %s", err) //nolint:errorlint // no refusal of the deck
	}
	return sizes, err
}

// pdfText is the text of the PDF file's pages.
func (j *job) pdfText(ctx context.Context, pages int) ([]meeting.Slide, error) {
	out := filepath.Join(j.work, "layout.html")
	if _, err := j.runner.Run(ctx, j.poppler("pdftotext", pdf.LayoutArgs(j.pdf(), out))); err != nil {
		return nil, fmt.Errorf("read the PDF file's text: %w", err)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		return nil, fmt.Errorf("read the PDF file's text: %w", err)
	}
	layout, err := pdf.ParseLayout(data)
	if err != nil {
		return nil, fmt.Errorf("read the PDF file's text: %w", err)
	}
	slides := make([]meeting.Slide, pages)
	for i := range slides {
		slides[i].Number = i + 1
		if i < len(layout) {
			slides[i] = layout[i].Slide(i + 1)
		}
	}
	return slides, nil
}

func (j *job) poppler(tool string, args []string) proc.Command {
	return proc.Command{
		Path: tool, Args: args, Dir: j.work, Read: []string{j.pdf()}, Write: []string{j.work},
		CPU: popplerCPU, FileSize: layoutLimit,
	}
}
