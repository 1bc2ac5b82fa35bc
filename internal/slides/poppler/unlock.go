package poppler

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
)

// copyLimit bounds a copy without a password, in bytes.
const copyLimit = 1 << 30

// opened returns the file, or a copy that opens without its password, which qpdf makes
// once. Poppler takes a password only on its command line, and other users of the machine
// can read that. The error is a [PasswordError] if the password is wrong.
func (f File) opened(ctx context.Context) (File, error) {
	if f.password == "" {
		return f, nil
	}
	sum := sha256.Sum256([]byte(f.path))
	copied := filepath.Join(f.dir, "opened-"+hex.EncodeToString(sum[:6])+".pdf")
	open := New(f.runner, copied, "", f.dir)
	if _, err := os.Lstat(copied); err == nil {
		return open, nil
	}
	passwords, part := copied+".password", copied+".part"
	if err := os.WriteFile(passwords, []byte(f.password+"\n"), 0o600); err != nil {
		return f, fmt.Errorf("give qpdf the password: %w", err)
	}
	defer func() { _ = os.Remove(passwords) }() // else with the folder
	stderr, err := f.runner.Run(ctx, proc.Command{
		Path: "qpdf", Args: []string{"--warning-exit-0", "--password-file=" + passwords, "--decrypt", "--stream-data=preserve", "--", f.path, part},
		Dir: f.dir, Read: []string{f.path}, Write: []string{f.dir}, CPU: cpuLimit, FileSize: copyLimit,
	})
	if exit := (*proc.ExitError)(nil); errors.As(err, &exit) && strings.Contains(stderr, "invalid password") {
		return f, PasswordError{fault.Refuse("is encrypted, and the given password is wrong")}
	}
	if err == nil {
		err = os.Rename(part, copied)
	}
	if err != nil {
		return f, fmt.Errorf("open the PDF file with its password: %w", err)
	}
	return open, nil
}
