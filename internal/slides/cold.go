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
	"proceedings/internal/proc"
	"proceedings/internal/slides/warm"
)

const (
	officeCPU      = 300 * time.Second
	officeFileSize = 1 << 30
	firstStart     = 81 // LibreOffice has just made its profile and wants to be started again
	starts         = 3
)

// convertCold starts a LibreOffice that converts the deck and ends.
func (j *job) convertCold(ctx context.Context, path string, from Format, to string) (string, error) {
	c, made, err := j.officeCommand(path, from, to)
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
	return made, err
}

// officeCommand prepares a profile that no other deck was opened with, and the
// command.
func (j *job) officeCommand(path string, from Format, to string) (c proc.Command, made string, err error) {
	profile := url.URL{Scheme: "file", Path: filepath.Join(j.work, "profile")}
	extension, _, _ := strings.Cut(to, ":")
	deck := filepath.Join(j.work, deckName+"."+string(from))
	if _, err := os.Lstat(profile.Path); errors.Is(err, os.ErrNotExist) { // not there from a conversion before
		if err := warm.WriteProfile(profile.Path); err != nil {
			return c, "", err
		}
	}
	out := filepath.Join(j.work, "made")
	made = filepath.Join(out, deckName+"."+extension)
	// What a conversion before made would pass for what this one did not.
	if err := errors.Join(os.RemoveAll(made), os.RemoveAll(deck), os.Symlink(path, deck)); err != nil {
		return c, "", fmt.Errorf("name the deck: %w", err)
	}
	return proc.Command{
		Path: "soffice",
		Args: []string{
			"-env:UserInstallation=" + profile.String(),
			"--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
			"--infilter=" + importFilter(from), "--convert-to", to, "--outdir", out, deck,
		},
		Dir: j.work,
		Env: []string{"TMPDIR=" + j.work}, Read: []string{path}, Write: []string{j.work},
		CPU: officeCPU, FileSize: officeFileSize,
	}, made, nil
}
