package probe

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
)

// openedLimit bounds a copy without a password, in bytes.
const openedLimit = 1 << 30

// opened makes a copy of a PDF file, in the folder dir, that opens without its password:
// poppler takes one only on its command line, and other users of the machine can read that.
func (p *Prober) opened(ctx context.Context, path, password, dir string) (string, error) {
	passwords, out := filepath.Join(dir, "password"), filepath.Join(dir, "opened")
	if err := os.WriteFile(passwords, []byte(password+"\n"), 0o600); err != nil {
		return path, fmt.Errorf("give qpdf the password: %w", err)
	}
	stderr, err := p.Runner.Run(ctx, proc.Command{
		Path: "qpdf", Args: []string{"--warning-exit-0", "--password-file=" + passwords, "--decrypt", "--stream-data=preserve", "--", path, out},
		Dir: dir, Read: []string{path}, Write: []string{dir}, CPU: cpuLimit, FileSize: openedLimit,
	})
	exit := (*proc.ExitError)(nil)
	switch {
	case errors.As(err, &exit) && strings.Contains(stderr, "invalid password"):
		return path, finalRefusal{fault.Refuse("is encrypted, and the given password is wrong")}
	case errors.As(err, &exit) && exit.Signal == "":
		return path, fmt.Errorf("%w: %s", fault.Refuse("is damaged: no PDF can be read from it"), stderr)
	case err != nil:
		return path, fmt.Errorf("probe: %w", err)
	}
	return out, nil
}
