package slides

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
)

const (
	officeCPU      = 300 * time.Second
	officeFileSize = 1 << 30
	firstStart     = 81 // LibreOffice has just made its profile and wants to be started again
	starts         = 3
)

// importFilter makes LibreOffice read a file as what it was recognised as,
// instead of looking for itself among its hundred formats.
func importFilter(f Format) string {
	switch f {
	case PPTX:
		return "Impress MS PowerPoint 2007 XML"
	case PPT:
		return "MS PowerPoint 97"
	default:
		return "impress8"
	}
}

// pdfExport keeps hidden slides, so that page and slide have one number;
// leaves out comments, which were not shown either; and tags the text for
// those who have the file read to them.
const pdfExport = `pdf:impress_pdf_Export:{` +
	`"ExportHiddenSlides":{"type":"boolean","value":"true"},` +
	`"ExportNotes":{"type":"boolean","value":"false"},` +
	`"UseTaggedPDF":{"type":"boolean","value":"true"}}`

const pptxExport = "pptx:Impress MS PowerPoint 2007 XML"

// officeSettings shut what a deck could do beyond being shown: run macros,
// refresh links. The first of them alone does not keep pictures from the disk
// out; see Unlinked in package office.
const officeSettings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`

// export makes the PDF file of a deck that is not one.
func (j *job) export(ctx context.Context, from Format) error {
	made, err := j.convert(ctx, from, pdfExport)
	if err != nil {
		return err
	}
	if err := os.Rename(made, j.pdf()); err != nil {
		return fmt.Errorf("keep the PDF file: %w", err)
	}
	return nil
}

// oldText reads a .ppt by way of a .pptx.
func (j *job) oldText(ctx context.Context) ([]meeting.Slide, error) {
	made, err := j.convert(ctx, PPT, pptxExport)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(made)
	if err != nil {
		return nil, fmt.Errorf("open the converted deck: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was only read from
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open the converted deck: %w", err)
	}
	d, err := recognise(f, info.Size())
	if err != nil {
		return nil, err
	}
	if d.format != PPTX {
		return nil, fmt.Errorf("convert the deck: LibreOffice made a file of format %q", d.format)
	}
	return d.text()
}

// convert has LibreOffice convert the deck and gives the path of what it made.
func (j *job) convert(ctx context.Context, from Format, to string) (string, error) {
	select {
	case j.office <- struct{}{}:
		defer func() { <-j.office }()
	case <-ctx.Done():
		return "", fmt.Errorf("wait for LibreOffice: %w", context.Cause(ctx))
	}
	c, made, err := j.officeCommand(from, to)
	if err != nil {
		return "", err
	}
	var stderr string
	for range starts {
		stderr, err = j.runner.Run(ctx, c)
		if exit := (*proc.ExitError)(nil); !errors.As(err, &exit) || exit.Code != firstStart {
			break
		}
	}
	// It ends with 0 when it could not read the file, so only the file counts.
	if info, statErr := os.Stat(made); err == nil && (statErr != nil || info.Size() == 0) {
		if strings.Contains(stderr, "could not be loaded") {
			return "", fault.Refuse("is damaged or needs a password: LibreOffice cannot open it")
		}
		err = fmt.Errorf("it made no file: %s", stderr)
	}
	if err != nil {
		return "", fmt.Errorf("convert the deck by LibreOffice: %w", err)
	}
	return made, nil
}

// officeCommand prepares a profile that nothing was done in before, and the
// command.
func (j *job) officeCommand(from Format, to string) (c proc.Command, made string, err error) {
	settings := filepath.Join(j.work, "profile", "user", "registrymodifications.xcu")
	deck := filepath.Join(j.work, "deck."+string(from))
	if _, err := os.Lstat(deck); errors.Is(err, os.ErrNotExist) { // not there from a conversion before
		if err := os.MkdirAll(filepath.Dir(settings), 0o700); err != nil {
			return c, "", fmt.Errorf("make a profile: %w", err)
		}
		if err := os.WriteFile(settings, []byte(officeSettings), 0o600); err != nil {
			return c, "", fmt.Errorf("write the profile: %w", err)
		}
		if err := os.Symlink(j.path, deck); err != nil {
			return c, "", fmt.Errorf("name the deck: %w", err)
		}
	}
	extension, _, _ := strings.Cut(to, ":")
	out := filepath.Join(j.work, "made")
	profile := url.URL{Scheme: "file", Path: filepath.Join(j.work, "profile")}
	return proc.Command{
		Path: "soffice",
		Args: []string{
			"-env:UserInstallation=" + profile.String(),
			"--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
			"--infilter=" + importFilter(from), "--convert-to", to, "--outdir", out, deck,
		},
		Dir: j.work,
		Env: []string{"TMPDIR=" + j.work}, Read: []string{j.path}, Write: []string{j.work},
		CPU: officeCPU, FileSize: officeFileSize,
	}, filepath.Join(out, "deck."+extension), nil
}
