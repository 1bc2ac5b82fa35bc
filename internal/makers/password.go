package makers

import (
	"errors"
	"fmt"

	"proceedings/internal/fault"
	"proceedings/internal/plan"
	"proceedings/internal/secret"
)

// open returns a password of the original in clear; empty if there is none. A missing or
// wrong key is a refusal that contains the error of package secret: adding the meeting again
// starts new attempts.
func (t *Task) open(key secret.Key, p plan.Password) (string, error) {
	if p.Sealed == "" {
		return p.Clear, nil
	}
	password, err := key.Open(p.Sealed, t.Step.Input)
	switch {
	case errors.Is(err, secret.ErrNoKey):
		err = fmt.Errorf("%w (%w)", fault.Refuse("has an encrypted password, and the worker has no key; set PROCEEDINGS_SECRET_KEY of all workers to that of \"ingest add\", and add the meeting again"), err)
	case errors.Is(err, secret.ErrWrongKey):
		err = fmt.Errorf("%w (%w)", fault.Refuse("has a password that was encrypted with another key than the worker's; set PROCEEDINGS_SECRET_KEY to one value for all workers and \"ingest add\", and add the meeting again"), err)
	}
	return password, err
}
