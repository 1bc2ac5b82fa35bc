package slides

import (
	"context"

	"proceedings/internal/fault"
)

// unlocked returns the path of a copy of the PDF file that opens without a password, or
// the path of the file if it needs none: readers have no password.
func (j *job) unlocked(ctx context.Context) (string, error) {
	if j.Password == "" {
		return j.path, nil
	}
	made, err := j.editor().Unlock(ctx, j.path, j.Password)
	if isAboutFile(ctx, err) {
		return "", fault.Refuse("is encrypted, and damaged so that it cannot be stored without its password")
	}
	return made, err
}
