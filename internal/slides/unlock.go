package slides

import (
	"context"
	"path/filepath"

	"proceedings/internal/fault"
)

// Unlock returns the path of a copy of the PDF file at path that opens without a password,
// in the folder dir, or path if it needs none.
func (c *Converter) Unlock(ctx context.Context, path, dir, password string) (string, error) {
	j, err := newJob(c, path, dir, Options{Password: password})
	if err != nil {
		return "", err
	}
	defer j.close()
	if err = j.choosePassword(ctx); err != nil || j.Password == "" {
		return path, err
	}
	out := filepath.Join(dir, "unlocked.pdf")
	return out, j.unlock(ctx, out)
}

// unlock writes a copy of the PDF file that opens without a password to out: readers
// have none.
func (j *job) unlock(ctx context.Context, out string) error {
	made, err := j.editor().Unlock(ctx, j.path, j.Password)
	if isAboutFile(ctx, err) {
		return fault.Refuse("is encrypted, and damaged so that it cannot be stored without its password")
	}
	if err != nil {
		return err
	}
	return keep(made, out)
}
