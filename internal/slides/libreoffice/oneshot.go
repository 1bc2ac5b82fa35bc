package libreoffice

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
	"proceedings/internal/proc"
	"proceedings/internal/slides/libreoffice/server"
)

const (
	cpuLimit   = 300 * time.Second
	firstStart = 81 // exit status: LibreOffice has initialised its profile and must be started again
	maxStarts  = 3
)

// exportFilter is the argument of --convert-to for the output of c. A PDF file
// leaves out notes and comments, and is tagged for screen readers.
func exportFilter(c Conversion) string {
	if c.Export == "pptx" {
		return "pptx:Impress MS PowerPoint 2007 XML"
	}
	return `pdf:impress_pdf_Export:{` +
		fmt.Sprintf(`"ExportHiddenSlides":{"type":"boolean","value":"%t"},`, !c.OmitHidden) +
		`"ExportNotes":{"type":"boolean","value":"false"},` +
		`"UseTaggedPDF":{"type":"boolean","value":"true"}}`
}

// convertOnce starts a LibreOffice process that converts the deck and exits.
func (o *Office) convertOnce(ctx context.Context, c Conversion) (string, error) {
	command, out, err := oneShot(c)
	if err != nil {
		return "", err
	}
	var stderr string
	for range maxStarts {
		stderr, err = o.runner.Run(ctx, command)
		if exit := (*proc.ExitError)(nil); !errors.As(err, &exit) || exit.Code != firstStart {
			break
		}
	}
	// The exit status is 0 even if the deck could not be read: only the file counts.
	if info, statErr := os.Stat(out); err == nil && (statErr != nil || info.Size() == 0) {
		if strings.Contains(stderr, "could not be loaded") {
			return "", fault.Refuse("is damaged or needs a password: LibreOffice cannot open it")
		}
		err = fmt.Errorf("it made no file: %s", stderr)
	}
	return out, err
}

// oneShot prepares an unused profile and the command, and returns the path of the
// output.
func oneShot(c Conversion) (command proc.Command, out string, err error) {
	profile := url.URL{Scheme: "file", Path: filepath.Join(c.Dir, "profile")}
	if _, err := os.Lstat(profile.Path); errors.Is(err, os.ErrNotExist) { // an earlier conversion of this deck may have made it
		if err := server.WriteProfile(profile.Path); err != nil {
			return command, "", err
		}
	}
	dir := filepath.Join(c.Dir, "made")
	in := filepath.Join(c.Dir, InputName)
	if c.Format != "" {
		in += "." + c.Format
	}
	out = filepath.Join(dir, InputName+"."+c.Export)
	// An output of an earlier conversion must not pass for one of this conversion.
	if err := errors.Join(os.RemoveAll(out), os.RemoveAll(in), os.Symlink(c.In, in)); err != nil {
		return command, "", fmt.Errorf("name the deck: %w", err)
	}
	args := []string{"-env:UserInstallation=" + profile.String(), "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"}
	if filter := importFilter(c.Format); filter != "" {
		args = append(args, "--infilter="+filter)
	}
	return proc.Command{
		Path: "soffice", Args: append(args, "--convert-to", exportFilter(c), "--outdir", dir, in),
		Dir: c.Dir,
		Env: []string{"TMPDIR=" + c.Dir, server.FontEnv(profile.Path)}, Read: []string{c.In}, Write: []string{c.Dir},
		CPU: cpuLimit, FileSize: fileSizeLimit,
	}, out, nil
}
